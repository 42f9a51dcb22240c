-- Accounts of other systems: explicit scopes and regions, and secrets of their own.
create table api_clients (
    id uuid not null constraint api_clients_pkey primary key,
    regency_id integer not null,
    name text not null constraint api_clients_name_check check (char_length(name) between 1 and 100),
    scopes text[] not null constraint api_clients_scopes_check check (cardinality(scopes) > 0),
    status text not null constraint api_clients_status_check check (status in ('active', 'disabled')),
    version integer not null constraint api_clients_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint api_clients_regency_name_key unique (regency_id, name)
);

create table api_client_regions (
    api_client_id uuid not null constraint api_client_regions_api_client_id_fkey references api_clients (id),
    region_code text collate "C" not null,
    constraint api_client_regions_pkey primary key (api_client_id, region_code)
);

create index api_client_regions_region_code_idx on api_client_regions (region_code);

-- One current secret and, during a rotation, the one before it.
create table api_client_secrets (
    id uuid not null constraint api_client_secrets_pkey primary key,
    api_client_id uuid not null constraint api_client_secrets_api_client_id_fkey references api_clients (id),
    -- SHA-256 of a random secret of 256 bits.
    secret_hash bytea not null
        constraint api_client_secrets_secret_hash_key unique
        constraint api_client_secrets_secret_hash_check check (octet_length(secret_hash) = 32),
    created_at timestamptz not null,
    -- Null for the current secret; the end of the overlap for the one before.
    expires_at timestamptz
);

create unique index api_client_secrets_current_key on api_client_secrets (api_client_id) where expires_at is null;
create index api_client_secrets_api_client_id_idx on api_client_secrets (api_client_id);

revoke delete, truncate on api_clients from payung_service;
