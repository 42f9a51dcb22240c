-- What was added without reading the rows that stood there already.
alter table monthly_closes validate constraint monthly_closes_reopen_cause_check;
