-- What was taken back is no payment, and another one may have taken its place: without the columns that say so it would count
-- as one. The history of its claim keeps it.
delete from claim_payments where voided_at is not null;

revoke update (voided_by, voided_at, void_reason) on claim_payments from payung_service;
drop index claim_payments_beneficiary_idx;
drop index claim_payments_transfer_reference_key;
drop index claim_payments_beneficiary_key;
alter table claim_payments
    drop column voided_by,
    drop column voided_at,
    drop column void_reason,
    add constraint claim_payments_beneficiary_key unique (beneficiary_id, claim_id, regency_id),
    add constraint claim_payments_transfer_reference_key unique (transfer_reference, regency_id);
