-- Answers of writing requests, kept with the write they belong to. The body is sealed as a whole,
-- since it may carry identifiers. The key is a digest of caller, method, path and Idempotency-Key.
create table idempotency_answers (
    key_digest bytea not null constraint idempotency_answers_pkey primary key
        constraint idempotency_answers_key_digest_check check (octet_length(key_digest) = 32),
    request_digest bytea not null constraint idempotency_answers_request_digest_check check (octet_length(request_digest) = 32),
    status smallint not null,
    headers jsonb not null,
    body_sealed bytea,
    created_at timestamptz not null
);

create index idempotency_answers_created_at_idx on idempotency_answers (created_at);
