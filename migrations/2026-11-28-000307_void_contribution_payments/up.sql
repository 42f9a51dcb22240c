-- A transfer that was recorded in error is taken back by a second person. It stays as it was recorded; its reference, and
-- the line of a bank's statement that confirmed it, are free for the right one.
alter table contribution_payments
    add column voided_by uuid,
    add column voided_at timestamptz,
    add column void_reason text
        constraint contribution_payments_void_reason_check check (char_length(void_reason) between 1 and 500),
    add constraint contribution_payments_voided_check check (
        (voided_at is null) = (voided_by is null) and (voided_at is null) = (void_reason is null)) not valid,
    add constraint contribution_payments_second_person_check
        check (voided_by is null or voided_by is distinct from recorded_by) not valid,
    drop constraint contribution_payments_transfer_reference_key;

create unique index contribution_payments_transfer_reference_key on contribution_payments (transfer_reference, regency_id)
    where voided_at is null;

grant update (version, voided_by, voided_at, void_reason) on contribution_payments to payung_service;

alter table contribution_payment_confirmations
    add column released_at timestamptz,
    drop constraint contribution_payment_confirmations_line_digest_key;

create unique index contribution_payment_confirmations_line_digest_key
    on contribution_payment_confirmations (line_digest, regency_id) where released_at is null;

grant update (released_at) on contribution_payment_confirmations to payung_service;
