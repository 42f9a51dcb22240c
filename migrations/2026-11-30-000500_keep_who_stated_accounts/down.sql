alter table claim_beneficiaries drop column account_stated_by;
