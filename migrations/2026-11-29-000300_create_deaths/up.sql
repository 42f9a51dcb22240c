-- Deaths as somebody reported them: of a registration, or of somebody whom a person has still to find in the register.
create table deaths (
    id uuid not null,
    regency_id integer not null constraint deaths_regency_id_fkey references regencies (id),
    status text not null constraint deaths_status_check check (status in ('recorded', 'undecided', 'not_registered', 'revoked')),
    -- Whose death it is; null while nobody has decided, or where the dead were never registered.
    worker_id uuid,
    person_id uuid constraint deaths_person_id_fkey references persons (id),
    village_code text collate "C" not null constraint deaths_village_code_fkey references regions (code),
    -- As the report says; null where it names a registration.
    name text constraint deaths_name_check check (char_length(name) between 1 and 100),
    birth_on date,
    nik_sealed bytea,
    nik_mask text,
    nik_hash bytea constraint deaths_nik_hash_check check (octet_length(nik_hash) = 32),
    died_on date not null,
    place text constraint deaths_place_check
        check (place in ('home', 'health_facility', 'workplace', 'road', 'sea', 'elsewhere')),
    circumstances text constraint deaths_circumstances_check check (char_length(circumstances) between 1 and 1000),
    source text not null constraint deaths_source_check
        check (source in ('village_report', 'civil_registry', 'insurer', 'family', 'claim')),
    evidence text constraint deaths_evidence_check check (char_length(evidence) between 1 and 200),
    -- Whether the dead were covered on that day, or might have been, as far as was known when it was recorded.
    may_be_covered boolean not null,
    -- The claim for it, and whether it was opened with the record.
    claim_id uuid,
    opened_claim boolean not null,
    -- What the record ended, as it was before: what a record in error has to restore.
    effects jsonb not null,
    -- The row of a list with which it came.
    list_id uuid,
    list_row integer,
    -- Accounts; null for the deployment itself.
    recorded_by uuid,
    decided_by uuid,
    decided_at timestamptz,
    revoked_by uuid,
    revoked_at timestamptz,
    revoked_reason text constraint deaths_revoked_reason_check check (char_length(revoked_reason) between 1 and 500),
    version integer not null constraint deaths_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint deaths_pkey primary key (id, regency_id),
    constraint deaths_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint deaths_claim_fkey foreign key (claim_id, regency_id) references claims (id, regency_id),
    constraint deaths_whose_check check ((worker_id is null) = (person_id is null)
        and (status <> 'recorded' or worker_id is not null)
        and (status not in ('undecided', 'not_registered') or worker_id is null)
        and (worker_id is not null or name is not null)),
    constraint deaths_nik_check check ((nik_sealed is null) = (nik_mask is null) and (nik_sealed is null) = (nik_hash is null)),
    constraint deaths_claim_check check (claim_id is not null or not opened_claim),
    constraint deaths_list_check check ((list_id is null) = (list_row is null)),
    constraint deaths_decided_check check (decided_by is null or decided_at is not null),
    constraint deaths_revoked_check check ((status = 'revoked') = (revoked_at is not null)
        and (revoked_at is null) = (revoked_reason is null))
);

-- A person dies once. Across regencies a lock on the person holds it.
create unique index deaths_person_key on deaths (person_id, regency_id) where status = 'recorded';
create index deaths_person_id_idx on deaths (person_id);
create index deaths_regency_id_idx on deaths (regency_id, id);
create index deaths_worker_idx on deaths (worker_id, regency_id) where worker_id is not null;
create index deaths_claim_idx on deaths (claim_id, regency_id) where claim_id is not null;
create index deaths_village_code_idx on deaths (village_code, id);
create index deaths_undecided_idx on deaths (regency_id, id) where status = 'undecided';
create index deaths_unclaimed_idx on deaths (regency_id, died_on, id) where status = 'recorded' and may_be_covered;

-- A record in error is revoked, never taken away.
revoke delete, truncate on deaths from payung_service;
