-- The months in which programmes are funded, as numbers that a constraint can compare: month m (counted
-- from the year 0) of the k-th programme is k * 100000 + m. No months give the empty set.
create function coverage_slots(programmes text[], from_month date, last_month date) returns int4multirange
    language sql immutable parallel safe
begin atomic
    select coalesce(range_agg(int4range(
            programme.number * 100000 + extract(year from from_month)::integer * 12 + extract(month from from_month)::integer,
            programme.number * 100000 + extract(year from last_month)::integer * 12 + extract(month from last_month)::integer,
            '[]')), '{}'::int4multirange)
        from (values ('jkk', 1), ('jkm', 2), ('jht', 3)) as programme (code, number)
        where programme.code = any (programmes) and last_month >= from_month;
end;

-- Funded periods: from which source which worker's contributions are to be paid in which months.
create table coverages (
    id uuid not null,
    regency_id integer not null constraint coverages_regency_id_fkey references regencies (id),
    worker_id uuid not null,
    person_id uuid not null constraint coverages_person_id_fkey references persons (id),
    funding_source_id uuid not null,
    programmes text[] not null constraint coverages_programmes_check check (programmes in
        ('{jkk}', '{jkm}', '{jht}', '{jkk,jkm}', '{jkk,jht}', '{jkm,jht}', '{jkk,jkm,jht}')),
    wage_base_idr bigint not null constraint coverages_wage_base_idr_check check (wage_base_idr > 0),
    -- Months as their first days; both belong to the period.
    from_month date not null constraint coverages_from_month_check check (extract(day from from_month) = 1),
    until_month date not null constraint coverages_until_month_check check (extract(day from until_month) = 1),
    -- The last month that is really taken up: until_month, or the month of an earlier end, or the month before
    -- from_month if the period never began.
    last_month date not null constraint coverages_last_month_check check (extract(day from last_month) = 1),
    slots int4multirange not null generated always as (coverage_slots(programmes, from_month, last_month)) stored,
    status text not null constraint coverages_status_check check (status in ('proposed', 'approved', 'active', 'ended')),
    -- Accounts; null for the deployment itself.
    proposed_by uuid,
    -- Who last changed the proposal, if somebody did.
    revised_by uuid,
    approved_by uuid,
    approved_at timestamptz,
    decree_number text constraint coverages_decree_number_check check (char_length(decree_number) between 1 and 100),
    decree_on date,
    member_number_sealed bytea,
    member_number_mask text,
    member_number_hash bytea constraint coverages_member_number_hash_check check (octet_length(member_number_hash) = 32),
    -- The first day of cover as the insurer gave it.
    effective_on date,
    -- The day it was recorded as active.
    activated_on date,
    ended_on date,
    end_reason text constraint coverages_end_reason_check check (end_reason in
        ('death', 'moved_out', 'wage_worker', 'civil_servant', 'double_funding', 'ineligible', 'lapsed', 'quota_cut', 'withdrew')),
    end_note text constraint coverages_end_note_check check (char_length(end_note) between 1 and 500),
    -- The period in whose place this one came.
    replaces_id uuid,
    -- The period that came in this one's place.
    replaced_by_id uuid,
    import_id uuid,
    version integer not null constraint coverages_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint coverages_pkey primary key (id, regency_id),
    constraint coverages_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint coverages_funding_source_fkey foreign key (funding_source_id, regency_id) references funding_sources (id, regency_id),
    constraint coverages_replaces_fkey foreign key (replaces_id, regency_id) references coverages (id, regency_id),
    constraint coverages_replaces_key unique (replaces_id, regency_id),
    -- Checked at commit, since this row must give up its months before the other can take them.
    constraint coverages_replaced_by_fkey foreign key (replaced_by_id, regency_id) references coverages (id, regency_id)
        deferrable initially deferred,
    constraint coverages_replaced_by_check check (replaced_by_id is null or status = 'ended'),
    constraint coverages_months_check check (until_month >= from_month),
    constraint coverages_taken_months_check check (
        last_month between (from_month - interval '1 month')::date and until_month
        and (status = 'ended' or last_month = until_month)),
    constraint coverages_approval_check check (
        (approved_at is null) = (approved_by is null)
        and (approved_at is null) = (decree_number is null)
        and (approved_at is null) = (decree_on is null)
        and (status <> 'proposed' or approved_at is null)
        and (status not in ('approved', 'active') or approved_at is not null)),
    constraint coverages_second_person_check check (
        approved_by is null
        or (approved_by is distinct from proposed_by and approved_by is distinct from revised_by)),
    constraint coverages_activation_check check (
        (member_number_sealed is null) = (member_number_mask is null)
        and (member_number_sealed is null) = (member_number_hash is null)
        and (member_number_sealed is null) = (effective_on is null)
        and (member_number_sealed is null) = (activated_on is null)
        and (status not in ('proposed', 'approved') or effective_on is null)
        and (status <> 'active' or effective_on is not null)),
    -- A member number is one person's. (The conditions of both exclusions also keep the planner from reading
    -- through them what the plain indexes below find ten times faster.)
    constraint coverages_member_number_person_excl exclude using gist
        (regency_id with =, member_number_hash with =, person_id with <>) where (member_number_mask is not null),
    constraint coverages_end_check check (
        (status = 'ended') = (end_reason is not null)
        and (end_reason is null) = (ended_on is null)
        and (end_note is null or end_reason is not null)),
    -- Nobody is funded twice for the same month and programme. Across regencies the person's row lock holds it.
    constraint coverages_person_programme_months_excl exclude using gist
        (regency_id with =, person_id with =, slots with &&) where (last_month >= from_month)
);

create index coverages_regency_id_idx on coverages (regency_id, id);
create index coverages_person_idx on coverages (person_id, regency_id);
create index coverages_worker_idx on coverages (worker_id, regency_id);
create index coverages_funding_source_idx on coverages (funding_source_id, regency_id);
create index coverages_replaced_by_idx on coverages (replaced_by_id, regency_id);
create index coverages_open_status_idx on coverages (regency_id, status, id) where status in ('proposed', 'approved');
create index coverages_member_number_idx on coverages (member_number_hash, regency_id) where member_number_hash is not null;

revoke delete, truncate on coverages from payung_service;
