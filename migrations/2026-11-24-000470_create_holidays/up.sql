-- Public holidays, by the joint decree of three ministers. National.
create table holidays (
    id uuid not null constraint holidays_pkey primary key,
    holiday_on date not null,
    -- A working day again, where an announced holiday was taken back.
    kind text not null constraint holidays_kind_check check (kind in ('national', 'collective_leave', 'cancelled')),
    name text not null constraint holidays_name_check check (char_length(name) between 1 and 100),
    legal_reference text not null constraint holidays_legal_reference_check check (char_length(legal_reference) between 1 and 300),
    note text constraint holidays_note_check check (char_length(note) between 1 and 1000),
    confidence text not null constraint holidays_confidence_check check (confidence in ('high', 'medium', 'low')),
    status text not null constraint holidays_status_check check (status in ('proposed', 'approved', 'withdrawn')),
    -- Accounts; null for what came with a migration.
    proposed_by uuid,
    approved_by uuid,
    approved_at timestamptz,
    withdrawn_at timestamptz,
    -- The row that this one corrects.
    supersedes uuid constraint holidays_supersedes_fkey references holidays (id),
    superseded_at timestamptz,
    -- The row that took this one's place; checked at commit, since this row must give up its place first.
    superseded_by uuid constraint holidays_superseded_by_fkey references holidays (id) deferrable initially deferred,
    version integer not null constraint holidays_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint holidays_second_person_check check (approved_by is distinct from proposed_by or approved_by is null),
    constraint holidays_approval_check check (
        (approved_at is null) = (approved_by is null)
        and (status = 'approved' or approved_at is null)
        and (status <> 'approved' or proposed_by is null or approved_at is not null)
        and (status = 'withdrawn') = (withdrawn_at is not null)),
    constraint holidays_superseded_check check (
        (superseded_at is null) = (superseded_by is null) and (superseded_at is null or status = 'approved'))
);

create unique index holidays_holiday_on_key on holidays (holiday_on) where status = 'approved' and superseded_at is null;
create index holidays_supersedes_idx on holidays (supersedes);
create index holidays_superseded_by_idx on holidays (superseded_by);

-- A used row is never changed, only superseded: not even the service could.
revoke update, delete, truncate on holidays from payung_service;
grant update (status, approved_by, approved_at, withdrawn_at, superseded_at, superseded_by, version, updated_at)
    on holidays to payung_service;
