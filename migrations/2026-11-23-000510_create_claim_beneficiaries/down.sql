drop table claim_beneficiaries;
