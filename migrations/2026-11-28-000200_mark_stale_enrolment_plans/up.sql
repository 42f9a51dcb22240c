-- A computation is stale once verdicts of a registry came in after it: it still says who was looked at, but the plan has to be
-- computed again before it goes to the second person.
alter table enrolment_plans
    add column is_stale boolean not null default false,
    add constraint enrolment_plans_stale_check
        check (not is_stale or (computed_at is not null and status not in ('submitted', 'approved')));
