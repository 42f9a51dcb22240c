-- Who stated a first account after the claim was verified: nobody has confirmed it yet, so whoever stated it does not confirm the
-- scholarships that go there.
alter table claim_beneficiaries add column account_stated_by uuid;
