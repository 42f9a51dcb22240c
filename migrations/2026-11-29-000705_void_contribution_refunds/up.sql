-- A refund that was recorded in error is taken back by a second person. It stays as it was recorded; its reference is free
-- for the right one.
alter table contribution_refunds
    add column voided_by uuid,
    add column voided_at timestamptz,
    add column void_reason text,
    add constraint contribution_refunds_void_reason_check check (char_length(void_reason) between 1 and 500) not valid,
    add constraint contribution_refunds_voided_check check (
        (voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null)) not valid,
    add constraint contribution_refunds_second_person_check
        check (voided_by is null or voided_by is distinct from recorded_by) not valid,
    drop constraint contribution_refunds_bank_reference_key;

create unique index contribution_refunds_bank_reference_key on contribution_refunds (bank_reference, regency_id)
    where voided_at is null;

grant update (voided_by, voided_at, void_reason) on contribution_refunds to payung_service;
