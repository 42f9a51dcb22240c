//! Callers who write down work at the same moment.

use futures_util::future::join_all;

use super::{PAMOLOKAN, actions, add, warung, worker};
use crate::support::TestApp;

const CALLERS: usize = 8;

/// How many of the answers were accepted; the others must have met the conflict of this code.
fn accepted(answers: &[crate::support::request::Answer], conflict: &str) -> usize {
    let refused = answers.iter().filter(|answer| answer.status != 201);
    for answer in refused.clone() {
        assert_eq!(answer.expect_problem(409, "conflict")["errors"][0]["code"], conflict);
    }
    answers.len() - refused.count()
}

#[tokio::test]
async fn callers_together_cannot_give_a_worker_too_many_jobs() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = worker(&app).await;
    let mut warungs = Vec::new();
    for number in 0..CALLERS {
        warungs.push(warung(&app, &officer, PAMOLOKAN, &format!("Warung {number}")).await);
    }
    let answers =
        join_all(warungs.iter().map(|path| add(&app, &officer, path, worker, "family", "2024-02-01"))).await;
    assert_eq!(accepted(&answers, "too_many_jobs"), 2);
    let client = app.database().owner().client().await.unwrap();
    let written = client.query_one("SELECT count(*) FROM warung_workers", &[]).await.unwrap();
    assert_eq!(written.get::<_, i64>(0), 2);
}

#[tokio::test]
async fn callers_together_make_one_owner() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let mut workers = Vec::new();
    for _ in 0..CALLERS {
        workers.push(worker(&app).await);
    }
    let answers =
        join_all(workers.iter().map(|worker| add(&app, &officer, &path, *worker, "owner", "2024-02-01")))
            .await;
    assert_eq!(accepted(&answers, "owner_exists"), 1);
    assert_eq!(actions(&app, &officer, &path).await, ["created", "worker_added"]);
}
