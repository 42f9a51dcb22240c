//! `payung keys` as an administrator runs it.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{TestDatabase, catalogue};

fn payung(database: &TestDatabase, key_file: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_payung"))
        .args(arguments)
        .env("DATABASE_URL", database.service_url())
        .env("PAYUNG_KEY_FILE", key_file)
        .output()
        .unwrap()
}

#[tokio::test]
async fn a_signing_key_gives_way_to_its_successor_slowly_or_at_once() {
    let database = TestDatabase::migrated().await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("keyring.json");
    let client = database.owner().client().await.unwrap();
    let believed =
        "SELECT count(*)::text FROM signing_keys WHERE verifies_until IS NULL OR verifies_until > now()";

    assert!(payung(&database, &file, &["keys", "create", file.to_str().unwrap()]).status.success());
    for (arguments, expected) in [
        (&["keys", "rotate", "signing"][..], "1"),
        (&["keys", "rotate", "signing"][..], "2"),
        (&["keys", "rotate", "signing", "--at-once"][..], "1"),
    ] {
        let output = payung(&database, &file, arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(catalogue::column(&client, believed).await, [expected], "{arguments:?}");
    }
}

#[tokio::test]
async fn a_sealing_key_gets_a_successor_in_its_file() {
    let database = TestDatabase::migrated().await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("keyring.json");
    let path = file.to_str().unwrap();
    let missing = payung(&database, &file, &["keys", "rotate", "sealing", path]);
    assert!(!missing.status.success() && !file.exists(), "there was nothing to rotate");

    assert!(payung(&database, &file, &["keys", "create", path]).status.success());
    let before: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert!(payung(&database, &file, &["keys", "rotate", "sealing", path]).status.success());
    let after: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(after["active"], 2);
    assert_eq!(after["hash_key"], before["hash_key"]);
    assert_eq!(after["seal_keys"][0], before["seal_keys"][0], "what it sealed can still be read");
}
