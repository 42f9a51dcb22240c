-- What a registry says of somebody before the decree: the newest verdict of each registry on each person of a plan.
create table enrolment_pre_checks (
    plan_id uuid not null,
    regency_id integer not null,
    worker_id uuid not null,
    against text not null constraint enrolment_pre_checks_against_check check (against in ('population_registry', 'insurer')),
    verdict text not null constraint enrolment_pre_checks_verdict_check check (verdict in ('ok', 'data_mismatch',
        'nik_not_found', 'deceased', 'moved_away', 'active_wage_earner', 'civil_servant', 'funded_elsewhere', 'over_age')),
    note text constraint enrolment_pre_checks_note_check check (char_length(note) between 1 and 200),
    checked_on date not null,
    -- The file that said so.
    file_id uuid not null,
    constraint enrolment_pre_checks_pkey primary key (plan_id, regency_id, worker_id, against),
    constraint enrolment_pre_checks_plan_fkey foreign key (plan_id, regency_id) references enrolment_plans (id, regency_id),
    constraint enrolment_pre_checks_worker_fkey foreign key (worker_id, regency_id) references workers (id, regency_id),
    constraint enrolment_pre_checks_file_fkey foreign key (file_id, regency_id)
        references enrolment_pre_check_files (id, regency_id)
);

create index enrolment_pre_checks_worker_idx on enrolment_pre_checks (worker_id, regency_id);
create index enrolment_pre_checks_file_idx on enrolment_pre_checks (file_id, regency_id);

revoke delete, truncate on enrolment_pre_checks from payung_service;
