-- The same bytes are not sent twice as the same paper. Where they were, for two children, one of them has to be withdrawn first.
create unique index concurrently claim_documents_content_key on claim_documents (claim_id, kind, sha256, regency_id)
    where withdrawn_at is null;
