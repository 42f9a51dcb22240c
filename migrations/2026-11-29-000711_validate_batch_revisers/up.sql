-- What was added without reading the rows that stood there already.
alter table contribution_batches validate constraint contribution_batches_second_person_check;
