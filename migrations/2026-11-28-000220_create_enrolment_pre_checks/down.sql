drop table enrolment_pre_checks;
