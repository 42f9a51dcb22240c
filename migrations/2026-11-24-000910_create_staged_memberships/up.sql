-- Rows of the insurer's list on their way into the facts: filled by COPY, emptied by the merge. Logged, since an
-- acknowledged load must survive a crash before its merge.
create table staged_memberships (
    load_id uuid not null,
    regency_id integer not null constraint staged_memberships_regency_id_fkey references regencies (id),
    row_number integer not null constraint staged_memberships_row_number_check check (row_number > 0),
    -- What is wrong with the row; null while nothing is. Received values in it are sealed.
    problems jsonb,
    membership_id uuid not null,
    -- Found by the merge.
    worker_id uuid,
    person_id uuid,
    nik_sealed bytea,
    nik_hash bytea,
    member_number_sealed bytea,
    member_number_mask text,
    member_number_hash bytea,
    state text,
    programmes text[],
    since_on date,
    paid_until date,
    as_of date,
    constraint staged_memberships_pkey primary key (load_id, regency_id, row_number)
);

create index staged_memberships_regency_id_idx on staged_memberships (regency_id);
-- The changes of a load are recorded by reading its facts back.
create index staged_memberships_membership_idx on staged_memberships (membership_id, regency_id);

-- A load is merged right after its COPY, when the planner knows nothing of its rows yet: the owner lends the service
-- the right to let it look, as with the staged workers.
create function analyze_staged_memberships() returns void
    language plpgsql security definer set search_path = pg_catalog, public
as $$
begin
    analyze public.staged_memberships;
end;
$$;

revoke execute on function analyze_staged_memberships() from public;
grant execute on function analyze_staged_memberships() to payung_service;
