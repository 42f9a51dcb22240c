-- What the insurer gave back of the credit that it held of a source: recorded once and never changed.
create table contribution_refunds (
    id uuid not null,
    regency_id integer not null constraint contribution_refunds_regency_id_fkey references regencies (id),
    funding_source_id uuid not null,
    amount_idr bigint not null constraint contribution_refunds_amount_idr_check check (amount_idr > 0),
    refunded_on date not null,
    bank_reference text not null
        constraint contribution_refunds_bank_reference_check check (char_length(bank_reference) between 1 and 100),
    reason text not null constraint contribution_refunds_reason_check check (char_length(reason) between 1 and 500),
    -- An account; null for the deployment itself.
    recorded_by uuid,
    created_at timestamptz not null,
    constraint contribution_refunds_pkey primary key (id, regency_id),
    constraint contribution_refunds_funding_source_fkey foreign key (funding_source_id, regency_id)
        references funding_sources (id, regency_id),
    constraint contribution_refunds_bank_reference_key unique (bank_reference, regency_id)
);

create index contribution_refunds_regency_id_idx on contribution_refunds (regency_id, id);
create index contribution_refunds_funding_source_idx on contribution_refunds (funding_source_id, regency_id, id);

revoke update, delete, truncate on contribution_refunds from payung_service;

-- What was transferred and what came back are told apart, so that each can be held against its own records. The budget
-- bears what was transferred and did not come back, and the insurer holds no more than that.
alter table funding_sources
    add column refunded_idr bigint not null default 0,
    add constraint funding_sources_refunded_idr_check check (refunded_idr >= 0) not valid,
    drop constraint funding_sources_paid_idr_check,
    drop constraint funding_sources_credit_idr_check,
    add constraint funding_sources_paid_idr_check check (paid_idr >= 0 and paid_idr - refunded_idr <= budget_idr) not valid,
    add constraint funding_sources_credit_idr_check
        check (credit_idr >= 0 and credit_idr <= paid_idr - refunded_idr) not valid;
