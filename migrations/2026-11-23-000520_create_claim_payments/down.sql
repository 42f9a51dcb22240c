drop table claim_payments;
