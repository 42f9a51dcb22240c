//! `POST /v1/workers/{id}/deactivate`

use chrono::Days;
use serde_json::json;

use super::{act, found, one, register, siti};
use crate::support::TestApp;

#[tokio::test]
async fn a_worker_leaves_on_the_stated_day() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let etag = act(&app, &officer, &format!("{}/verify", worker.path()), &worker.etag, &json!({})).await;
    let request = app.post(&format!("{}/deactivate", worker.path())).as_(&officer).header("If-Match", &etag);
    let gone = request.json(&json!({ "reason": "deceased", "on": "2026-10-01" })).send().await.expect(200);
    assert_eq!(
        [&gone["status"], &gone["status_reason"], &gone["status_on"]],
        ["inactive", "deceased", "2026-10-01"]
    );
    assert_eq!(one::<i64>(&app, "select count(open_worker_id) from persons").await, 0);
    let kept: String = one(&app, "select reason from changes where action = 'deactivated'").await;
    assert_eq!(kept, "deceased");
}

#[tokio::test]
async fn the_day_lies_between_birth_and_today() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let tomorrow = (app.state.clock.today() + Days::new(1)).to_string();
    for (on, code) in [(tomorrow.as_str(), "day_in_future"), ("1982-06-14", "before_birth")] {
        let request =
            app.post(&format!("{}/deactivate", worker.path())).as_(&officer).header("If-Match", &worker.etag);
        let answer = request.json(&json!({ "reason": "deceased", "on": on })).send().await;
        assert_eq!(found(&answer.expect_problem(422, "validation_failed")), [("/on", code)]);
    }
}
