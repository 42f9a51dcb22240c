-- The regencies that use this deployment (in a distributed database: a reference table).
create table regencies (
    -- Stands in every key of the regency's data, so it never changes, while the code does when a
    -- regency is split. Assigned by the service; 0 means the deployment itself and is not a regency.
    id integer not null
        constraint regencies_pkey primary key
        constraint regencies_id_check check (id > 0),
    region_code text collate "C" not null
        constraint regencies_region_code_key unique
        constraint regencies_region_code_fkey references regions (code)
        constraint regencies_region_code_check check (char_length(region_code) = 5),
    name text not null constraint regencies_name_check check (char_length(name) between 1 and 100),
    active boolean not null,
    version integer not null constraint regencies_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null
);

revoke update, delete, truncate on regencies from payung_service;
grant update (region_code, name, active, version, updated_at) on regencies to payung_service;
