-- A person's registration in a regency. Identifiers are sealed; their masks stand beside them so that
-- lists open nothing.
create table workers (
    id uuid not null,
    regency_id integer not null constraint workers_regency_id_fkey references regencies (id),
    person_id uuid not null constraint workers_person_id_fkey references persons (id),
    village_code text collate "C" not null constraint workers_village_code_fkey references regions (code),
    name text not null constraint workers_name_check check (char_length(name) between 1 and 100),
    nik_sealed bytea,
    nik_mask text,
    nik_hash bytea constraint workers_nik_hash_check check (octet_length(nik_hash) = 32),
    nik_warnings text[] not null default '{}',
    birth_on date,
    sex text constraint workers_sex_check check (sex in ('male', 'female')),
    family_card_sealed bytea,
    family_card_mask text,
    family_card_hash bytea constraint workers_family_card_hash_check check (octet_length(family_card_hash) = 32),
    phone_sealed bytea,
    phone_mask text,
    address text constraint workers_address_check check (char_length(address) <= 300),
    segment text not null default 'general' constraint workers_segment_check check (segment in ('general', 'transport')),
    occupation text,
    occupation_source text,
    next_of_kin_name text constraint workers_next_of_kin_name_check check (char_length(next_of_kin_name) between 1 and 100),
    next_of_kin_relation text,
    next_of_kin_phone_sealed bytea,
    next_of_kin_phone_mask text,
    poverty_source text,
    poverty_decile smallint constraint workers_poverty_decile_check check (poverty_decile between 1 and 10),
    poverty_as_of date,
    status text not null constraint workers_status_check
        check (status in ('registered', 'verified', 'rejected', 'inactive', 'merged')),
    status_reason text,
    status_on date not null,
    -- The account that entered the row may read what it entered for some days (api.md, Masks).
    entered_by uuid,
    import_id uuid,
    version integer not null constraint workers_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint workers_pkey primary key (id, regency_id),
    constraint workers_nik_check check ((nik_sealed is null) = (nik_mask is null) and (nik_sealed is null) = (nik_hash is null)),
    constraint workers_family_card_check check ((family_card_sealed is null) = (family_card_mask is null) and (family_card_sealed is null) = (family_card_hash is null)),
    constraint workers_phone_check check ((phone_sealed is null) = (phone_mask is null)),
    constraint workers_next_of_kin_phone_check check ((next_of_kin_phone_sealed is null) = (next_of_kin_phone_mask is null)),
    constraint workers_occupation_check check ((occupation is null) = (occupation_source is null)),
    constraint workers_poverty_check check ((poverty_source is null) = (poverty_as_of is null) and (poverty_decile is null or poverty_source is not null))
);

-- One open registration per person within a regency; across regencies the person's row holds it.
create unique index workers_open_registration_key on workers (person_id, regency_id)
    where status in ('registered', 'verified');
create index workers_person_id_idx on workers (person_id);
create index workers_regency_id_idx on workers (regency_id, id);
create index workers_village_code_idx on workers (village_code, id);
create index workers_nik_hash_idx on workers (nik_hash, regency_id);
create index workers_family_card_hash_idx on workers (family_card_hash, regency_id) where family_card_hash is not null;
create index workers_status_idx on workers (regency_id, status, id) where status <> 'verified';
create index workers_name_trgm_idx on workers using gin (name gin_trgm_ops);
