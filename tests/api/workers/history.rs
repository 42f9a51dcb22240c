//! `GET /v1/workers/{id}/history`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{act, nik, operator, register, siti, stranger};
use crate::support::TestApp;

#[tokio::test]
async fn every_change_says_who_what_and_why_without_a_number_in_clear() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let operator = operator(&app);
    let worker = register(&app, &operator, &siti()).await;
    let path = format!("{}/history", worker.path());
    let reason = json!({ "reason": "duplicate" });
    act(&app, &officer, &format!("{}/reject", worker.path()), &worker.etag, &reason).await;
    let answer = app.get(&path).as_(&officer).send().await;
    let history = answer.expect(200);
    let entry = |number: usize| &history["data"][number];
    assert_eq!((&entry(0)["action"], &entry(0)["actor_id"]), (&json!("created"), &json!(operator.id)));
    assert_eq!((&entry(1)["action"], &entry(1)["actor_id"]), (&json!("rejected"), &json!(officer.id)));
    assert_eq!((&entry(1)["reason"], &entry(1)["version"]), (&json!("duplicate"), &json!(2)));
    assert_eq!(entry(1)["before"]["status"], "registered");
    assert_eq!(entry(1)["after"]["status"], "rejected");
    assert!(entry(1)["request_id"].is_string());
    for hidden in [nik(3).as_str(), "81234567890", "nik_sealed", "nik_hash"] {
        assert!(!answer.text().contains(hidden), "{hidden}");
    }
    let first = app.get(&format!("{path}?limit=1")).as_(&officer).send().await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = app.get(&format!("{path}?limit=1&cursor={cursor}")).as_(&officer).send().await.expect(200);
    assert_eq!((&second["data"][0], &second["next_cursor"]), (entry(1), &Value::Null));
}

#[tokio::test]
async fn the_history_of_a_foreign_worker_does_not_exist() {
    let app = TestApp::start().await;
    let worker = register(&app, &operator(&app), &siti()).await;
    let path = format!("{}/history", worker.path());
    app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    app.get(&path).send().await.expect_problem(401, "unauthenticated");
    let admin = app.account(Role::Admin, &["35.29"]);
    app.get(&path).as_(&admin).send().await.expect_problem(403, "forbidden");
}
