create index concurrently contribution_obligations_credit_idx on contribution_obligations (funding_source_id, regency_id)
    where is_credit;
