-- Who else is paid to an account.
create index concurrently claim_beneficiaries_account_hash_idx on claim_beneficiaries (account_hash, regency_id)
    where account_hash is not null;
