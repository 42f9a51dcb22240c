-- A transfer to a beneficiary that was recorded in error is taken back by a second person. It stays as it was recorded; the
-- beneficiary is due again, and its reference is free for the right one.
alter table claim_payments
    add column voided_by uuid,
    add column voided_at timestamptz,
    add column void_reason text,
    add constraint claim_payments_void_reason_check check (char_length(void_reason) between 1 and 1000) not valid,
    add constraint claim_payments_voided_check check (
        (voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null)) not valid,
    add constraint claim_payments_second_person_check
        check (voided_by is null or voided_by is distinct from recorded_by) not valid,
    drop constraint claim_payments_beneficiary_key,
    drop constraint claim_payments_transfer_reference_key;

-- A row for each beneficiary of a paid claim: few enough to be read while they are locked, so that at no moment anybody can be
-- paid twice.
create unique index claim_payments_beneficiary_key on claim_payments (beneficiary_id, claim_id, regency_id)
    where voided_at is null;
create unique index claim_payments_transfer_reference_key on claim_payments (transfer_reference, regency_id)
    where voided_at is null;
create index claim_payments_beneficiary_idx on claim_payments (beneficiary_id, claim_id, regency_id);

grant update (voided_by, voided_at, void_reason) on claim_payments to payung_service;
