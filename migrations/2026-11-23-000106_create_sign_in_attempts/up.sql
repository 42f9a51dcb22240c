-- Failed sign-ins, to slow guessing. One row counts for an account from one address, for an account
-- from anywhere, or for an address on any account; names and addresses stand here only as digests.
create table sign_in_attempts (
    key_digest bytea not null
        constraint sign_in_attempts_pkey primary key
        constraint sign_in_attempts_key_digest_check check (octet_length(key_digest) = 32),
    failures integer not null constraint sign_in_attempts_failures_check check (failures >= 0),
    last_attempt_at timestamptz not null,
    blocked_until timestamptz,
    -- An address from which the owner has signed in before is not slowed by what others do elsewhere.
    last_success_at timestamptz
);

create index sign_in_attempts_last_attempt_at_idx on sign_in_attempts (last_attempt_at);
