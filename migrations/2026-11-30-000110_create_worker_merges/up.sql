-- That a registration was merged into another of the same person, and what that moved: what taking it back has to restore.
create table worker_merges (
    id uuid not null,
    regency_id integer not null constraint worker_merges_regency_id_fkey references regencies (id),
    status text not null constraint worker_merges_status_check check (status in ('merged', 'unmerged')),
    -- The registration that was merged, and the one that stays.
    worker_id uuid not null,
    into_worker_id uuid not null,
    village_code text collate "C" not null constraint worker_merges_village_code_fkey references regions (code),
    reason text not null constraint worker_merges_reason_check check (char_length(reason) between 1 and 500),
    -- Whose months stand where both were paid for.
    paid_months text constraint worker_merges_paid_months_check check (paid_months in ('into', 'merged')),
    effects jsonb not null,
    -- Accounts; null for the deployment itself.
    merged_by uuid,
    unmerged_by uuid,
    unmerged_at timestamptz,
    unmerged_reason text constraint worker_merges_unmerged_reason_check check (char_length(unmerged_reason) between 1 and 500),
    version integer not null constraint worker_merges_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint worker_merges_pkey primary key (id, regency_id),
    constraint worker_merges_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint worker_merges_into_worker_fkey foreign key (into_worker_id, regency_id) references workers (id, regency_id),
    constraint worker_merges_two_check check (worker_id <> into_worker_id),
    constraint worker_merges_unmerged_check check ((status = 'unmerged') = (unmerged_at is not null)
        and (unmerged_at is null) = (unmerged_reason is null))
);

-- A registration is merged once at a time.
create unique index worker_merges_worker_key on worker_merges (worker_id, regency_id) where status = 'merged';
create index worker_merges_worker_idx on worker_merges (worker_id, regency_id);
create index worker_merges_into_worker_idx on worker_merges (into_worker_id, regency_id);
create index worker_merges_regency_id_idx on worker_merges (regency_id, id);
create index worker_merges_village_code_idx on worker_merges (village_code, id);

-- A merge is taken back, never taken away.
revoke delete, truncate on worker_merges from payung_service;
