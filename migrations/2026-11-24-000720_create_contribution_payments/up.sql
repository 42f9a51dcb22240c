-- Transfers to the insurer: recorded once and never changed. One covers any number of batches.
create table contribution_payments (
    id uuid not null,
    regency_id integer not null constraint contribution_payments_regency_id_fkey references regencies (id),
    -- What was transferred.
    amount_idr bigint not null constraint contribution_payments_amount_idr_check check (amount_idr >= 0),
    -- What the insurer took from what it still held of earlier transfers.
    credit_used_idr bigint not null constraint contribution_payments_credit_used_idr_check check (credit_used_idr >= 0),
    paid_on date not null,
    transfer_reference text not null
        constraint contribution_payments_transfer_reference_check check (char_length(transfer_reference) between 1 and 100),
    note text constraint contribution_payments_note_check check (char_length(note) between 1 and 500),
    recorded_by uuid,
    version integer not null constraint contribution_payments_version_check check (version > 0),
    created_at timestamptz not null,
    constraint contribution_payments_pkey primary key (id, regency_id),
    constraint contribution_payments_transfer_reference_key unique (transfer_reference, regency_id),
    constraint contribution_payments_sum_check check (amount_idr + credit_used_idr > 0)
);

create index contribution_payments_regency_id_idx on contribution_payments (regency_id, id);

revoke update, delete, truncate on contribution_payments from payung_service;

alter table contribution_batches
    add column payment_id uuid,
    add constraint contribution_batches_payment_fkey foreign key (payment_id, regency_id)
        references contribution_payments (id, regency_id),
    add constraint contribution_batches_payment_check check ((paid_on is null) = (payment_id is null));

create index contribution_batches_payment_idx on contribution_batches (payment_id, regency_id);
