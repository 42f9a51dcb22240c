drop table funding_sources;
