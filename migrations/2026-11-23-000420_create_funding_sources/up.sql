-- Money from which a regency pays contributions: one row a source and fiscal year.
create table funding_sources (
    id uuid not null,
    regency_id integer not null constraint funding_sources_regency_id_fkey references regencies (id),
    name text not null constraint funding_sources_name_check check (char_length(name) between 1 and 100),
    payer_kind text not null constraint funding_sources_payer_kind_check
        check (payer_kind in ('apbd', 'dbhcht', 'apbdes', 'csr', 'bank', 'sertakan', 'self', 'other')),
    -- Whose money it is: the regency, or one of its villages.
    region_code text collate "C" not null constraint funding_sources_region_code_fkey references regions (code),
    fiscal_year integer not null constraint funding_sources_fiscal_year_check check (fiscal_year between 2000 and 2199),
    -- Months as their first days; both belong to the period.
    from_month date not null constraint funding_sources_from_month_check check (extract(day from from_month) = 1),
    until_month date not null constraint funding_sources_until_month_check check (extract(day from until_month) = 1),
    budget_idr bigint not null constraint funding_sources_budget_idr_check check (budget_idr >= 0),
    -- Whether contributions from this source may be paid at the relief rates: unsettled for some kinds of
    -- payer, so it is said of each source.
    relief_eligible boolean not null,
    decree text constraint funding_sources_decree_check check (char_length(decree) between 1 and 200),
    status text not null constraint funding_sources_status_check check (status in ('active', 'closed')),
    status_reason text constraint funding_sources_status_reason_check check (char_length(status_reason) between 1 and 500),
    version integer not null constraint funding_sources_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint funding_sources_pkey primary key (id, regency_id),
    constraint funding_sources_months_check check (until_month >= from_month),
    constraint funding_sources_name_key unique (regency_id, fiscal_year, name)
);

create index funding_sources_regency_id_idx on funding_sources (regency_id, id);
create index funding_sources_region_code_idx on funding_sources (region_code);

revoke delete, truncate on funding_sources from payung_service;
