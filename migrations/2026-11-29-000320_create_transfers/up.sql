-- Requests to move somebody's registration to another village, of the same regency or of another one. The row belongs to the
-- regency that asks; the other side is named by number and found by it, since its rows may live on another server: no foreign
-- key crosses.
create table transfers (
    id uuid not null,
    regency_id integer not null constraint transfers_regency_id_fkey references regencies (id),
    status text not null constraint transfers_status_check check (status in ('requested', 'accepted', 'refused', 'withdrawn')),
    to_village_code text collate "C" not null constraint transfers_to_village_code_fkey references regions (code),
    -- Whom the request names. That it was made says nothing of whether anybody has this number.
    nik_sealed bytea not null,
    nik_mask text not null,
    nik_hash bytea not null constraint transfers_nik_hash_check check (octet_length(nik_hash) = 32),
    reason text constraint transfers_reason_check check (char_length(reason) between 1 and 500),
    -- The registration that is to move, and where it was; null where nobody had the number.
    from_worker_id uuid,
    from_regency_id integer,
    from_village_code text collate "C",
    -- What was said of a period that the village before paid for.
    village_coverage text constraint transfers_village_coverage_check check (village_coverage in ('keep', 'end')),
    -- The registration after the move.
    worker_id uuid,
    -- Accounts; null for the deployment itself.
    requested_by uuid,
    answered_by uuid,
    answered_at timestamptz,
    answer_note text constraint transfers_answer_note_check check (char_length(answer_note) between 1 and 500),
    version integer not null constraint transfers_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint transfers_pkey primary key (id, regency_id),
    constraint transfers_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint transfers_from_check check ((from_worker_id is null) = (from_regency_id is null)
        and (from_worker_id is null) = (from_village_code is null)),
    constraint transfers_accepted_check check ((status = 'accepted') = (worker_id is not null)),
    constraint transfers_answered_check check ((status = 'requested') = (answered_at is null)),
    constraint transfers_second_side_check check (status not in ('accepted', 'refused') or answered_by <> requested_by)
);

-- Nobody asks twice at once.
create unique index transfers_open_key on transfers (nik_hash, regency_id) where status = 'requested';
create index transfers_regency_id_idx on transfers (regency_id, id);
create index transfers_to_village_code_idx on transfers (to_village_code, id);
create index transfers_worker_idx on transfers (worker_id, regency_id) where worker_id is not null;
create index transfers_from_idx on transfers (from_regency_id, from_village_code, id) where from_regency_id is not null;

-- A request is withdrawn, never taken away.
revoke delete, truncate on transfers from payung_service;
