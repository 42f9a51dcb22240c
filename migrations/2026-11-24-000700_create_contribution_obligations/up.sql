-- The ledger: what is owed for one person, programme and month. A row is made when a funded period is
-- approved, at the rate of its month, and stays: paid, or waived when the period ends before.
create table contribution_obligations (
    person_id uuid not null,
    programme text not null constraint contribution_obligations_programme_check check (programme in ('jkk', 'jkm', 'jht')),
    -- The month as its first day.
    month date not null constraint contribution_obligations_month_check check (extract(day from month) = 1),
    regency_id integer not null,
    -- The funded period; worker, person and source are the period's own. A month that was waived goes to the next
    -- period that takes it.
    coverage_id uuid not null,
    worker_id uuid not null,
    funding_source_id uuid not null,
    -- How the amount came about: the rate, whether it is one with relief, and the wage base.
    rate_id uuid not null constraint contribution_obligations_rate_id_fkey references contribution_rates (id),
    relief boolean not null,
    wage_base_idr bigint not null constraint contribution_obligations_wage_base_idr_check check (wage_base_idr > 0),
    amount_idr bigint not null constraint contribution_obligations_amount_idr_check check (amount_idr >= 0),
    status text not null constraint contribution_obligations_status_check check (status in ('due', 'paid', 'waived')),
    -- Why the period ended that no longer owes it.
    waived_reason text constraint contribution_obligations_waived_reason_check check (waived_reason in
        ('death', 'moved_out', 'wage_worker', 'civil_servant', 'double_funding', 'ineligible', 'lapsed', 'quota_cut', 'withdrew')),
    -- The day of the transfer that paid it.
    paid_on date,
    version integer not null constraint contribution_obligations_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- One row a person, programme and month.
    constraint contribution_obligations_person_programme_month_key primary key (person_id, programme, month, regency_id),
    constraint contribution_obligations_coverage_fkey foreign key (coverage_id, regency_id) references coverages (id, regency_id),
    constraint contribution_obligations_funding_source_fkey foreign key (funding_source_id, regency_id)
        references funding_sources (id, regency_id),
    constraint contribution_obligations_waived_check check ((status = 'waived') = (waived_reason is not null)),
    constraint contribution_obligations_paid_check check ((status = 'paid') = (paid_on is not null))
);

create index contribution_obligations_coverage_idx on contribution_obligations (coverage_id, regency_id);
create index contribution_obligations_funding_source_idx
    on contribution_obligations (funding_source_id, regency_id, status, month);
create index contribution_obligations_rate_id_idx on contribution_obligations (rate_id);

revoke delete, truncate on contribution_obligations from payung_service;

-- The running sums of a source, kept under its row lock: what its periods owe or paid, what was transferred, and
-- what of the transfers the insurer has not accepted and still holds for us. No approval and no transfer can go
-- beyond the budget, whoever comes at the same time.
alter table funding_sources
    add column committed_idr bigint not null default 0,
    add column paid_idr bigint not null default 0,
    add column credit_idr bigint not null default 0,
    add constraint funding_sources_committed_idr_check check (committed_idr >= 0 and committed_idr <= budget_idr),
    add constraint funding_sources_paid_idr_check check (paid_idr >= 0 and paid_idr <= budget_idr),
    add constraint funding_sources_credit_idr_check check (credit_idr >= 0 and credit_idr <= paid_idr);
