//! `POST /v1/workers/{id}/reject`

use serde_json::json;

use super::{one, register, siti};
use crate::support::TestApp;

#[tokio::test]
async fn a_refused_registration_keeps_its_reason_and_frees_the_person() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let request =
        app.post(&format!("{}/reject", worker.path())).as_(&officer).header("If-Match", &worker.etag);
    let body = json!({ "reason": "not_resident", "note": "Tinggal di Pamekasan" });
    let rejected = request.json(&body).send().await.expect(200);
    assert_eq!(
        (&rejected["status"], &rejected["status_reason"]),
        (&json!("rejected"), &json!("not_resident"))
    );
    let open: i64 = one(&app, "select count(open_worker_id) from persons").await;
    assert_eq!(open, 0);
    let kept: String = one(&app, "select reason from changes where action = 'rejected'").await;
    assert_eq!(kept, "not_resident: Tinggal di Pamekasan");
    let again = register(&app, &officer, &siti()).await;
    assert_ne!(again.id, worker.id);
    assert_eq!(one::<i64>(&app, "select count(*) from persons").await, 1, "it is the same person");
}
