-- Access tokens that must not be honoured although they have not expired yet. Every process reads the
-- whole list every two seconds, so it holds only the last minutes: tokens live ten.
create table revocations (
    id uuid not null constraint revocations_pkey primary key,
    -- A session, or an account.
    target_id uuid not null,
    -- For an account: tokens signed for an earlier version of it are refused. Null refuses all.
    below_version integer constraint revocations_below_version_check check (below_version > 0),
    revoked_at timestamptz not null,
    -- When the last token that this could concern has expired.
    expires_at timestamptz not null
);

create index revocations_expires_at_idx on revocations (expires_at);
