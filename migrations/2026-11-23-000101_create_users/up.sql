-- Accounts of people. An account belongs to a regency, or to the deployment itself (regency_id null).
-- What proves that someone is the account's owner stands in user_credentials, so that no list, export
-- or history of accounts can carry it along.
create table users (
    id uuid not null constraint users_pkey primary key,
    regency_id integer,
    username text not null
        constraint users_username_key unique
        constraint users_username_check check (username ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
    full_name text not null constraint users_full_name_check check (char_length(full_name) between 1 and 100),
    role text not null constraint users_role_check check (role in (
        'village_operator', 'district_viewer', 'officer', 'approver', 'insurer', 'auditor', 'admin', 'platform_admin'
    )),
    status text not null constraint users_status_check check (status in ('active', 'disabled')),
    version integer not null constraint users_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint users_national_role_check check ((role = 'platform_admin') = (regency_id is null))
);

create index users_regency_id_idx on users (regency_id, username);

-- The regions in which an account acts.
create table user_regions (
    user_id uuid not null constraint user_regions_user_id_fkey references users (id),
    region_code text collate "C" not null,
    constraint user_regions_pkey primary key (user_id, region_code)
);

create index user_regions_region_code_idx on user_regions (region_code);

create table user_credentials (
    user_id uuid not null
        constraint user_credentials_pkey primary key
        constraint user_credentials_user_id_fkey references users (id),
    -- Argon2id in PHC form.
    password_hash text not null constraint user_credentials_password_hash_check check (password_hash like '$argon2id$%'),
    -- Set while the secret is a one-time start code: it opens nothing but the choice of a password.
    start_code_expires_at timestamptz,
    changed_at timestamptz not null
);

-- Accounts are disabled, never deleted: the history names them.
revoke delete, truncate on users, user_credentials from payung_service;
