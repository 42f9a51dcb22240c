drop table enrolment_plans;
