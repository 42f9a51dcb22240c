-- Who is paid from a claim, with which share and to which account. A beneficiary is part of its claim:
-- its changes are versions of the claim, so it has none of its own.
create table claim_beneficiaries (
    id uuid not null,
    regency_id integer not null constraint claim_beneficiaries_regency_id_fkey references regencies (id),
    claim_id uuid not null,
    -- The order of entry; the first bears what rounding leaves over.
    place smallint not null constraint claim_beneficiaries_place_check check (place > 0),
    name text not null constraint claim_beneficiaries_name_check check (char_length(name) between 1 and 100),
    relation text not null constraint claim_beneficiaries_relation_check check (relation in ('spouse', 'child', 'parent',
        'grandchild', 'grandparent', 'sibling', 'parent_in_law', 'named_in_will', 'funeral_payer', 'court_ruling', 'self')),
    nik_sealed bytea,
    nik_mask text,
    nik_hash bytea constraint claim_beneficiaries_nik_hash_check check (octet_length(nik_hash) = 32),
    birth_on date,
    -- Who is paid in the place of a minor.
    guardian_name text constraint claim_beneficiaries_guardian_name_check check (char_length(guardian_name) between 1 and 100),
    share_basis_points integer not null
        constraint claim_beneficiaries_share_check check (share_basis_points between 1 and 10000),
    bank_name text constraint claim_beneficiaries_bank_name_check check (char_length(bank_name) between 1 and 100),
    -- Rural banks have none.
    bank_code text constraint claim_beneficiaries_bank_code_check check (bank_code ~ '^[0-9]{3}$'),
    account_sealed bytea,
    account_mask text,
    account_hash bytea constraint claim_beneficiaries_account_hash_check check (octet_length(account_hash) = 32),
    account_holder_name text
        constraint claim_beneficiaries_account_holder_name_check check (char_length(account_holder_name) between 1 and 100),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint claim_beneficiaries_pkey primary key (id, regency_id),
    constraint claim_beneficiaries_claim_fkey foreign key (claim_id, regency_id) references claims (id, regency_id),
    constraint claim_beneficiaries_place_key unique (claim_id, place, regency_id),
    -- What a payment refers to: the beneficiary together with its claim.
    constraint claim_beneficiaries_claim_key unique (id, claim_id, regency_id),
    constraint claim_beneficiaries_nik_check
        check ((nik_sealed is null) = (nik_mask is null) and (nik_sealed is null) = (nik_hash is null)),
    constraint claim_beneficiaries_account_check check ((account_sealed is null) = (account_mask is null)
        and (account_sealed is null) = (account_hash is null) and (account_sealed is null) = (bank_name is null)
        and (account_sealed is null) = (account_holder_name is null) and (bank_code is null or bank_name is not null))
);

-- The same person cannot stand twice in one claim.
create unique index claim_beneficiaries_nik_key on claim_beneficiaries (claim_id, nik_hash, regency_id);
create index claim_beneficiaries_regency_id_idx on claim_beneficiaries (regency_id, id);
create index claim_beneficiaries_claim_idx on claim_beneficiaries (claim_id, regency_id);
