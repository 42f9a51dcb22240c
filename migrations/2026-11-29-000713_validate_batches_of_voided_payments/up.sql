-- What was added without reading the rows that stood there already.
alter table contribution_payments validate constraint contribution_payments_voided_batches_check;
