-- A transfer that was taken back still tells which batches it had covered, though these wait for another one.
alter table contribution_payments
    add column voided_batches uuid[],
    add constraint contribution_payments_voided_batches_check check (voided_batches is null or voided_at is not null) not valid;

grant update (voided_batches) on contribution_payments to payung_service;
