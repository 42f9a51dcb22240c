-- The children of a claim whose schooling the insurer helps with. A child is part of its claim: its changes are versions of the
-- claim, so it has none of its own.
create table claim_children (
    id uuid not null,
    regency_id integer not null constraint claim_children_regency_id_fkey references regencies (id),
    claim_id uuid not null,
    -- The order of entry.
    place smallint not null constraint claim_children_place_check check (place > 0),
    name text not null constraint claim_children_name_check check (char_length(name) between 1 and 100),
    birth_on date not null,
    nik_sealed bytea,
    nik_mask text,
    nik_hash bytea constraint claim_children_nik_hash_check check (octet_length(nik_hash) = 32),
    -- Where the child stood on the day of the event: the level that it was in or entered next, and the year of it.
    level text not null
        constraint claim_children_level_check check (level in ('kindergarten', 'primary', 'junior', 'senior', 'higher')),
    level_year smallint not null constraint claim_children_level_year_check check (level_year between 1 and 10),
    -- The beneficiary to whose account the scholarship goes: the child, or whoever cares for it. Null while nobody is named.
    payee_id uuid,
    -- Whether the scholarship may be due, as far as was known when the child was last written.
    may_be_due boolean not null,
    lapsed_on date,
    lapse_reason text
        constraint claim_children_lapse_reason_check check (lapse_reason in ('too_old', 'married', 'working', 'left_school', 'died')),
    lapse_note text constraint claim_children_lapse_note_check check (char_length(lapse_note) between 1 and 1000),
    lapsed_by uuid,
    lapsed_at timestamptz,
    entered_by uuid,
    -- Whoever entered or changed it: none of them confirms its scholarships.
    revised_by uuid[] not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint claim_children_pkey primary key (id, regency_id),
    constraint claim_children_claim_fkey foreign key (claim_id, regency_id) references claims (id, regency_id),
    constraint claim_children_place_key unique (claim_id, place, regency_id),
    -- What a scholarship and a paper refer to: the child together with its claim.
    constraint claim_children_claim_key unique (id, claim_id, regency_id),
    constraint claim_children_payee_fkey foreign key (payee_id, claim_id, regency_id)
        references claim_beneficiaries (id, claim_id, regency_id),
    constraint claim_children_nik_check
        check ((nik_sealed is null) = (nik_mask is null) and (nik_sealed is null) = (nik_hash is null)),
    constraint claim_children_lapsed_check check ((lapsed_on is null) = (lapse_reason is null)
        and (lapsed_on is null) = (lapsed_at is null) and (lapse_note is null or lapsed_on is not null))
);

-- The same child cannot stand twice in one claim.
create unique index claim_children_nik_key on claim_children (claim_id, nik_hash, regency_id);
create index claim_children_regency_id_idx on claim_children (regency_id, id);
create index claim_children_claim_idx on claim_children (claim_id, regency_id);
create index claim_children_payee_idx on claim_children (payee_id, claim_id, regency_id) where payee_id is not null;

revoke truncate on claim_children from payung_service;
