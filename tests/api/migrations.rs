//! The schema keeps to its rules, and every migration can be taken back.

mod rows;

use std::path::Path;

use payung::platform::db::migrate;

use crate::support::{TestDatabase, catalogue, schema};

#[tokio::test]
async fn schema_is_current() {
    let database = TestDatabase::migrated().await;
    let client = database.owner().client().await.unwrap();
    let expected = schema::render(&catalogue::tables(&client).await);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/platform/db/schema.rs");
    if std::fs::read_to_string(&path).unwrap() == expected {
        return;
    }
    assert!(
        std::env::var_os("PAYUNG_UPDATE").is_some(),
        "schema.rs is not what the migrations make; run PAYUNG_UPDATE=1 cargo test --test api schema_is_current"
    );
    std::fs::write(&path, expected).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_migration_can_be_taken_back_and_run_again() {
    let database = TestDatabase::empty().await;
    let client = database.owner().client().await.unwrap();
    let applied = migrate::run(&database.owner()).await.unwrap();
    assert_eq!(applied, migrate::versions());
    let first = catalogue::dump(&client).await;

    migrate::revert_all(&database.owner()).await.unwrap();
    let bare = catalogue::dump(&client).await;
    let left: Vec<&String> =
        bare.iter().filter(|line| !line.contains("__diesel_schema_migrations")).collect();
    assert_eq!(left, ["extension plpgsql"], "down.sql left something behind");

    migrate::run(&database.owner()).await.unwrap();
    assert_eq!(catalogue::dump(&client).await, first);
}

#[tokio::test]
async fn the_service_can_neither_change_the_schema_nor_the_past() {
    let database = TestDatabase::migrated().await;
    let client = database.service().client().await.unwrap();
    for statement in [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE changes ADD COLUMN mine int",
        "DROP TABLE changes",
        "UPDATE changes SET reason = NULL",
        "DELETE FROM changes",
        "TRUNCATE changes",
        "DELETE FROM change_positions",
        "DELETE FROM __diesel_schema_migrations",
    ] {
        let error = client.batch_execute(statement).await.expect_err(statement);
        let code = error.code().map(tokio_postgres::error::SqlState::code);
        assert_eq!(code, Some("42501"), "{statement}: {error:?}");
    }
}

/// Tables that stay on one server of a distributed database: the accounts and the feed's sequencer.
const LOCAL: [&str; 4] = ["api_clients", "change_positions", "unsequenced_changes", "users"];

async fn violations(query: &str) -> Vec<String> {
    let database = TestDatabase::migrated().await;
    let client = database.owner().client().await.unwrap();
    catalogue::column(&client, query).await
}

#[tokio::test]
async fn an_index_stands_behind_every_foreign_key() {
    let missing = violations(
        "SELECT format('%s on %s has no index', c.conname, c.conrelid::regclass) FROM pg_constraint c \
         WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND NOT EXISTS ( \
           SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indpred IS NULL \
           AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey) \
         AND NOT EXISTS ( \
           SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indpred IS NOT NULL \
           AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey \
           AND pg_get_expr(i.indpred, i.indrelid) ~ 'IS NOT NULL')",
    )
    .await;
    assert_eq!(missing, Vec::<String>::new());
}

#[tokio::test]
async fn there_are_no_sequences() {
    let sequences = violations(
        "SELECT relname::text FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace",
    )
    .await;
    assert_eq!(sequences, Vec::<String>::new());
}

/// A regency's data must be able to live on the regency's own server: whatever is unique there must be unique without
/// asking another server.
#[tokio::test]
async fn the_regency_stands_in_every_key_of_its_data() {
    let local = LOCAL.map(|table| format!("'{table}'")).join(", ");
    let strays = violations(&format!(
        "SELECT format('%s on %s lacks regency_id', x.indexrelid::regclass, c.relname) FROM pg_index x \
         JOIN pg_class c ON c.oid = x.indrelid \
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'regency_id' AND NOT a.attisdropped \
         WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT IN ({local}) \
         AND (x.indisunique OR x.indisexclusion) AND a.attnum <> ALL (x.indkey::int2[])"
    ))
    .await;
    assert_eq!(strays, Vec::<String>::new());
    let loose = violations(&format!(
        "SELECT format('%s from %s to %s lacks regency_id', f.conname, f.conrelid::regclass, f.confrelid::regclass) \
         FROM pg_constraint f \
         JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attname = 'regency_id' AND NOT a.attisdropped \
         JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attname = 'regency_id' AND NOT b.attisdropped \
         WHERE f.contype = 'f' AND a.attnum <> ALL (f.conkey) \
         AND f.conrelid::regclass::text NOT IN ({local}) AND f.confrelid::regclass::text NOT IN ({local})"
    ))
    .await;
    assert_eq!(loose, Vec::<String>::new());
}
