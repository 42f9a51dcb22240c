-- Contribution rates per member and month, by programme, segment and relief. National.
--
-- A row with relief takes the place of the row without, in its months, where the payer may have relief;
-- outside those months and for other payers the row without relief counts.
create table contribution_rates (
    id uuid not null constraint contribution_rates_pkey primary key,
    programme text not null constraint contribution_rates_programme_check check (programme in ('jkk', 'jkm', 'jht')),
    segment text not null constraint contribution_rates_segment_check check (segment in ('general', 'transport')),
    relief boolean not null,
    method text not null constraint contribution_rates_method_check check (method in ('flat', 'percent')),
    amount_idr bigint constraint contribution_rates_amount_idr_check check (amount_idr >= 0),
    -- One hundred are one per cent of the wage base.
    basis_points integer constraint contribution_rates_basis_points_check check (basis_points between 0 and 10000),
    min_idr bigint constraint contribution_rates_min_idr_check check (min_idr >= 0),
    max_idr bigint constraint contribution_rates_max_idr_check check (max_idr >= 0),
    -- Months as their first days.
    from_month date not null constraint contribution_rates_from_month_check check (extract(day from from_month) = 1),
    until_month date constraint contribution_rates_until_month_check check (extract(day from until_month) = 1),
    legal_reference text not null constraint contribution_rates_legal_reference_check check (char_length(legal_reference) between 1 and 300),
    note text constraint contribution_rates_note_check check (char_length(note) between 1 and 1000),
    confidence text not null constraint contribution_rates_confidence_check check (confidence in ('high', 'medium', 'low')),
    superseded_at timestamptz,
    superseded_by uuid constraint contribution_rates_superseded_by_fkey references contribution_rates (id) deferrable initially deferred,
    version integer not null constraint contribution_rates_version_check check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint contribution_rates_amounts_check check (case method
        when 'flat' then amount_idr is not null and basis_points is null and min_idr is null and max_idr is null
        else amount_idr is null and basis_points is not null and (min_idr is null or max_idr is null or min_idr <= max_idr) end),
    constraint contribution_rates_period_check check (until_month is null or until_month >= from_month),
    constraint contribution_rates_superseded_check check ((superseded_at is null) = (superseded_by is null)),
    constraint contribution_rates_months_excl exclude using gist
        (programme with =, segment with =, (relief::integer) with =, daterange(from_month, until_month, '[]') with &&)
        where (superseded_at is null)
);

create index contribution_rates_superseded_by_idx on contribution_rates (superseded_by);

revoke update, delete, truncate on contribution_rates from payung_service;
grant update (superseded_at, superseded_by, version, updated_at) on contribution_rates to payung_service;
