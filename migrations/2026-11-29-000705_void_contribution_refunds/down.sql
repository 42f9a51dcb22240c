-- What was taken back is no refund, and its reference may have been recorded again: without the columns that say so it would
-- count as one. The history of its source keeps it.
delete from contribution_refunds where voided_at is not null;

revoke update (voided_by, voided_at, void_reason) on contribution_refunds from payung_service;
drop index contribution_refunds_bank_reference_key;
alter table contribution_refunds
    drop column voided_by,
    drop column voided_at,
    drop column void_reason,
    add constraint contribution_refunds_bank_reference_key unique (bank_reference, regency_id);
