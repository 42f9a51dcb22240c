-- Single values of regulations, each with its days and its source. National: the same rows for every
-- regency (in a distributed database: a reference table).
create table rule_parameters (
    id uuid not null constraint rule_parameters_pkey primary key,
    key text not null constraint rule_parameters_key_check check (key ~ '^[a-z][a-z0-9_]{2,59}$'),
    value bigint not null constraint rule_parameters_value_check check (value >= 0),
    valid_from date not null,
    -- The last day; null while the rule is in force.
    valid_until date,
    legal_reference text not null constraint rule_parameters_legal_reference_check check (char_length(legal_reference) between 1 and 300),
    note text constraint rule_parameters_note_check check (char_length(note) between 1 and 1000),
    confidence text not null constraint rule_parameters_confidence_check check (confidence in ('high', 'medium', 'low')),
    superseded_at timestamptz,
    -- The row that took this one's place; checked at commit, since this row must give up its days first.
    superseded_by uuid constraint rule_parameters_superseded_by_fkey references rule_parameters (id) deferrable initially deferred,
    version integer not null constraint rule_parameters_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint rule_parameters_period_check check (valid_until is null or valid_until >= valid_from),
    constraint rule_parameters_superseded_check check ((superseded_at is null) = (superseded_by is null)),
    constraint rule_parameters_key_valid_excl exclude using gist
        (key with =, daterange(valid_from, valid_until, '[]') with &&) where (superseded_at is null)
);

create index rule_parameters_superseded_by_idx on rule_parameters (superseded_by);
create index rule_parameters_key_idx on rule_parameters (key, id);

-- A used row is never changed, only superseded: not even the service could.
revoke update, delete, truncate on rule_parameters from payung_service;
grant update (superseded_at, superseded_by, version, updated_at) on rule_parameters to payung_service;
