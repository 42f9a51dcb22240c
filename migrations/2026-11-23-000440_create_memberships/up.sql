-- What the insurer said about a person's membership on a day: facts with their evidence, several over time.
create table memberships (
    id uuid not null,
    regency_id integer not null constraint memberships_regency_id_fkey references regencies (id),
    worker_id uuid not null,
    person_id uuid not null constraint memberships_person_id_fkey references persons (id),
    member_number_sealed bytea,
    member_number_mask text,
    member_number_hash bytea constraint memberships_member_number_hash_check check (octet_length(member_number_hash) = 32),
    state text not null constraint memberships_state_check check (state in ('active', 'in_arrears', 'lapsed', 'ended', 'not_member')),
    programmes text[] not null constraint memberships_programmes_check check (programmes in
        ('{}', '{jkk}', '{jkm}', '{jht}', '{jkk,jkm}', '{jkk,jht}', '{jkm,jht}', '{jkk,jkm,jht}')),
    since_on date,
    -- The last month paid, as its first day.
    paid_until date constraint memberships_paid_until_check check (extract(day from paid_until) = 1),
    as_of date not null,
    evidence text not null constraint memberships_evidence_check check (char_length(evidence) between 1 and 300),
    import_id uuid,
    version integer not null constraint memberships_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint memberships_pkey primary key (id, regency_id),
    constraint memberships_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint memberships_member_number_check check (
        (member_number_sealed is null) = (member_number_mask is null)
        and (member_number_sealed is null) = (member_number_hash is null)),
    constraint memberships_state_facts_check check (case state
        when 'not_member' then programmes = '{}' and since_on is null and paid_until is null
        else programmes <> '{}' end),
    constraint memberships_since_check check (since_on is null or since_on <= as_of)
);

create index memberships_regency_id_idx on memberships (regency_id, id);
create index memberships_worker_idx on memberships (worker_id, regency_id);
create index memberships_person_idx on memberships (person_id, regency_id, as_of);
create index memberships_member_number_idx on memberships (member_number_hash, regency_id) where member_number_hash is not null;

revoke delete, truncate on memberships from payung_service;
