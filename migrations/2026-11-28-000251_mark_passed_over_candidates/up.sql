-- Who stood on the reserve list when a place became free and could not take it: when that was found last, and why.
alter table enrolment_candidates
    add column passed_over_at timestamptz,
    add column passed_over_reasons jsonb,
    add constraint enrolment_candidates_passed_over_check check (
        (passed_over_at is null) = (passed_over_reasons is null)
        and (passed_over_at is null or outcome = 'reserve'));
