-- The same bytes are not sent twice as the same paper of the same child and year; one letter of a school may name two children.
create unique index concurrently claim_documents_paper_key
    on claim_documents (claim_id, kind, sha256, child_id, school_year, regency_id) nulls not distinct
    where withdrawn_at is null;
