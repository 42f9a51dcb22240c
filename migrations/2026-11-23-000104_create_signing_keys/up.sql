-- Ed25519 keys that sign access tokens. A new key is published before it signs, and an old one stays
-- published until the last token it signed has expired, so that no verifier is ever surprised.
create table signing_keys (
    id uuid not null constraint signing_keys_pkey primary key,
    public_key bytea not null constraint signing_keys_public_key_check check (octet_length(public_key) = 32),
    private_key_sealed bytea not null,
    created_at timestamptz not null,
    signs_from timestamptz not null,
    -- Null while the key has no successor.
    verifies_until timestamptz
);

create unique index signing_keys_newest_key on signing_keys ((true)) where verifies_until is null;
