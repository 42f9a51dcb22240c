-- Contribution rates entered by hand count once a second person has approved them. What stands in the table already counts,
-- and so does what the program of before this migration still enters without a status.
alter table contribution_rates
    add column status text not null default 'approved'
        constraint contribution_rates_status_check check (status in ('proposed', 'approved', 'withdrawn')),
    -- Accounts; null for what came with a migration.
    add column proposed_by uuid,
    add column approved_by uuid,
    add column approved_at timestamptz,
    add column withdrawn_at timestamptz,
    -- The row that this one corrects.
    add column supersedes uuid constraint contribution_rates_supersedes_fkey references contribution_rates (id),
    add constraint contribution_rates_second_person_check check (approved_by is distinct from proposed_by or approved_by is null),
    add constraint contribution_rates_approval_check check (
        (approved_at is null) = (approved_by is null)
        and (status = 'approved' or approved_at is null)
        and (status <> 'approved' or proposed_by is null or approved_at is not null)
        and (status = 'withdrawn') = (withdrawn_at is not null)),
    add constraint contribution_rates_superseded_state_check check (superseded_at is null or status = 'approved'),
    drop constraint contribution_rates_months_excl,
    add constraint contribution_rates_months_excl exclude using gist (programme with =, segment with =, (relief::integer) with =, daterange(from_month, until_month, '[]') with &&)
        where (status = 'approved' and superseded_at is null);

update contribution_rates as correction set supersedes = corrected.id
from contribution_rates as corrected where corrected.superseded_by = correction.id;

create index contribution_rates_supersedes_idx on contribution_rates (supersedes);

grant update (status, approved_by, approved_at, withdrawn_at) on contribution_rates to payung_service;
