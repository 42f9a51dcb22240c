-- The close of a month: who has lapsed in it, by what was known when it was closed. Once a regency and month; what comes
-- late reopens it, and closing it again records what has changed.
create table monthly_closes (
    id uuid not null,
    regency_id integer not null constraint monthly_closes_regency_id_fkey references regencies (id),
    -- The month as its first day.
    month date not null constraint monthly_closes_month_check check (extract(day from month) = 1),
    status text not null constraint monthly_closes_status_check check (status in ('closed', 'reopened')),
    -- How often it was closed.
    run integer not null constraint monthly_closes_run_check check (run > 0),
    -- Who counts as lapsed in the month after the last run.
    lapses_total integer not null constraint monthly_closes_lapses_total_check check (lapses_total >= 0),
    closed_on date not null,
    -- Accounts; null for the deployment itself.
    closed_by uuid,
    reopened_at timestamptz,
    reopened_by uuid,
    reopen_cause text constraint monthly_closes_reopen_cause_check check (reopen_cause in
        ('payment', 'insurer_word', 'correction', 'manual')),
    reopen_reason text constraint monthly_closes_reopen_reason_check check (char_length(reopen_reason) between 1 and 500),
    version integer not null constraint monthly_closes_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint monthly_closes_pkey primary key (id, regency_id),
    constraint monthly_closes_month_key unique (month, regency_id),
    -- A month is closed when it is over.
    constraint monthly_closes_over_check check (closed_on >= month + interval '1 month'),
    constraint monthly_closes_reopened_check check (
        (reopened_at is null) = (reopen_cause is null) and (status <> 'reopened' or reopened_at is not null))
);

create index monthly_closes_regency_id_idx on monthly_closes (regency_id, id);

revoke delete, truncate on monthly_closes from payung_service;

-- Who lapsed, and who did not after all: facts of the run that found them.
create table monthly_close_lapses (
    close_id uuid not null,
    regency_id integer not null,
    run integer not null constraint monthly_close_lapses_run_check check (run > 0),
    worker_id uuid not null,
    person_id uuid not null constraint monthly_close_lapses_person_id_fkey references persons (id),
    kind text not null constraint monthly_close_lapses_kind_check check (kind in ('lapsed', 'restored')),
    -- Why: since when nothing is paid, how many months that is, and who says so. Null for those who did not lapse.
    last_paid_month date constraint monthly_close_lapses_last_paid_month_check check (extract(day from last_paid_month) = 1),
    unpaid_months integer constraint monthly_close_lapses_unpaid_months_check check (unpaid_months >= 0),
    basis text constraint monthly_close_lapses_basis_check check (basis in ('insurer_confirmed', 'projected')),
    constraint monthly_close_lapses_pkey primary key (close_id, regency_id, run, worker_id),
    constraint monthly_close_lapses_close_fkey foreign key (close_id, regency_id) references monthly_closes (id, regency_id),
    constraint monthly_close_lapses_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint monthly_close_lapses_why_check check ((kind = 'lapsed') = (basis is not null))
);

create index monthly_close_lapses_worker_idx on monthly_close_lapses (worker_id, regency_id);
create index monthly_close_lapses_person_idx on monthly_close_lapses (person_id, close_id, regency_id, run);

revoke update, delete, truncate on monthly_close_lapses from payung_service;
