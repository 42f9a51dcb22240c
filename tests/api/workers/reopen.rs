//! `POST /v1/workers/{id}/reopen`

use futures_util::future::join_all;
use serde_json::json;

use super::{ABROAD, act, one, register, siti, stranger, with};
use crate::support::TestApp;

#[tokio::test]
async fn a_reopened_worker_is_registered_again_and_its_person_s_open_one() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let gone = json!({ "reason": "moved_out", "on": "2026-10-01" });
    let etag = act(&app, &officer, &format!("{}/deactivate", worker.path()), &worker.etag, &gone).await;
    let request = app.post(&format!("{}/reopen", worker.path())).as_(&officer).header("If-Match", &etag);
    let back = request.json(&json!({ "reason": "Kembali ke desa" })).send().await.expect(200);
    assert_eq!((&back["status"], &back["status_reason"]), (&json!("registered"), &json!(null)));
    assert_eq!(back["status_on"], app.state.clock.today().to_string());
    let open: String = one(&app, "select open_worker_id::text from persons").await;
    assert_eq!(open, worker.id);
    let kept: String = one(&app, "select reason from changes where action = 'reopened'").await;
    assert_eq!(kept, "Kembali ke desa");
}

#[tokio::test]
async fn a_person_with_another_open_registration_is_not_reopened() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let first = register(&app, &officer, &siti()).await;
    let reason = json!({ "reason": "data_invalid" });
    let etag = act(&app, &officer, &format!("{}/reject", first.path()), &first.etag, &reason).await;
    let second = register(&app, &officer, &siti()).await;
    let request = app.post(&format!("{}/reopen", first.path())).as_(&officer).header("If-Match", &etag);
    let answer = request.json(&json!({ "reason": "Ternyata benar" })).send().await;
    assert_eq!(answer.expect_problem(409, "already_registered")["existing_id"], second.id.as_str());
}

#[tokio::test]
async fn a_reopening_and_registrations_elsewhere_race_for_one_person() {
    let app = TestApp::start().await;
    let (officer, stranger) = (app.officer(), stranger(&app));
    let worker = register(&app, &officer, &siti()).await;
    let reason = json!({ "reason": "not_resident" });
    let etag = act(&app, &officer, &format!("{}/reject", worker.path()), &worker.etag, &reason).await;
    let there = with(siti(), json!({ "village_code": ABROAD }));
    let posts = (0..8).map(|number| match number {
        3 => {
            let request =
                app.post(&format!("{}/reopen", worker.path())).as_(&officer).header("If-Match", &etag);
            request.json(&json!({ "reason": "Kembali" })).send()
        }
        _ => app.post("/v1/workers").as_(&stranger).json(&there).send(),
    });
    let answers = join_all(posts).await;
    let won = answers.iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(won, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    let open: i64 =
        one(&app, "select count(*) from workers where status in ('registered', 'verified')").await;
    assert_eq!(open, 1);
}
