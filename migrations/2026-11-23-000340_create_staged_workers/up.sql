-- Rows of a bulk load on their way into the register: filled by COPY, emptied by the merge. Logged, since
-- an acknowledged load must survive a crash before its merge.
create table staged_workers (
    load_id uuid not null,
    regency_id integer not null constraint staged_workers_regency_id_fkey references regencies (id),
    row_number integer not null constraint staged_workers_row_number_check check (row_number > 0),
    -- What is wrong with the row; null while nothing is. Received values in it are sealed.
    problems jsonb,
    worker_id uuid not null,
    person_id uuid not null,
    village_code text collate "C",
    name text,
    nik_sealed bytea,
    nik_mask text,
    nik_hash bytea,
    nik_warnings text[] not null,
    birth_on date,
    sex text,
    family_card_sealed bytea,
    family_card_mask text,
    family_card_hash bytea,
    phone_sealed bytea,
    phone_mask text,
    address text,
    segment text not null,
    occupation text,
    occupation_source text,
    next_of_kin_name text,
    next_of_kin_relation text,
    next_of_kin_phone_sealed bytea,
    next_of_kin_phone_mask text,
    poverty_source text,
    poverty_decile smallint,
    poverty_as_of date,
    warung_name text,
    warung_role text constraint staged_workers_warung_role_check check (warung_role in ('owner', 'family', 'employee')),
    constraint staged_workers_pkey primary key (load_id, regency_id, row_number),
    constraint staged_workers_warung_check check (warung_role is null or warung_name is not null)
);

create index staged_workers_regency_id_idx on staged_workers (regency_id);
