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
