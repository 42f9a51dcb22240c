alter table enrolment_candidates drop column passed_over_at, drop column passed_over_reasons;
