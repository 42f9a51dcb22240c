-- Where the verdicts on the lines of a batch come from: one row a file of the insurer. A line names the file that answered
-- it. What a file said can be taken back, once, and then stays recorded as taken back.
create table contribution_reconciliations (
    id uuid not null,
    regency_id integer not null constraint contribution_reconciliations_regency_id_fkey references regencies (id),
    batch_id uuid not null,
    -- Counted within the batch.
    number integer not null constraint contribution_reconciliations_number_check check (number > 0),
    -- The file: its name, as far as it was told, and its SHA-256; null for what was answered before files were recorded.
    file_name text constraint contribution_reconciliations_file_name_check check (char_length(file_name) between 1 and 100),
    file_digest bytea constraint contribution_reconciliations_file_digest_check check (octet_length(file_digest) = 32),
    accepted_lines integer not null,
    accepted_idr bigint not null,
    refused_lines integer not null,
    refused_idr bigint not null,
    -- Rows that spoke of no open line of the batch.
    skipped_rows integer not null,
    -- An account; null for the deployment itself.
    recorded_by uuid,
    recorded_at timestamptz not null,
    taken_back_by uuid,
    taken_back_at timestamptz,
    taken_back_reason text
        constraint contribution_reconciliations_taken_back_reason_check check (char_length(taken_back_reason) between 1 and 500),
    constraint contribution_reconciliations_pkey primary key (id, regency_id),
    constraint contribution_reconciliations_batch_fkey foreign key (batch_id, regency_id)
        references contribution_batches (id, regency_id),
    constraint contribution_reconciliations_number_key unique (batch_id, regency_id, number),
    constraint contribution_reconciliations_counts_check check (
        accepted_lines >= 0 and accepted_idr >= 0 and refused_lines >= 0 and refused_idr >= 0 and skipped_rows >= 0
        and accepted_lines + refused_lines > 0),
    constraint contribution_reconciliations_taken_back_check check (
        (taken_back_at is null) = (taken_back_by is null) and (taken_back_at is null) = (taken_back_reason is null)),
    constraint contribution_reconciliations_second_person_check check (taken_back_by is distinct from recorded_by
        or taken_back_by is null)
);

create index contribution_reconciliations_regency_id_idx on contribution_reconciliations (regency_id, id);

revoke update, delete, truncate on contribution_reconciliations from payung_service;
grant update (taken_back_by, taken_back_at, taken_back_reason) on contribution_reconciliations to payung_service;

-- What a file had said of each line before it was taken back.
create table contribution_verdicts_taken_back (
    reconciliation_id uuid not null,
    regency_id integer not null,
    line_number integer not null,
    status text not null constraint contribution_verdicts_taken_back_status_check check (status in ('accepted', 'refused')),
    refusal_reason text,
    constraint contribution_verdicts_taken_back_pkey primary key (reconciliation_id, regency_id, line_number),
    constraint contribution_verdicts_taken_back_reconciliation_fkey foreign key (reconciliation_id, regency_id)
        references contribution_reconciliations (id, regency_id)
);

revoke update, delete, truncate on contribution_verdicts_taken_back from payung_service;

alter table contribution_batch_lines
    add column reconciliation_id uuid,
    add constraint contribution_batch_lines_reconciliation_fkey foreign key (reconciliation_id, regency_id)
        references contribution_reconciliations (id, regency_id) not valid,
    add constraint contribution_batch_lines_reconciliation_check check (reconciliation_id is null or status <> 'sent') not valid;
