-- What was added without reading the rows that stood there already.
alter table contribution_refunds validate constraint contribution_refunds_void_reason_check;
alter table contribution_refunds validate constraint contribution_refunds_voided_check;
alter table contribution_refunds validate constraint contribution_refunds_second_person_check;
