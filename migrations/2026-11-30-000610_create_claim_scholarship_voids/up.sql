-- Transfers of scholarships that were recorded in error, as they were recorded. A second person took them back; the year itself
-- is due again and tells nothing of them.
create table claim_scholarship_voids (
    id uuid not null,
    regency_id integer not null constraint claim_scholarship_voids_regency_id_fkey references regencies (id),
    scholarship_id uuid not null,
    payee_id uuid not null,
    amount_idr bigint not null constraint claim_scholarship_voids_amount_idr_check check (amount_idr > 0),
    paid_on date not null,
    -- Free for another transfer.
    transfer_reference text not null
        constraint claim_scholarship_voids_transfer_reference_check check (char_length(transfer_reference) between 1 and 100),
    account_mask text not null,
    recorded_by uuid,
    recorded_at timestamptz not null,
    voided_by uuid not null,
    voided_at timestamptz not null,
    void_reason text not null
        constraint claim_scholarship_voids_void_reason_check check (char_length(void_reason) between 1 and 1000),
    constraint claim_scholarship_voids_pkey primary key (id, regency_id),
    constraint claim_scholarship_voids_scholarship_fkey foreign key (scholarship_id, regency_id)
        references claim_scholarships (id, regency_id),
    constraint claim_scholarship_voids_payee_fkey foreign key (payee_id, regency_id)
        references claim_beneficiaries (id, regency_id),
    constraint claim_scholarship_voids_second_person_check check (voided_by is distinct from recorded_by)
);

create index claim_scholarship_voids_regency_id_idx on claim_scholarship_voids (regency_id, id);
create index claim_scholarship_voids_scholarship_idx on claim_scholarship_voids (scholarship_id, regency_id);
create index claim_scholarship_voids_payee_idx on claim_scholarship_voids (payee_id, regency_id);

revoke update, delete, truncate on claim_scholarship_voids from payung_service;
