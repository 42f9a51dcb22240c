-- The papers of a child.
create index concurrently claim_documents_child_idx on claim_documents (child_id, claim_id, regency_id)
    where child_id is not null;
