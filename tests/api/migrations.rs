//! The schema keeps to its rules, and every migration can be taken back.

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
