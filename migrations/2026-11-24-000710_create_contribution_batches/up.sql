-- What goes to the insurer and to the bank together: months of the ledger of one source. Any number of batches a
-- source and month: public money comes in tranches, and refused lines are sent again.
create table contribution_batches (
    id uuid not null,
    regency_id integer not null constraint contribution_batches_regency_id_fkey references regencies (id),
    funding_source_id uuid not null,
    -- Counted within the source.
    number integer not null constraint contribution_batches_number_check check (number > 0),
    name text constraint contribution_batches_name_check check (char_length(name) between 1 and 100),
    -- The months that were asked for, as their first days. What was refused before keeps its own month.
    months date[] not null constraint contribution_batches_months_check check (cardinality(months) between 1 and 24),
    status text not null constraint contribution_batches_status_check
        check (status in ('draft', 'approved', 'billing_code_issued', 'paid', 'reconciled', 'cancelled')),
    lines_total integer not null constraint contribution_batches_lines_total_check check (lines_total >= 0),
    people_total integer not null constraint contribution_batches_people_total_check check (people_total >= 0),
    amount_idr bigint not null constraint contribution_batches_amount_idr_check check (amount_idr >= 0),
    -- What the insurer made of it so far.
    accepted_lines integer not null,
    accepted_idr bigint not null,
    refused_lines integer not null,
    refused_idr bigint not null,
    -- Accounts; null for the deployment itself.
    prepared_by uuid,
    approved_by uuid,
    approved_at timestamptz,
    billing_code text constraint contribution_batches_billing_code_check check (char_length(billing_code) between 1 and 50),
    billing_code_expires_on date,
    paid_on date,
    reconciled_at timestamptz,
    cancel_reason text constraint contribution_batches_cancel_reason_check check (char_length(cancel_reason) between 1 and 500),
    version integer not null constraint contribution_batches_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint contribution_batches_pkey primary key (id, regency_id),
    constraint contribution_batches_funding_source_fkey foreign key (funding_source_id, regency_id)
        references funding_sources (id, regency_id),
    constraint contribution_batches_number_key unique (funding_source_id, regency_id, number),
    constraint contribution_batches_billing_code_key unique (billing_code, regency_id),
    constraint contribution_batches_approval_check check (
        (approved_at is null) = (approved_by is null)
        and (status <> 'draft' or approved_at is null)
        and (status in ('draft', 'cancelled') or approved_at is not null)),
    constraint contribution_batches_second_person_check check (approved_by is null or approved_by is distinct from prepared_by),
    constraint contribution_batches_billing_check check (
        (status not in ('draft', 'approved') or billing_code is null)
        and (status not in ('billing_code_issued', 'paid', 'reconciled') or billing_code is not null)
        and (billing_code is not null or billing_code_expires_on is null)),
    constraint contribution_batches_paid_check check ((status in ('paid', 'reconciled')) = (paid_on is not null)),
    constraint contribution_batches_reconciled_check check ((status = 'reconciled') = (reconciled_at is not null)),
    constraint contribution_batches_cancelled_check check ((status = 'cancelled') = (cancel_reason is not null)),
    constraint contribution_batches_results_check check (
        accepted_lines >= 0 and refused_lines >= 0 and accepted_idr >= 0 and refused_idr >= 0
        and accepted_lines + refused_lines <= lines_total and accepted_idr + refused_idr <= amount_idr
        and (status in ('paid', 'reconciled') or accepted_lines + refused_lines = 0)
        and (status <> 'reconciled' or accepted_lines + refused_lines = lines_total))
);

create index contribution_batches_regency_id_idx on contribution_batches (regency_id, id);

revoke delete, truncate on contribution_batches from payung_service;

-- One attempt to settle one month.
create table contribution_batch_lines (
    batch_id uuid not null,
    regency_id integer not null,
    -- Counted within the batch: the order of the list that the insurer gets.
    line_number integer not null constraint contribution_batch_lines_line_number_check check (line_number > 0),
    person_id uuid not null,
    programme text not null,
    month date not null,
    worker_id uuid not null,
    amount_idr bigint not null constraint contribution_batch_lines_amount_idr_check check (amount_idr >= 0),
    status text not null constraint contribution_batch_lines_status_check check (status in ('sent', 'accepted', 'refused')),
    refusal_reason text constraint contribution_batch_lines_refusal_reason_check check (refusal_reason in
        ('nik_not_found', 'deceased', 'active_wage_earner', 'funded_elsewhere', 'over_age', 'data_incomplete', 'system_error')),
    -- Under way: neither answered by the insurer nor called off with its batch.
    is_open boolean not null,
    constraint contribution_batch_lines_pkey primary key (batch_id, regency_id, line_number),
    constraint contribution_batch_lines_batch_fkey foreign key (batch_id, regency_id) references contribution_batches (id, regency_id),
    constraint contribution_batch_lines_obligation_fkey foreign key (person_id, programme, month, regency_id)
        references contribution_obligations (person_id, programme, month, regency_id),
    constraint contribution_batch_lines_refused_check check ((status = 'refused') = (refusal_reason is not null)),
    constraint contribution_batch_lines_open_check check (not is_open or status = 'sent')
);

-- A month is under way at most once, and never again once it is accepted.
create unique index contribution_batch_lines_open_key on contribution_batch_lines (person_id, programme, month, regency_id)
    where is_open or status = 'accepted';
create index contribution_batch_lines_obligation_idx on contribution_batch_lines (person_id, programme, month, regency_id);
create index contribution_batch_lines_status_idx on contribution_batch_lines (batch_id, regency_id, status, line_number);

revoke delete, truncate on contribution_batch_lines from payung_service;
