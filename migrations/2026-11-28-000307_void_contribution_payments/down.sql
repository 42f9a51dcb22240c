-- With voided transfers in it the table cannot be what it was: two of one reference would be left.
revoke update (released_at) on contribution_payment_confirmations from payung_service;
drop index contribution_payment_confirmations_line_digest_key;
alter table contribution_payment_confirmations
    drop column released_at,
    add constraint contribution_payment_confirmations_line_digest_key unique (line_digest, regency_id);

revoke update (version, voided_by, voided_at, void_reason) on contribution_payments from payung_service;
drop index contribution_payments_transfer_reference_key;
alter table contribution_payments
    drop column voided_by,
    drop column voided_at,
    drop column void_reason,
    add constraint contribution_payments_transfer_reference_key unique (transfer_reference, regency_id);
