-- The nationwide identity behind registrations. Its row lock serialises what must be unique for one
-- person across regencies: the open registration and the funded months.
create table persons (
    id uuid not null constraint persons_pkey primary key,
    -- Keyed hash of the NIK; null while the identity is temporary.
    nik_hash bytea constraint persons_nik_hash_key unique
        constraint persons_nik_hash_check check (octet_length(nik_hash) = 32),
    open_worker_id uuid,
    open_regency_id integer constraint persons_open_regency_id_fkey references regencies (id),
    created_at timestamptz not null,
    constraint persons_open_pair_check check ((open_worker_id is null) = (open_regency_id is null))
);

create index persons_open_regency_id_idx on persons (open_regency_id);
