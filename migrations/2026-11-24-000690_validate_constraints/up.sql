-- What was added without reading the rows that stood there already.
alter table claims validate constraint claims_second_person_check;
alter table funding_sources validate constraint funding_sources_relief_check;
