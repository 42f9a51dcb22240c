//! What an interrupted upload leaves is swept; what has its document stays.

use chrono::{DateTime, TimeDelta, Utc};
use payung::claims::documents::sweep;
use payung::platform::storage::FileKey;
use uuid::Uuid;

use super::content::open;
use super::pdf;
use crate::claims::stage::Stage;
use crate::support::regions::SUMENEP;

/// The process was killed after a file was written and before its document was.
async fn leave(stage: &Stage, key: FileKey, bytes: &[u8]) -> DateTime<Utc> {
    let mut writer = stage.app.state.storage.write(key).await.unwrap();
    writer.take(bytes).await.unwrap();
    writer.finish().await.unwrap();
    let note = "INSERT INTO claim_document_uploads (id, regency_id, started_at) VALUES ($1, $2, $3)";
    let started_at = stage.app.state.clock.now();
    stage.database.execute(note, &[&key.id, &key.regency_id, &started_at]).await.unwrap();
    started_at
}

#[tokio::test]
async fn files_of_uploads_that_never_ended_are_swept_after_an_hour() {
    let stage = Stage::set().await;
    let (_, document) = stage.send_paper(&stage.draft().await, "family_card").await;
    let state = &stage.app.state;
    let key = FileKey { regency_id: SUMENEP, id: Uuid::now_v7() };
    let started_at = leave(&stage, key, b"%PDF-1.7").await;

    sweep(&state.db, &state.storage, started_at + TimeDelta::minutes(59)).await.unwrap();
    assert_eq!(stage.files(), 2);
    sweep(&state.db, &state.storage, started_at + TimeDelta::minutes(61)).await.unwrap();
    assert_eq!(stage.files(), 1);
    assert_eq!(stage.column("SELECT id::text FROM claim_document_uploads").await, Vec::<String>::new());
    assert_eq!(
        stage.column("SELECT id::text FROM claim_documents").await,
        [document["id"].as_str().unwrap()]
    );
}

#[tokio::test]
async fn what_a_killed_sweep_has_given_up_is_swept_by_the_next_one() {
    let stage = Stage::set().await;
    let state = &stage.app.state;
    let key = FileKey { regency_id: SUMENEP, id: Uuid::now_v7() };
    let started_at = leave(&stage, key, b"%PDF-1.7").await;
    let given_up = "UPDATE claim_document_uploads SET given_up_at = $1";
    stage.database.execute(given_up, &[&started_at]).await.unwrap();
    sweep(&state.db, &state.storage, started_at + TimeDelta::minutes(61)).await.unwrap();
    assert_eq!(stage.files(), 0);
    assert_eq!(stage.column("SELECT id::text FROM claim_document_uploads").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_note_under_the_id_of_a_stored_document_goes_without_its_file() {
    let stage = Stage::set().await;
    let (held, document) = stage.send_paper(&stage.draft().await, "family_card").await;
    let state = &stage.app.state;
    // A document as it was kept before attempts had files of their own, and what a second attempt under its id left.
    let of = |id: &str| FileKey { regency_id: SUMENEP, id: id.parse().unwrap() };
    let file = stage.column("SELECT file_id::text FROM claim_documents").await.remove(0);
    state.storage.delete(of(&file)).await.unwrap();
    stage.database.batch_execute("UPDATE claim_documents SET file_id = NULL").await.unwrap();
    let bytes = pdf("family_card");
    let started_at = leave(&stage, of(document["id"].as_str().unwrap()), &bytes).await;

    sweep(&state.db, &state.storage, started_at + TimeDelta::minutes(61)).await.unwrap();
    assert_eq!(stage.column("SELECT id::text FROM claim_document_uploads").await, Vec::<String>::new());
    assert_eq!(stage.files(), 1);
    let opened = open(&stage, &held, &stage.officer, &document, "claim_handling").await;
    assert_eq!(opened.status, 200);
    assert_eq!(opened.body, bytes);
}
