-- An answer of the insurer that is taken back concerns the months that were closed with it.
alter table monthly_closes
    drop constraint monthly_closes_reopen_cause_check,
    add constraint monthly_closes_reopen_cause_check check (reopen_cause in
        ('payment', 'insurer_word', 'correction', 'manual', 'answer_taken_back')) not valid;
