-- What the chosen of a plan cost, month by month: so many people at this rate. Derived like the candidates, and computed by
-- the code that makes the ledger.
create table enrolment_plan_costs (
    plan_id uuid not null,
    regency_id integer not null,
    -- The month as its first day.
    month date not null constraint enrolment_plan_costs_month_check check (extract(day from month) = 1),
    programme text not null constraint enrolment_plan_costs_programme_check check (programme in ('jkk', 'jkm', 'jht')),
    segment text not null constraint enrolment_plan_costs_segment_check check (segment in ('general', 'transport')),
    rate_id uuid not null constraint enrolment_plan_costs_rate_id_fkey references contribution_rates (id),
    relief boolean not null,
    people integer not null constraint enrolment_plan_costs_people_check check (people > 0),
    -- For one of them.
    monthly_idr bigint not null constraint enrolment_plan_costs_monthly_idr_check check (monthly_idr >= 0),
    amount_idr bigint not null,
    constraint enrolment_plan_costs_pkey primary key (plan_id, regency_id, month, programme, segment),
    constraint enrolment_plan_costs_plan_fkey foreign key (plan_id, regency_id) references enrolment_plans (id, regency_id),
    constraint enrolment_plan_costs_amount_idr_check check (amount_idr = people * monthly_idr)
);

create index enrolment_plan_costs_rate_id_idx on enrolment_plan_costs (rate_id);

revoke truncate on enrolment_plan_costs from payung_service;
