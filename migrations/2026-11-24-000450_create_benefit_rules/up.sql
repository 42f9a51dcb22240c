-- What the insurer owes, by kind of event, circumstance and day. National.
--
-- A row is one factor of a sum; `measure` says of which:
--   fixed           amount_idr x factor
--   wage_base       wage base x factor
--   disability      the percentages of the doctor's papers x wage base x factor
--   inability_month basis_points of the wage base for each month from from_unit until until_unit
--   cost            what was spent, at most cap_idr
--   school_year     amount_idr x the years of a level, which are the factor, for each child
--   delay_day       basis_points of all other lines for each day
create table benefit_rules (
    id uuid not null constraint benefit_rules_pkey primary key,
    kind text not null constraint benefit_rules_kind_check check (kind in ('death', 'work_accident')),
    -- Null: whatever came of it. A row with the circumstance takes the place of one without, for its item.
    circumstance text constraint benefit_rules_circumstance_check
        check (circumstance in ('death', 'total_disability', 'partial_disability', 'injury')),
    item text not null constraint benefit_rules_item_check check (item in (
        'death', 'periodic', 'funeral', 'disability_total', 'disability_anatomical', 'disability_functional',
        'temporary_inability', 'treatment', 'home_care', 'transport_land', 'transport_sea', 'transport_air',
        'dentures', 'hearing_aid', 'glasses', 'scholarship', 'late_fee')),
    measure text not null constraint benefit_rules_measure_check check (measure in (
        'fixed', 'wage_base', 'disability', 'inability_month', 'cost', 'school_year', 'delay_day')),
    amount_idr bigint constraint benefit_rules_amount_idr_check check (amount_idr >= 0),
    factor integer constraint benefit_rules_factor_check check (factor between 1 and 1000),
    -- One hundred are one per cent.
    basis_points integer constraint benefit_rules_basis_points_check check (basis_points between 0 and 10000),
    cap_idr bigint constraint benefit_rules_cap_idr_check check (cap_idr >= 0),
    from_unit integer constraint benefit_rules_from_unit_check check (from_unit >= 1),
    until_unit integer,
    education_level text constraint benefit_rules_education_level_check
        check (education_level in ('kindergarten', 'primary', 'junior', 'senior', 'higher')),
    -- Whether it is due only after the consecutive paid months of the parameter waiting_months_full_death_benefit.
    after_waiting boolean not null,
    -- Paid months before the event, all memberships' together.
    total_months_from integer constraint benefit_rules_total_months_from_check check (total_months_from >= 1),
    -- Whether it is paid once for a person with several memberships.
    once_per_person boolean not null,
    children_maximum integer constraint benefit_rules_children_maximum_check check (children_maximum >= 1),
    child_age_below integer constraint benefit_rules_child_age_below_check check (child_age_below between 1 and 100),
    -- The day of the event.
    valid_from date not null,
    -- The last day; null while the rule is in force.
    valid_until date,
    legal_reference text not null constraint benefit_rules_legal_reference_check check (char_length(legal_reference) between 1 and 300),
    note text constraint benefit_rules_note_check check (char_length(note) between 1 and 1000),
    confidence text not null constraint benefit_rules_confidence_check check (confidence in ('high', 'medium', 'low')),
    status text not null constraint benefit_rules_status_check check (status in ('proposed', 'approved', 'withdrawn')),
    -- Accounts; null for what came with a migration.
    proposed_by uuid,
    approved_by uuid,
    approved_at timestamptz,
    withdrawn_at timestamptz,
    -- The row that this one corrects.
    supersedes uuid constraint benefit_rules_supersedes_fkey references benefit_rules (id),
    superseded_at timestamptz,
    -- The row that took this one's place; checked at commit, since this row must give up its days first.
    superseded_by uuid constraint benefit_rules_superseded_by_fkey references benefit_rules (id) deferrable initially deferred,
    version integer not null constraint benefit_rules_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint benefit_rules_amounts_check check (
        (amount_idr is not null) = (measure in ('fixed', 'school_year'))
        and (factor is not null) = (measure in ('fixed', 'wage_base', 'disability', 'school_year'))
        and (basis_points is not null) = (measure in ('inability_month', 'delay_day'))
        and (cap_idr is null or measure = 'cost')
        and (from_unit is not null) = (measure = 'inability_month')
        and (until_unit is null or measure = 'inability_month')
        and (education_level is not null) = (measure = 'school_year')
        and (children_maximum is not null) = (measure = 'school_year')
        and (child_age_below is not null) = (measure = 'school_year')),
    constraint benefit_rules_units_check check (until_unit >= from_unit),
    constraint benefit_rules_period_check check (valid_until is null or valid_until >= valid_from),
    constraint benefit_rules_second_person_check check (approved_by is distinct from proposed_by or approved_by is null),
    constraint benefit_rules_approval_check check (
        (approved_at is null) = (approved_by is null)
        and (status = 'approved' or approved_at is null)
        and (status <> 'approved' or proposed_by is null or approved_at is not null)
        and (status = 'withdrawn') = (withdrawn_at is not null)),
    constraint benefit_rules_superseded_check check (
        (superseded_at is null) = (superseded_by is null) and (superseded_at is null or status = 'approved')),
    constraint benefit_rules_valid_excl exclude using gist (
        kind with =, (coalesce(circumstance, '')) with =, item with =, (coalesce(education_level, '')) with =,
        int4range(from_unit, until_unit, '[]') with &&, daterange(valid_from, valid_until, '[]') with &&)
        where (status = 'approved' and superseded_at is null)
);

create index benefit_rules_supersedes_idx on benefit_rules (supersedes);
create index benefit_rules_superseded_by_idx on benefit_rules (superseded_by);

-- A used row is never changed, only superseded: not even the service could.
revoke update, delete, truncate on benefit_rules from payung_service;
grant update (status, approved_by, approved_at, withdrawn_at, superseded_at, superseded_by, version, updated_at)
    on benefit_rules to payung_service;
