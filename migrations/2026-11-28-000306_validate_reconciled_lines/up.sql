-- What was added without reading the rows that stood there already.
alter table contribution_batch_lines validate constraint contribution_batch_lines_reconciliation_fkey;
alter table contribution_batch_lines validate constraint contribution_batch_lines_reconciliation_check;
