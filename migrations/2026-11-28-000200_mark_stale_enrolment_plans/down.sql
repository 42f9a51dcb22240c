alter table enrolment_plans
    drop constraint enrolment_plans_stale_check,
    drop column is_stale;
