-- The one write path. Every change of a subject is one row here, written in the transaction of the
-- change itself. History, the change feed, webhooks and the audit chain are derived from it.
-- regency_id 0 marks subjects of the whole deployment (regencies, rules, accounts).
create table changes (
    id uuid not null,
    regency_id integer not null,
    subject text not null,
    subject_id uuid not null,
    version integer not null constraint changes_version_check check (version > 0),
    action text not null,
    region_code text collate "C",
    actor_kind text not null constraint changes_actor_kind_check check (actor_kind in ('user', 'client', 'system')),
    actor_id uuid,
    request_id uuid,
    import_id uuid,
    reason text,
    recorded_at timestamptz not null,
    -- The payload can be erased (UU 27/2022) without breaking the chain: the digest is salted.
    before jsonb,
    after jsonb,
    salt bytea constraint changes_salt_check check (octet_length(salt) = 16),
    digest bytea not null constraint changes_digest_check check (octet_length(digest) = 32),
    constraint changes_pkey primary key (id, regency_id),
    constraint changes_subject_version_key unique (subject_id, version, subject, regency_id),
    constraint changes_actor_check check ((actor_kind = 'system') = (actor_id is null))
);

-- What the sequencer has not stamped yet: written with the change, taken away by the stamp.
create table unsequenced_changes (
    change_id uuid not null constraint unsequenced_changes_pkey primary key,
    regency_id integer not null,
    subject_id uuid not null,
    version integer not null,
    recorded_at timestamptz not null
);

-- The order of the feed and the audit chain: positions are gapless, per subject in version order.
create table change_positions (
    position bigint not null constraint change_positions_pkey primary key,
    change_id uuid not null constraint change_positions_change_id_key unique,
    regency_id integer not null,
    chain bytea not null constraint change_positions_chain_check check (octet_length(chain) = 32),
    stamped_at timestamptz not null
);

revoke update, delete, truncate on changes, change_positions from payung_service;
