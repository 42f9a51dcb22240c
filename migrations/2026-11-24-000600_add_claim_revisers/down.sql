alter table claims drop constraint claims_second_person_check;
alter table claims add constraint claims_second_person_check check (verified_by <> submitted_by);
alter table claims drop column revised_by;
