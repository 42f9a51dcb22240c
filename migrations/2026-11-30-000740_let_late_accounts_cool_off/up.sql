-- The first account of a beneficiary who was added after the claim was verified for the first time is not paid to at once either:
-- whoever is taken out and added anew would come to another account without the wait.
alter table claim_beneficiaries drop constraint claim_beneficiaries_account_approved_check;
alter table claim_beneficiaries
    add constraint claim_beneficiaries_account_approved_check check ((account_approved_by is null) = (account_changed_by is null)
        and (account_approved_by is null or account_payable_from is not null)) not valid;
