-- What was added without reading the rows that stood there already.
alter table funding_sources validate constraint funding_sources_refunded_idr_check;
alter table funding_sources validate constraint funding_sources_paid_idr_check;
alter table funding_sources validate constraint funding_sources_credit_idr_check;
