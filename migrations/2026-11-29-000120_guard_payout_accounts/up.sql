-- An account that takes the place of another after the claim was verified waits for a second person, and is not paid to for
-- some hours after it was stated, so that whoever is robbed of a payment can say so in time.
alter table claim_beneficiaries
    -- Why the account is somebody else's, where its holder is not called like the beneficiary or guardian.
    add column account_explanation text,
    -- Who stated the account in the place of another, and who approved that.
    add column account_changed_by uuid,
    add column account_approved_by uuid,
    add column account_payable_from timestamptz,
    add column pending_bank_name text,
    add column pending_bank_code text,
    add column pending_account_sealed bytea,
    add column pending_account_mask text,
    add column pending_account_hash bytea,
    add column pending_account_holder_name text,
    add column pending_explanation text,
    add column pending_by uuid,
    add column pending_at timestamptz;

alter table claim_beneficiaries
    add constraint claim_beneficiaries_explanation_check check (char_length(account_explanation) between 1 and 1000
        and char_length(pending_explanation) between 1 and 1000) not valid,
    add constraint claim_beneficiaries_account_approved_check check ((account_approved_by is null) = (account_changed_by is null)
        and (account_approved_by is null) = (account_payable_from is null)) not valid,
    add constraint claim_beneficiaries_second_person_check
        check (account_approved_by is null or account_approved_by <> account_changed_by) not valid,
    add constraint claim_beneficiaries_pending_check check ((pending_at is null) = (pending_account_sealed is null)
        and (pending_at is null) = (pending_account_mask is null) and (pending_at is null) = (pending_account_hash is null)
        and (pending_at is null) = (pending_bank_name is null) and (pending_at is null) = (pending_account_holder_name is null)
        and (pending_at is null) = (pending_by is null) and (pending_at is not null or pending_bank_code is null)
        and (pending_at is not null or pending_explanation is null) and (pending_at is null or account_sealed is not null)) not valid,
    add constraint claim_beneficiaries_pending_shape_check check (char_length(pending_bank_name) between 1 and 100
        and char_length(pending_account_holder_name) between 1 and 100 and pending_bank_code ~ '^[0-9]{3}$'
        and octet_length(pending_account_hash) = 32) not valid;
