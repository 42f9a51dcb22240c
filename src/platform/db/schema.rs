diesel::table! {
    changes (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        subject -> Text,
        subject_id -> Uuid,
        version -> Int4,
        action -> Text,
        region_code -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        request_id -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        recorded_at -> Timestamptz,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
        salt -> Nullable<Bytea>,
        digest -> Bytea,
    }
}

diesel::table! {
    api_client_regions (api_client_id, region_code) {
        api_client_id -> Uuid,
        region_code -> Text,
    }
}

diesel::table! {
    api_client_secrets (id) {
        id -> Uuid,
        api_client_id -> Uuid,
        secret_hash -> Bytea,
        created_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    api_clients (id) {
        id -> Uuid,
        regency_id -> Int4,
        name -> Text,
        scopes -> Array<Text>,
        status -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Bytea,
        session_id -> Uuid,
        issued_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        successor_hash -> Nullable<Bytea>,
        successor_sealed -> Nullable<Bytea>,
        replayed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    revocations (id) {
        id -> Uuid,
        target_id -> Uuid,
        below_version -> Nullable<Int4>,
        revoked_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        created_at -> Timestamptz,
        last_used_at -> Timestamptz,
        expires_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        ended_reason -> Nullable<Text>,
    }
}

diesel::table! {
    sign_in_attempts (key_digest) {
        key_digest -> Bytea,
        failures -> Int4,
        last_attempt_at -> Timestamptz,
        blocked_until -> Nullable<Timestamptz>,
        last_success_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> Uuid,
        public_key -> Bytea,
        private_key_sealed -> Bytea,
        created_at -> Timestamptz,
        signs_from -> Timestamptz,
        verifies_until -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    user_credentials (user_id) {
        user_id -> Uuid,
        password_hash -> Text,
        start_code_expires_at -> Nullable<Timestamptz>,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    user_regions (user_id, region_code) {
        user_id -> Uuid,
        region_code -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        regency_id -> Nullable<Int4>,
        username -> Text,
        full_name -> Text,
        role -> Text,
        status -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}
