-- Every file with which a registry answered about the people of a plan. The file itself is not kept: its name and digest say
-- which one it was.
create table enrolment_pre_check_files (
    id uuid not null,
    regency_id integer not null,
    plan_id uuid not null,
    against text not null constraint enrolment_pre_check_files_against_check
        check (against in ('population_registry', 'insurer')),
    -- The day for which the registry answered.
    checked_on date not null,
    file_name text constraint enrolment_pre_check_files_file_name_check check (char_length(file_name) between 1 and 200),
    file_sha256 bytea not null constraint enrolment_pre_check_files_file_sha256_check check (octet_length(file_sha256) = 32),
    -- How many verdicts it had.
    verdicts integer not null constraint enrolment_pre_check_files_verdicts_check check (verdicts > 0),
    -- The account; null for the deployment itself.
    recorded_by uuid,
    recorded_at timestamptz not null,
    constraint enrolment_pre_check_files_pkey primary key (id, regency_id),
    constraint enrolment_pre_check_files_plan_fkey foreign key (plan_id, regency_id) references enrolment_plans (id, regency_id)
);

create index enrolment_pre_check_files_plan_idx on enrolment_pre_check_files (plan_id, regency_id);

revoke update, delete, truncate on enrolment_pre_check_files from payung_service;
