-- What the last computation of a plan made of everybody it looked at. Derived: each computation writes it anew, so that the
-- service may delete here.
create table enrolment_candidates (
    plan_id uuid not null,
    regency_id integer not null,
    worker_id uuid not null,
    -- Where the worker lived then.
    village_code text collate "C" not null,
    -- The place in the list: chosen, reserve, excluded, and among these by rank.
    place integer not null constraint enrolment_candidates_place_check check (place > 0),
    outcome text not null constraint enrolment_candidates_outcome_check check (outcome in ('chosen', 'reserve', 'excluded')),
    -- The place among all who may be chosen, by the priorities of the plan.
    rank integer constraint enrolment_candidates_rank_check check (rank > 0),
    is_continuation boolean not null,
    segment text not null constraint enrolment_candidates_segment_check check (segment in ('general', 'transport')),
    -- What all months of the plan cost for the worker.
    cost_idr bigint constraint enrolment_candidates_cost_idr_check check (cost_idr >= 0),
    -- Why, as a list of objects with a code and the values that its sentence needs.
    reasons jsonb not null,
    -- The funded period that the approval made.
    coverage_id uuid,
    constraint enrolment_candidates_pkey primary key (plan_id, regency_id, worker_id),
    constraint enrolment_candidates_place_key unique (plan_id, regency_id, place),
    constraint enrolment_candidates_plan_fkey foreign key (plan_id, regency_id) references enrolment_plans (id, regency_id),
    constraint enrolment_candidates_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint enrolment_candidates_coverage_fkey foreign key (coverage_id, regency_id) references coverages (id, regency_id),
    constraint enrolment_candidates_rank_outcome_check check ((outcome = 'excluded') = (rank is null)),
    constraint enrolment_candidates_cost_outcome_check check ((outcome = 'excluded') = (cost_idr is null)),
    constraint enrolment_candidates_coverage_outcome_check check (coverage_id is null or outcome <> 'excluded')
);

create index enrolment_candidates_worker_idx on enrolment_candidates (worker_id, regency_id);
create index enrolment_candidates_coverage_idx on enrolment_candidates (coverage_id, regency_id) where coverage_id is not null;

revoke truncate on enrolment_candidates from payung_service;
