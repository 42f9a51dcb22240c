-- Who else is to be paid to an account once another person lets it take the place of one.
create index concurrently claim_beneficiaries_pending_account_hash_idx on claim_beneficiaries (pending_account_hash, regency_id)
    where pending_account_hash is not null;
