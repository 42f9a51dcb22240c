-- Which documents a claim needs, by kind and circumstance. National.
create table checklist_items (
    id uuid not null constraint checklist_items_pkey primary key,
    kind text not null constraint checklist_items_kind_check check (kind in ('death', 'work_accident', 'old_age')),
    -- Null: in every case.
    circumstance text constraint checklist_items_circumstance_check
        check (circumstance in ('spouse', 'minor_heir', 'scholarship', 'traffic')),
    document text not null constraint checklist_items_document_check check (document ~ '^[a-z][a-z_]{2,39}$'),
    requirement text not null constraint checklist_items_requirement_check check (requirement in ('required', 'conditional')),
    -- Documents that are taken in its place.
    alternatives text[] not null constraint checklist_items_alternatives_check
        check (array_position(alternatives, null) is null and cardinality(alternatives) <= 10 and document <> all (alternatives)),
    -- The day of the event.
    valid_from date not null,
    -- The last day; null while the rule is in force.
    valid_until date,
    legal_reference text not null constraint checklist_items_legal_reference_check check (char_length(legal_reference) between 1 and 300),
    note text constraint checklist_items_note_check check (char_length(note) between 1 and 1000),
    confidence text not null constraint checklist_items_confidence_check check (confidence in ('high', 'medium', 'low')),
    status text not null constraint checklist_items_status_check check (status in ('proposed', 'approved', 'withdrawn')),
    -- Accounts; null for what came with a migration.
    proposed_by uuid,
    approved_by uuid,
    approved_at timestamptz,
    withdrawn_at timestamptz,
    -- The row that this one corrects.
    supersedes uuid constraint checklist_items_supersedes_fkey references checklist_items (id),
    superseded_at timestamptz,
    -- The row that took this one's place; checked at commit, since this row must give up its place first.
    superseded_by uuid constraint checklist_items_superseded_by_fkey references checklist_items (id) deferrable initially deferred,
    version integer not null constraint checklist_items_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint checklist_items_second_person_check check (approved_by is distinct from proposed_by or approved_by is null),
    constraint checklist_items_approval_check check (
        (approved_at is null) = (approved_by is null)
        and (status = 'approved' or approved_at is null)
        and (status <> 'approved' or proposed_by is null or approved_at is not null)
        and (status = 'withdrawn') = (withdrawn_at is not null)),
    constraint checklist_items_superseded_check check (
        (superseded_at is null) = (superseded_by is null) and (superseded_at is null or status = 'approved')),
    constraint checklist_items_period_check check (valid_until is null or valid_until >= valid_from),
    constraint checklist_items_valid_excl exclude using gist (
        kind with =, (coalesce(circumstance, '')) with =, document with =, daterange(valid_from, valid_until, '[]') with &&)
        where (status = 'approved' and superseded_at is null)
);

create index checklist_items_supersedes_idx on checklist_items (supersedes);
create index checklist_items_superseded_by_idx on checklist_items (superseded_by);

-- A used row is never changed, only superseded: not even the service could.
revoke update, delete, truncate on checklist_items from payung_service;
grant update (status, approved_by, approved_at, withdrawn_at, superseded_at, superseded_by, version, updated_at)
    on checklist_items to payung_service;
