-- The digest of query and file: the same Idempotency-Key with another file is a mistake of the caller, not a repetition.
-- Null for imports from before.
alter table imports add column request_digest bytea
    constraint imports_request_digest_check check (octet_length(request_digest) = 32);
