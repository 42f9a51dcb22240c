-- Next year's plan is made from this year's.
alter table enrolment_plans
    add column renews_plan_id uuid,
    add constraint enrolment_plans_renews_plan_fkey foreign key (renews_plan_id, regency_id) references enrolment_plans (id, regency_id),
    add constraint enrolment_plans_renews_plan_check check (renews_plan_id <> id);

create index enrolment_plans_renews_plan_idx on enrolment_plans (renews_plan_id, regency_id) where renews_plan_id is not null;
