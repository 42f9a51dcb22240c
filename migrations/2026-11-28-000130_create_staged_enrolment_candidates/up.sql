-- Judged people on their way into the candidates of a plan: filled part by part, ranked by one statement and taken away in
-- the same transaction. Unlogged, since nothing here outlives it.
create unlogged table staged_enrolment_candidates (
    plan_id uuid not null,
    regency_id integer not null,
    worker_id uuid not null,
    village_code text collate "C" not null,
    segment text not null,
    is_eligible boolean not null,
    is_continuation boolean not null,
    -- What the priorities of the plan look at, in their order; the smaller comes first.
    keys bigint[] not null,
    cost_idr bigint,
    reasons jsonb not null,
    constraint staged_enrolment_candidates_pkey primary key (plan_id, regency_id, worker_id)
);

revoke truncate on staged_enrolment_candidates from payung_service;
