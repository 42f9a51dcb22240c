-- Which payers a relief is not for is part of the rule that grants it: PP 50/2025 takes out what the state's or a region's
-- budget pays; tobacco excise money flows through the region's.
alter table contribution_rates add column excluded_payers text[] not null default '{}';

update contribution_rates set excluded_payers = '{apbd,dbhcht}' where relief;

alter table contribution_rates add constraint contribution_rates_excluded_payers_check check (
    excluded_payers <@ array['apbd', 'dbhcht', 'apbdes', 'csr', 'bank', 'sertakan', 'self', 'other']::text[]
    and (relief or excluded_payers = '{}')) not valid;
