alter table contribution_batches
    drop constraint contribution_batches_second_person_check,
    drop column revised_by,
    add constraint contribution_batches_second_person_check check (approved_by is null or approved_by is distinct from prepared_by);
