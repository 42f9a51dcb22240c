//! What an interrupted upload leaves is swept; what has its document stays.

use chrono::TimeDelta;
use payung::claims::documents::sweep;
use payung::platform::storage::FileKey;
use uuid::Uuid;

use crate::claims::stage::Stage;
use crate::support::regions::SUMENEP;

#[tokio::test]
async fn files_of_uploads_that_never_ended_are_swept_after_an_hour() {
    let stage = Stage::set().await;
    let (_, document) = stage.send_paper(&stage.draft().await, "family_card").await;
    let state = &stage.app.state;
    // The process was killed after the file was written and before its row was.
    let key = FileKey { regency_id: SUMENEP, id: Uuid::now_v7() };
    let mut writer = state.storage.write(key).await.unwrap();
    writer.take(b"%PDF-1.7").await.unwrap();
    writer.finish().await.unwrap();
    let note = "INSERT INTO claim_document_uploads (id, regency_id, started_at) VALUES ($1, $2, $3)";
    let started_at = state.clock.now();
    stage.database.execute(note, &[&key.id, &SUMENEP, &started_at]).await.unwrap();

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
