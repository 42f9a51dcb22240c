//! `POST /v1/warungs/{id}/reopen`

use serde_json::json;

use super::{PAMOLOKAN, act, actions, added, change, errors, warung, worker};
use crate::support::TestApp;

#[tokio::test]
async fn a_warung_closed_by_mistake_is_opened_again_and_its_work_taken_up() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let link = added(&app, &officer, &path, worker(&app).await, "owner").await;
    let closing = json!({ "reason": "owner_died", "on": "2026-11-10" });
    act(&app, &officer, &path, "close", closing).await.expect(200);

    let reopening = json!({ "reason": "Salah catat: pemilik masih hidup", "on": "2026-11-10" });
    let open = act(&app, &officer, &path, "reopen", reopening).await.expect(200);
    let state = (&open["status"], &open["status_reason"], &open["status_on"]);
    assert_eq!(state, (&json!("open"), &json!(null), &json!("2026-11-10")));
    let resumed = change(&app, &officer, &link, json!({ "until_on": null })).await.expect(200);
    assert_eq!(resumed["until_on"], json!(null));

    let history = app.get(&format!("{path}/history")).as_(&officer).send().await.expect(200);
    let reopened = &history["data"][3];
    assert_eq!(reopened["action"], "reopened");
    assert_eq!(reopened["reason"], "Salah catat: pemilik masih hidup");
    let done = actions(&app, &officer, &path).await;
    assert_eq!(done, ["created", "worker_added", "closed", "reopened", "worker_updated"]);
}

#[tokio::test]
async fn only_a_closed_warung_reopens_and_not_before_it_closed() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let reopen = async |reason: &str, on: &str| {
        act(&app, &officer, &path, "reopen", json!({ "reason": reason, "on": on })).await
    };
    let problem = reopen("x", "2026-11-10").await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["update", "add_worker", "update_worker", "close"]));
    let closing = json!({ "reason": "other", "on": "2026-11-10" });
    act(&app, &officer, &path, "close", closing).await.expect(200);
    let early = reopen("x", "2026-11-09").await.expect_problem(422, "validation_failed");
    assert_eq!(errors(&early), [("/on", "before_closing")]);
    let wrong = reopen(" ", "soon").await.expect_problem(422, "validation_failed");
    assert_eq!(errors(&wrong), [("/reason", "text_empty"), ("/on", "day_format")]);
    let path = format!("{path}/reopen");
    let body = json!({ "reason": "x", "on": "2026-11-10" });
    app.post(&path).as_(&officer).json(&body).send().await.expect_problem(428, "precondition_required");
    let stale = app.post(&path).as_(&officer).header("If-Match", "\"1.write\"").json(&body);
    stale.send().await.expect_problem(412, "version_mismatch");
}
