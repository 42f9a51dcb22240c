alter table claims drop constraint claims_stages_check;
alter table claims drop constraint claims_stated_circumstances_check;
alter table claims drop column stated_circumstances;
-- The earlier rule holds again, for what is written from here on as for what the later one let in.
alter table claims add constraint claims_stages_check check (
    (status not in ('submitted', 'verified', 'sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid') or submitted_at is not null)
    and (status not in ('verified', 'sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid')
        or (verified_at is not null and documents_complete_at is not null))
    and (status not in ('sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid') or sent_to_insurer_at is not null)
    and (status not in ('approved', 'rejected', 'appealed', 'paid') or decided_on is not null)
    and (status in ('approved', 'paid')) = (approved_amount_idr is not null)
    and (status in ('rejected', 'appealed')) = (rejection_reason is not null)
    and (status = 'returned' or returned_missing = '{}'));
