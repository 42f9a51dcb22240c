-- The migration before takes away the table and the column.
update contribution_batch_lines set reconciliation_id = null where reconciliation_id is not null;
delete from contribution_verdicts_taken_back;
delete from contribution_reconciliations;
