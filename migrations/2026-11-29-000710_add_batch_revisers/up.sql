-- The accounts by whose doing a draft changed: none of them approves it. All of them are kept, so that a harmless change by
-- a second account does not clear the first.
alter table contribution_batches
    add column revised_by uuid[] not null default '{}',
    drop constraint contribution_batches_second_person_check,
    add constraint contribution_batches_second_person_check check (approved_by is null
        or (approved_by is distinct from prepared_by and approved_by <> all (revised_by))) not valid;
