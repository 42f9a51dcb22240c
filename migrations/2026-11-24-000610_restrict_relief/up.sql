-- The relief of PP 50/2025 is not for contributions paid from the state's or a region's budget; tobacco excise money
-- flows through the region's.
alter table funding_sources add constraint funding_sources_relief_check
    check (not relief_eligible or payer_kind not in ('apbd', 'dbhcht')) not valid;
