-- Parameters entered by hand count once a second person has approved them. What stands in the table already counts,
-- and so does what the program of before this migration still enters without a status.
alter table rule_parameters
    add column status text not null default 'approved'
        constraint rule_parameters_status_check check (status in ('proposed', 'approved', 'withdrawn')),
    -- Accounts; null for what came with a migration.
    add column proposed_by uuid,
    add column approved_by uuid,
    add column approved_at timestamptz,
    add column withdrawn_at timestamptz,
    -- The row that this one corrects.
    add column supersedes uuid constraint rule_parameters_supersedes_fkey references rule_parameters (id),
    add constraint rule_parameters_second_person_check check (approved_by is distinct from proposed_by or approved_by is null),
    add constraint rule_parameters_approval_check check (
        (approved_at is null) = (approved_by is null)
        and (status = 'approved' or approved_at is null)
        and (status <> 'approved' or proposed_by is null or approved_at is not null)
        and (status = 'withdrawn') = (withdrawn_at is not null)),
    add constraint rule_parameters_superseded_state_check check (superseded_at is null or status = 'approved'),
    drop constraint rule_parameters_key_valid_excl,
    add constraint rule_parameters_key_valid_excl exclude using gist (key with =, daterange(valid_from, valid_until, '[]') with &&)
        where (status = 'approved' and superseded_at is null);

update rule_parameters as correction set supersedes = corrected.id
from rule_parameters as corrected where corrected.superseded_by = correction.id;

create index rule_parameters_supersedes_idx on rule_parameters (supersedes);

grant update (status, approved_by, approved_at, withdrawn_at) on rule_parameters to payung_service;
