alter table claims validate constraint claims_stated_circumstances_check;
alter table claims validate constraint claims_stages_check;
