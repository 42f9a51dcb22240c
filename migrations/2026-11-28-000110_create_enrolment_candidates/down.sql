drop table enrolment_candidates;
