-- A claim against the insurer. The household of a claim (who is paid what, and to which account) stands
-- in the tables beside it; every change of it is a version of the claim.
create table claims (
    id uuid not null,
    regency_id integer not null constraint claims_regency_id_fkey references regencies (id),
    worker_id uuid not null,
    person_id uuid not null constraint claims_person_id_fkey references persons (id),
    kind text not null constraint claims_kind_check check (kind in ('death', 'work_accident', 'old_age')),
    status text not null constraint claims_status_check check (status in ('draft', 'submitted', 'returned', 'verified',
        'sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid', 'withdrawn')),
    -- Why it got into this state, where a reason is asked for.
    status_reason text constraint claims_status_reason_check check (char_length(status_reason) between 1 and 1000),
    -- The day of the death, of the accident, or from which old-age savings are claimed.
    event_on date not null,
    -- The day on which a work accident ended in death; null while the worker lives.
    died_on date,
    circumstances text constraint claims_circumstances_check check (char_length(circumstances) between 1 and 4000),
    reported_on date not null,
    warnings text[] not null,
    returned_missing text[] not null,
    submitted_at timestamptz,
    submitted_by uuid,
    verified_at timestamptz,
    verified_by uuid,
    -- The insurer's clock runs from here.
    documents_complete_at timestamptz,
    sent_to_insurer_at timestamptz,
    insurer_reference text constraint claims_insurer_reference_check check (char_length(insurer_reference) between 1 and 100),
    decided_on date,
    approved_amount_idr bigint constraint claims_approved_amount_idr_check check (approved_amount_idr > 0),
    -- What the approved amount is made of, if the insurer said so: [{"benefit", "amount_idr"}].
    approved_lines jsonb not null,
    rejection_reason text constraint claims_rejection_reason_check check (char_length(rejection_reason) between 1 and 1000),
    -- The account that entered the row.
    entered_by uuid,
    version integer not null constraint claims_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint claims_pkey primary key (id, regency_id),
    constraint claims_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint claims_died_on_check check (died_on is null or (kind = 'work_accident' and died_on >= event_on)),
    constraint claims_reported_on_check check (reported_on >= event_on),
    constraint claims_submitted_check check ((submitted_at is null) = (submitted_by is null)),
    constraint claims_verified_check check ((verified_at is null) = (verified_by is null)),
    constraint claims_second_person_check check (verified_by <> submitted_by),
    constraint claims_stages_check check (
        (status not in ('submitted', 'verified', 'sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid') or submitted_at is not null)
        and (status not in ('verified', 'sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid')
            or (verified_at is not null and documents_complete_at is not null))
        and (status not in ('sent_to_insurer', 'approved', 'rejected', 'appealed', 'paid') or sent_to_insurer_at is not null)
        and (status not in ('approved', 'rejected', 'appealed', 'paid') or decided_on is not null)
        and (status in ('approved', 'paid')) = (approved_amount_idr is not null)
        and (status in ('rejected', 'appealed')) = (rejection_reason is not null)
        and (status = 'returned' or returned_missing = '{}'))
);

-- A person dies once, and an event is claimed once; what was withdrawn may be claimed anew, what was
-- rejected is appealed. Across regencies the person's row lock holds the first rule.
create unique index claims_person_death_key on claims (person_id, regency_id)
    where kind = 'death' and status <> 'withdrawn';
create unique index claims_person_event_key on claims (person_id, kind, event_on, regency_id)
    where status <> 'withdrawn';
create index claims_person_id_idx on claims (person_id);
create index claims_regency_id_idx on claims (regency_id, id);
create index claims_worker_idx on claims (worker_id, regency_id);
create index claims_status_idx on claims (regency_id, status, id);

-- A claim is withdrawn, never taken away.
revoke delete, truncate on claims from payung_service;
