-- What was added without reading the rows that stood there already.
alter table claim_payments validate constraint claim_payments_void_reason_check;
alter table claim_payments validate constraint claim_payments_voided_check;
alter table claim_payments validate constraint claim_payments_second_person_check;
