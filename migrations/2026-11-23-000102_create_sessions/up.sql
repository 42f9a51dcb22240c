-- One row is one sign-in and the family of refresh tokens that follow each other in it.
create table sessions (
    id uuid not null constraint sessions_pkey primary key,
    user_id uuid not null constraint sessions_user_id_fkey references users (id),
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    ended_reason text constraint sessions_ended_reason_check check (ended_reason in (
        'signed_out', 'token_reused', 'password_changed', 'account_changed', 'account_disabled'
    )),
    constraint sessions_ended_pair_check check ((ended_at is null) = (ended_reason is null))
);

create index sessions_user_id_idx on sessions (user_id, ended_at);
create index sessions_expires_at_idx on sessions (expires_at);

create table refresh_tokens (
    -- SHA-256 of a random token of 256 bits: nothing to guess, so nothing to slow down.
    token_hash bytea not null
        constraint refresh_tokens_pkey primary key
        constraint refresh_tokens_token_hash_check check (octet_length(token_hash) = 32),
    session_id uuid not null
        constraint refresh_tokens_session_id_fkey references sessions (id) on delete cascade,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    -- The answer to the first use can be lost on the way. The successor is kept, sealed, so that one
    -- immediate repetition gets the same answer; it is wiped as soon as the successor is used.
    successor_hash bytea constraint refresh_tokens_successor_hash_check check (octet_length(successor_hash) = 32),
    successor_sealed bytea,
    replayed_at timestamptz,
    constraint refresh_tokens_used_pair_check check ((used_at is null) = (successor_hash is null))
);

create index refresh_tokens_session_id_idx on refresh_tokens (session_id);
create index refresh_tokens_successor_hash_idx on refresh_tokens (successor_hash) where successor_hash is not null;
