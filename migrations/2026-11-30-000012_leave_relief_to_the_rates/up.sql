-- The rows of the relief rates say it now, each for its months.
alter table funding_sources drop constraint funding_sources_relief_check;
