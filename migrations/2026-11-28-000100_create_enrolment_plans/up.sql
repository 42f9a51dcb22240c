-- Whom a source is to pay for in which months: the terms, and what their last computation came to. Approved with a decree by
-- a second person it becomes funded periods.
create table enrolment_plans (
    id uuid not null,
    regency_id integer not null constraint enrolment_plans_regency_id_fkey references regencies (id),
    name text not null constraint enrolment_plans_name_check check (char_length(name) between 1 and 100),
    funding_source_id uuid not null,
    -- Months as their first days; both belong to the plan.
    from_month date not null constraint enrolment_plans_from_month_check check (extract(day from from_month) = 1),
    until_month date not null constraint enrolment_plans_until_month_check check (extract(day from until_month) = 1),
    programmes text[] not null constraint enrolment_plans_programmes_check check (programmes in
        ('{jkk}', '{jkm}', '{jht}', '{jkk,jkm}', '{jkk,jht}', '{jkm,jht}', '{jkk,jkm,jht}')),
    wage_base_idr bigint not null constraint enrolment_plans_wage_base_idr_check check (wage_base_idr > 0),
    -- Whom it is for, beside what the source asks. Empty, null and false: anybody.
    include_regions text[] not null constraint enrolment_plans_include_regions_check check (cardinality(include_regions) <= 400),
    exclude_regions text[] not null constraint enrolment_plans_exclude_regions_check check (cardinality(exclude_regions) <= 400),
    deciles smallint[] not null constraint enrolment_plans_deciles_check
        check (deciles <@ '{1,2,3,4,5,6,7,8,9,10}'::smallint[]),
    occupations text[] not null constraint enrolment_plans_occupations_check check (cardinality(occupations) <= 100),
    occupation_sources text[] not null constraint enrolment_plans_occupation_sources_check
        check (cardinality(occupation_sources) <= 100),
    roles text[] not null constraint enrolment_plans_roles_check check (roles <@ '{owner,family,employee}'::text[]),
    min_age_years integer constraint enrolment_plans_min_age_years_check check (min_age_years between 0 and 150),
    max_age_years integer constraint enrolment_plans_max_age_years_check check (max_age_years between 0 and 150),
    not_funded_last_year boolean not null,
    -- In which order people come: the first priority decides, the next among equals.
    priorities text[] not null constraint enrolment_plans_priorities_check check (priorities <@ array['continuation',
        'past_entry_age', 'lowest_decile', 'oldest', 'warung_owner', 'not_funded_last_year', 'registered_earliest']),
    -- How many people at most; null: as many as the budget bears.
    places integer constraint enrolment_plans_places_check check (places > 0),
    -- How many of each village at most; null: any number.
    default_village_quota integer constraint enrolment_plans_default_village_quota_check check (default_village_quota >= 0),
    -- Villages with another number. They stand in the plan's own row, so that its history has them.
    quota_villages text[] not null,
    quota_places integer[] not null,
    status text not null constraint enrolment_plans_status_check check (status in ('draft', 'submitted', 'approved', 'withdrawn')),
    -- The last computation of these terms: when, for which day people were judged, and what it came to.
    computed_at timestamptz,
    judged_on date,
    chosen_total integer constraint enrolment_plans_chosen_total_check check (chosen_total >= 0),
    reserve_total integer constraint enrolment_plans_reserve_total_check check (reserve_total >= 0),
    excluded_total integer constraint enrolment_plans_excluded_total_check check (excluded_total >= 0),
    cost_idr bigint constraint enrolment_plans_cost_idr_check check (cost_idr >= 0),
    -- What of the budget was free then.
    free_idr bigint constraint enrolment_plans_free_idr_check check (free_idr >= 0),
    -- Accounts; null for the deployment itself.
    prepared_by uuid,
    -- Everybody who changed, computed or submitted it: none of them approves it. All of them are kept, so that a harmless
    -- change by a second account does not clear the first.
    revised_by uuid[] not null,
    submitted_by uuid,
    submitted_at timestamptz,
    approved_by uuid,
    approved_at timestamptz,
    decree_number text constraint enrolment_plans_decree_number_check check (char_length(decree_number) between 1 and 100),
    decree_on date,
    -- Why it was last returned; null again once it is submitted.
    return_reason text constraint enrolment_plans_return_reason_check check (char_length(return_reason) between 1 and 500),
    withdraw_reason text constraint enrolment_plans_withdraw_reason_check check (char_length(withdraw_reason) between 1 and 500),
    version integer not null constraint enrolment_plans_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint enrolment_plans_pkey primary key (id, regency_id),
    constraint enrolment_plans_funding_source_fkey foreign key (funding_source_id, regency_id)
        references funding_sources (id, regency_id),
    constraint enrolment_plans_months_check check (until_month >= from_month),
    constraint enrolment_plans_ages_check check (min_age_years <= max_age_years),
    constraint enrolment_plans_quotas_check check (
        cardinality(quota_villages) = cardinality(quota_places) and cardinality(quota_villages) <= 400 and 0 <= all (quota_places)),
    constraint enrolment_plans_computed_check check (
        (computed_at is null) = (judged_on is null)
        and (computed_at is null) = (chosen_total is null)
        and (computed_at is null) = (reserve_total is null)
        and (computed_at is null) = (excluded_total is null)
        and (computed_at is null) = (cost_idr is null)
        and (computed_at is null) = (free_idr is null)
        and cost_idr <= free_idr),
    constraint enrolment_plans_submitted_check check (
        (status <> 'draft' or (submitted_at is null and submitted_by is null))
        and (status not in ('submitted', 'approved')
            or (submitted_at is not null and computed_at is not null and return_reason is null))),
    constraint enrolment_plans_approval_check check (
        (status = 'approved') = (approved_at is not null)
        and (approved_at is null) = (approved_by is null)
        and (approved_at is null) = (decree_number is null)
        and (approved_at is null) = (decree_on is null)),
    constraint enrolment_plans_second_person_check check (
        approved_by is null
        or (approved_by is distinct from prepared_by and approved_by is distinct from submitted_by
            and approved_by <> all (revised_by))),
    constraint enrolment_plans_withdrawn_check check ((status = 'withdrawn') = (withdraw_reason is not null))
);

create index enrolment_plans_regency_id_idx on enrolment_plans (regency_id, id);
create index enrolment_plans_funding_source_idx on enrolment_plans (funding_source_id, regency_id);

revoke delete, truncate on enrolment_plans from payung_service;
