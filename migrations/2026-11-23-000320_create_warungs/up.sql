-- Food stalls and kiosks, and who works in them.
create table warungs (
    id uuid not null,
    regency_id integer not null constraint warungs_regency_id_fkey references regencies (id),
    village_code text collate "C" not null constraint warungs_village_code_fkey references regions (code),
    name text not null constraint warungs_name_check check (char_length(name) between 1 and 100),
    address text constraint warungs_address_check check (char_length(address) <= 300),
    -- Degrees times 10^6: no floating point.
    latitude_microdegrees integer constraint warungs_latitude_check check (latitude_microdegrees between -90000000 and 90000000),
    longitude_microdegrees integer constraint warungs_longitude_check check (longitude_microdegrees between -180000000 and 180000000),
    -- A KBLI code means something only with its edition.
    kbli_edition smallint constraint warungs_kbli_edition_check check (kbli_edition in (2020, 2025)),
    kbli_code text constraint warungs_kbli_code_check check (kbli_code ~ '^[0-9]{5}$'),
    nib text constraint warungs_nib_check check (nib ~ '^[0-9]{13}$'),
    status text not null constraint warungs_status_check check (status in ('open', 'closed')),
    status_reason text,
    status_on date not null,
    entered_by uuid,
    import_id uuid,
    version integer not null constraint warungs_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint warungs_pkey primary key (id, regency_id),
    constraint warungs_location_check check ((latitude_microdegrees is null) = (longitude_microdegrees is null)),
    constraint warungs_kbli_check check ((kbli_edition is null) = (kbli_code is null))
);

create index warungs_regency_id_idx on warungs (regency_id, id);
create index warungs_village_code_idx on warungs (village_code, id);
create index warungs_name_trgm_idx on warungs using gin (name gin_trgm_ops);

create table warung_workers (
    id uuid not null,
    regency_id integer not null constraint warung_workers_regency_id_fkey references regencies (id),
    warung_id uuid not null,
    worker_id uuid not null,
    role text not null constraint warung_workers_role_check check (role in ('owner', 'family', 'employee')),
    since_on date not null,
    -- The last day in this role; null while it lasts.
    until_on date,
    version integer not null constraint warung_workers_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint warung_workers_pkey primary key (id, regency_id),
    constraint warung_workers_warung_fkey foreign key (warung_id, regency_id) references warungs (id, regency_id),
    constraint warung_workers_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint warung_workers_period_check check (until_on is null or until_on >= since_on),
    constraint warung_workers_worker_warung_excl exclude using gist
        (regency_id with =, warung_id with =, worker_id with =, daterange(since_on, until_on, '[]') with &&),
    constraint warung_workers_one_owner_excl exclude using gist
        (regency_id with =, warung_id with =, daterange(since_on, until_on, '[]') with &&) where (role = 'owner')
);

create index warung_workers_regency_id_idx on warung_workers (regency_id, id);
create index warung_workers_warung_idx on warung_workers (warung_id, regency_id);
create index warung_workers_worker_idx on warung_workers (worker_id, regency_id);
