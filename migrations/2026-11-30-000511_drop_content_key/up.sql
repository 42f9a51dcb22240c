-- The key of papers with their child and year has taken its place.
drop index concurrently claim_documents_content_key;
