-- Bulk imports: one job per file, one verdict per row.
create table imports (
    id uuid not null,
    regency_id integer not null constraint imports_regency_id_fkey references regencies (id),
    kind text not null constraint imports_kind_check check (kind in ('workers')),
    status text not null constraint imports_status_check check (status in ('queued', 'running', 'completed', 'failed')),
    -- Where the uploading caller may write: rows outside are refused, whoever runs the job.
    region_codes text[] not null constraint imports_region_codes_check check (cardinality(region_codes) > 0),
    actor_kind text not null constraint imports_actor_kind_check check (actor_kind in ('user', 'client')),
    actor_id uuid not null,
    rows_total integer not null,
    rows_applied integer,
    rows_refused integer,
    attempts integer not null,
    -- The caller's Idempotency-Key names the job: digest of caller, address and key.
    key_digest bytea constraint imports_key_digest_check check (octet_length(key_digest) = 32),
    -- The code of the problem that ended the job.
    failure_code text,
    started_at timestamptz,
    finished_at timestamptz,
    version integer not null constraint imports_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint imports_pkey primary key (id, regency_id),
    constraint imports_key_digest_key unique (key_digest, regency_id),
    constraint imports_finished_check check ((status in ('completed', 'failed')) = (finished_at is not null)),
    constraint imports_counts_check check (status <> 'completed' or rows_applied + rows_refused = rows_total)
);

create index imports_regency_id_idx on imports (regency_id, id);
create index imports_waiting_idx on imports (created_at) where status in ('queued', 'running');

create table import_rows (
    import_id uuid not null,
    regency_id integer not null,
    row_number integer not null,
    verdict text not null constraint import_rows_verdict_check check (verdict in ('applied', 'refused')),
    -- The registration that came of an applied row.
    worker_id uuid,
    -- What is wrong with a refused row: field, code, sealed received value.
    problems jsonb,
    constraint import_rows_pkey primary key (import_id, regency_id, row_number),
    constraint import_rows_import_fkey foreign key (import_id, regency_id) references imports (id, regency_id),
    constraint import_rows_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint import_rows_verdict_content_check check ((verdict = 'applied') = (worker_id is not null) and (verdict = 'refused') = (problems is not null))
);

create index import_rows_verdict_idx on import_rows (import_id, regency_id, verdict, row_number);
create index import_rows_worker_idx on import_rows (worker_id, regency_id);

revoke update, delete, truncate on import_rows from payung_service;
