-- Who opened whose record (UU 27/2022: a person may ask). Opened identifiers carry a purpose and are
-- written before the answer. Append-only. Without foreign keys: each would lock a row that was only read.
create table person_access_log (
    id uuid not null,
    regency_id integer not null,
    worker_id uuid not null,
    actor_kind text not null constraint person_access_log_actor_kind_check check (actor_kind in ('user', 'client')),
    actor_id uuid not null,
    request_id uuid,
    -- A code of the list `purpose`; null where nothing but masks was shown.
    purpose text,
    note text constraint person_access_log_note_check check (char_length(note) between 1 and 200),
    -- The identifiers that were shown in clear.
    fields text[] not null,
    opened_at timestamptz not null,
    constraint person_access_log_pkey primary key (id, regency_id),
    constraint person_access_log_purpose_check check (purpose is not null or (note is null and fields = '{}'))
);

create index person_access_log_worker_idx on person_access_log (worker_id, regency_id, id);

revoke update, delete, truncate on person_access_log from payung_service;
