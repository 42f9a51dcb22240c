revoke update (voided_batches) on contribution_payments from payung_service;
alter table contribution_payments drop column voided_batches;
