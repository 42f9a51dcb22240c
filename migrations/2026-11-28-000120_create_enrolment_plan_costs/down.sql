drop table enrolment_plan_costs;
