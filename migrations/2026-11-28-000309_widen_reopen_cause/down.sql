update monthly_closes set reopen_cause = 'payment' where reopen_cause = 'answer_taken_back';
alter table monthly_closes
    drop constraint monthly_closes_reopen_cause_check,
    add constraint monthly_closes_reopen_cause_check check (reopen_cause in
        ('payment', 'insurer_word', 'correction', 'manual'));
