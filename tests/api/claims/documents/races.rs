//! Whatever meets while a paper is sent, a stored document keeps its bytes.

use chrono::TimeDelta;
use payung::claims::documents::sweep;
use serde_json::{Value, json};
use tokio_postgres::Client;
use uuid::Uuid;

use super::content::open;
use super::pdf;
use crate::claims::stage::{Held, Stage};
use crate::support::request::Answer;

/// Lets nobody record a change until it commits: whoever attaches a document has taken the note of its upload away and written
/// the document by then.
async fn hold_changes(stage: &Stage) -> Client {
    let holder = stage.app.database().owner().client().await.unwrap();
    holder.batch_execute("BEGIN; LOCK TABLE changes IN SHARE MODE").await.unwrap();
    holder
}

/// Returns once so many sessions of the stage's database wait for a lock.
async fn until_waiting(stage: &Stage, sessions: usize) {
    let waiting = "SELECT DISTINCT w.pid::text FROM pg_locks w JOIN pg_locks d ON d.pid = w.pid \
        WHERE NOT w.granted AND d.database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    for _ in 0..10_000 {
        if stage.column(waiting).await.len() >= sessions {
            return;
        }
    }
    panic!("fewer than {sessions} sessions wait");
}

/// Of the document there is one file, which opens to what was sent, and no upload is on its way.
async fn is_whole(stage: &Stage, held: &Held, document: &Value, bytes: &[u8]) {
    let opened = open(stage, held, &stage.officer, document, "claim_handling").await;
    assert_eq!(opened.status, 200);
    assert_eq!(opened.body, bytes);
    assert_eq!(stage.files(), 1);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_documents").await, ["1"]);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_document_uploads").await, ["0"]);
}

#[tokio::test]
async fn an_attempt_that_meets_another_one_under_its_id_does_not_touch_its_file() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let id = Uuid::now_v7();
    let asked = format!("&id={id}");
    let holder = hold_changes(&stage).await;
    let first = stage.send_receipt(&held, (&asked, ""), pdf("first"));
    let second = async {
        until_waiting(&stage, 1).await;
        stage.send_receipt(&held, (&asked, ""), pdf("second")).await
    };
    let release = async {
        until_waiting(&stage, 2).await;
        holder.batch_execute("COMMIT").await.unwrap();
    };
    let (first, second, ()) = tokio::join!(first, second, release);
    let document = first.expect(201);
    assert_eq!(second.expect_problem(409, "already_exists")["existing_id"], json!(id));
    is_whole(&stage, &held, &document, &pdf("first")).await;
}

#[tokio::test]
async fn a_repetition_that_comes_before_the_first_answer_does_not_touch_its_file() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let asked = format!("&id={}", Uuid::now_v7());
    let send = async || stage.send_receipt(&held, (&asked, "photo-1"), pdf("a")).await;
    let holder = hold_changes(&stage).await;
    let early = async {
        until_waiting(&stage, 1).await;
        let early = send().await;
        holder.batch_execute("COMMIT").await.unwrap();
        early
    };
    let (first, early) = tokio::join!(send(), early);
    let document = first.expect(201);
    early.expect_problem(409, "idempotency_in_progress");
    let again = send().await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.expect(201), document);
    is_whole(&stage, &held, &document, &pdf("a")).await;
}

/// Sends a paper, and does something after its file is in the store and before it gets its document.
async fn interrupted(stage: &Stage, held: &Held, deed: impl AsyncFnOnce()) -> Answer {
    let holder = stage.app.database().owner().client().await.unwrap();
    holder.batch_execute("BEGIN").await.unwrap();
    let claim = held.id.parse::<Uuid>().unwrap();
    holder.execute("SELECT FROM claims WHERE id = $1 FOR UPDATE", &[&claim]).await.unwrap();
    let meanwhile = async {
        until_waiting(stage, 1).await;
        assert_eq!(stage.files(), 1);
        deed().await;
        holder.batch_execute("COMMIT").await.unwrap();
    };
    let (answer, ()) = tokio::join!(stage.send_receipt(held, ("", ""), pdf("slow")), meanwhile);
    answer
}

async fn has_nothing(stage: &Stage) {
    assert_eq!(stage.files(), 0);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_documents").await, ["0"]);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_document_uploads").await, ["0"]);
}

#[tokio::test]
async fn an_upload_that_was_swept_gets_no_document() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let state = &stage.app.state;
    let later = state.clock.now() + TimeDelta::minutes(61);
    let answer =
        interrupted(&stage, &held, async || sweep(&state.db, &state.storage, later).await.unwrap()).await;
    answer.expect_problem(408, "request_timeout");
    has_nothing(&stage).await;
}

#[tokio::test]
async fn an_upload_that_a_sweep_gave_up_before_it_was_killed_gets_no_document() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let answer = interrupted(&stage, &held, async || {
        let given_up = "UPDATE claim_document_uploads SET given_up_at = now()";
        assert_eq!(stage.database.execute(given_up, &[]).await.unwrap(), 1);
    })
    .await;
    answer.expect_problem(408, "request_timeout");
    has_nothing(&stage).await;
}
