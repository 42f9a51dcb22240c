-- Lists of deaths as files: one row a file, so that the same one twice does nothing new, and a verdict for each of its rows.
create table death_lists (
    id uuid not null,
    regency_id integer not null constraint death_lists_regency_id_fkey references regencies (id),
    source text not null constraint death_lists_source_check
        check (source in ('village_report', 'civil_registry', 'insurer', 'family', 'claim')),
    file_name text constraint death_lists_file_name_check check (char_length(file_name) between 1 and 100),
    file_digest bytea not null constraint death_lists_file_digest_check check (octet_length(file_digest) = 32),
    -- The rows by what became of them.
    recorded integer not null,
    undecided integer not null,
    not_registered integer not null,
    known integer not null,
    refused integer not null,
    -- An account; null for the deployment itself.
    recorded_by uuid,
    version integer not null constraint death_lists_version_check check (version > 0),
    created_at timestamptz not null,
    constraint death_lists_pkey primary key (id, regency_id),
    constraint death_lists_counts_check check (recorded >= 0 and undecided >= 0 and not_registered >= 0 and known >= 0
        and refused >= 0 and recorded + undecided + not_registered + known + refused > 0)
);

-- A file is taken once by whoever sends it: what one account may not see of a regency another may.
create unique index death_lists_file_digest_key on death_lists (file_digest, recorded_by, regency_id);
create index death_lists_regency_id_idx on death_lists (regency_id, id);

create table death_list_rows (
    list_id uuid not null,
    regency_id integer not null,
    row_number integer not null constraint death_list_rows_row_number_check check (row_number > 0),
    verdict text not null constraint death_list_rows_verdict_check
        check (verdict in ('recorded', 'undecided', 'not_registered', 'known', 'refused')),
    -- The report that it became, or that told of the death before.
    death_id uuid,
    -- What is wrong with a refused row: field, code, and the rule in both languages; never a value.
    problems jsonb,
    constraint death_list_rows_pkey primary key (list_id, regency_id, row_number),
    constraint death_list_rows_list_fkey foreign key (list_id, regency_id) references death_lists (id, regency_id),
    constraint death_list_rows_death_fkey foreign key (death_id, regency_id) references deaths (id, regency_id),
    constraint death_list_rows_verdict_content_check check ((verdict = 'refused') = (problems is not null)
        and (verdict in ('known', 'refused') or death_id is not null))
);

create index death_list_rows_verdict_idx on death_list_rows (list_id, regency_id, verdict, row_number);
create index death_list_rows_death_idx on death_list_rows (death_id, regency_id) where death_id is not null;

revoke update, delete, truncate on death_lists from payung_service;
revoke update, delete, truncate on death_list_rows from payung_service;

-- What became of the rows is known before the list is written, which is never changed: at the end of the transaction both stand.
alter table deaths
    add constraint deaths_list_fkey foreign key (list_id, regency_id) references death_lists (id, regency_id)
        deferrable initially deferred not valid;
