-- How a regency's insurer and bank name the columns of their files.
create table column_mappings (
    id uuid not null,
    regency_id integer not null constraint column_mappings_regency_id_fkey references regencies (id),
    kind text not null constraint column_mappings_kind_check check (kind in ('insurer_export', 'insurer_result', 'bank_statement')),
    name text not null constraint column_mappings_name_check check (char_length(name) between 1 and 100),
    -- In their order: the heading of each column, and what it holds.
    headings text[] not null,
    fields text[] not null,
    delimiter text not null constraint column_mappings_delimiter_check check (delimiter in ('comma', 'semicolon', 'tab', 'pipe')),
    is_default boolean not null,
    version integer not null constraint column_mappings_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint column_mappings_pkey primary key (id, regency_id),
    constraint column_mappings_name_key unique (regency_id, kind, name),
    constraint column_mappings_columns_check
        check (cardinality(headings) between 1 and 100 and cardinality(headings) = cardinality(fields))
);

create index column_mappings_regency_id_idx on column_mappings (regency_id, id);
-- One default a kind.
create unique index column_mappings_default_key on column_mappings (regency_id, kind) where is_default;

revoke delete, truncate on column_mappings from payung_service;
