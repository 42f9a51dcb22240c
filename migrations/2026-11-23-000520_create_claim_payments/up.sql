-- The insurer's transfers to beneficiaries: one each, and never changed.
create table claim_payments (
    id uuid not null,
    regency_id integer not null constraint claim_payments_regency_id_fkey references regencies (id),
    claim_id uuid not null,
    beneficiary_id uuid not null,
    amount_idr bigint not null constraint claim_payments_amount_idr_check check (amount_idr > 0),
    paid_on date not null,
    transfer_reference text not null
        constraint claim_payments_transfer_reference_check check (char_length(transfer_reference) between 1 and 100),
    -- Where the money went, as it stood on the day of payment.
    account_mask text not null,
    recorded_by uuid,
    created_at timestamptz not null,
    constraint claim_payments_pkey primary key (id, regency_id),
    constraint claim_payments_beneficiary_fkey foreign key (beneficiary_id, claim_id, regency_id)
        references claim_beneficiaries (id, claim_id, regency_id),
    constraint claim_payments_beneficiary_key unique (beneficiary_id, claim_id, regency_id),
    constraint claim_payments_transfer_reference_key unique (transfer_reference, regency_id)
);

create index claim_payments_regency_id_idx on claim_payments (regency_id, id);

revoke update, delete, truncate on claim_payments from payung_service;
