-- With voided refunds in it the table cannot be what it was: two of one reference would be left.
revoke update (voided_by, voided_at, void_reason) on contribution_refunds from payung_service;
drop index contribution_refunds_bank_reference_key;
alter table contribution_refunds
    drop column voided_by,
    drop column voided_at,
    drop column void_reason,
    add constraint contribution_refunds_bank_reference_key unique (bank_reference, regency_id);
