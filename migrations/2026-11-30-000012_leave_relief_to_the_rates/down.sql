alter table funding_sources add constraint funding_sources_relief_check
    check (not relief_eligible or payer_kind not in ('apbd', 'dbhcht')) not valid;
