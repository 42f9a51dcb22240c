update claim_beneficiaries set account_payable_from = null where account_approved_by is null and account_payable_from is not null;
alter table claim_beneficiaries drop constraint claim_beneficiaries_account_approved_check;
alter table claim_beneficiaries
    add constraint claim_beneficiaries_account_approved_check check ((account_approved_by is null) = (account_changed_by is null)
        and (account_approved_by is null) = (account_payable_from is null)) not valid;
