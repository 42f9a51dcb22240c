update monthly_closes set reopen_cause = 'correction' where reopen_cause = 'merge';
alter table monthly_closes
    drop constraint monthly_closes_reopen_cause_check,
    add constraint monthly_closes_reopen_cause_check check (reopen_cause in
        ('payment', 'insurer_word', 'correction', 'manual', 'answer_taken_back', 'coverage_activated', 'coverage_ended',
         'coverage_reopened', 'death', 'rule_changed'));
