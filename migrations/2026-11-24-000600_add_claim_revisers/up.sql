-- The accounts that changed a claim after it was first submitted: none of them confirms it. All of them are kept, so
-- that a harmless change by a second account does not clear the first.
alter table claims add column revised_by uuid[] not null default '{}';
alter table claims drop constraint claims_second_person_check;
alter table claims add constraint claims_second_person_check
    check (verified_by is null or (verified_by is distinct from submitted_by and verified_by <> all (revised_by))) not valid;
