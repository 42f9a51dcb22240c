alter table enrolment_plans drop column renews_plan_id;
