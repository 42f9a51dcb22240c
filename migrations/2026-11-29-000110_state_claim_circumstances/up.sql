-- What decides about the papers of a claim and cannot be seen from its beneficiaries: a traffic accident, a scholarship.
alter table claims add column stated_circumstances text[] not null default '{}';
alter table claims add constraint claims_stated_circumstances_check
    check (stated_circumstances <@ array['scholarship', 'traffic']) not valid;

-- A claim can be verified while a paper is still to come; the insurer's clock runs, and the claim goes to the insurer, once all
-- are there.
alter table claims drop constraint claims_stages_check;
alter table claims add constraint claims_stages_check check (
    (status not in ('submitted', 'verified', 'sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid') or submitted_at is not null)
    and (status not in ('verified', 'sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid') or verified_at is not null)
    and (status not in ('sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid')
        or (sent_to_insurer_at is not null and documents_complete_at is not null))
    and (status not in ('approved', 'rejected', 'appealed', 'paid') or decided_on is not null)
    and (status in ('approved', 'paid')) = (approved_amount_idr is not null)
    and (status in ('rejected', 'appealed')) = (rejection_reason is not null)
    and (status = 'returned' or returned_missing = '{}')) not valid;
