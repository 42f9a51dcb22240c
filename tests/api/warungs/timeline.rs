//! `GET /v1/warungs/{id}/timeline`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{KEPANJIN, PAMOLOKAN, add, warung, worker_in};
use crate::support::TestApp;

#[tokio::test]
async fn a_warung_tells_who_worked_there_and_names_whom_the_caller_may_know() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let sri = worker_in(&app, PAMOLOKAN, "Sri Wahyuni", "verified").await;
    let ali = worker_in(&app, KEPANJIN, "Moh. Ali", "verified").await;
    add(&app, &officer, &path, sri, "owner", "2026-01-01").await.expect(201);
    add(&app, &officer, &path, ali, "family", "2026-02-01").await.expect(201);
    let etag = app.get(&path).as_(&officer).send().await.header("etag").unwrap().to_owned();
    let closing = json!({ "reason": "owner_ill", "on": app.state.clock.today() });
    let closed = app.post(&format!("{path}/close")).as_(&officer).header("If-Match", &etag).json(&closing);
    closed.send().await.expect(200);

    let timeline = format!("{path}/timeline");
    let village = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    let request = app.get(&format!("{timeline}?count=exact")).as_(&village).header("accept-language", "en");
    let story = request.send().await.expect(200);
    let sentences: Vec<&str> =
        story["data"].as_array().unwrap().iter().map(|event| event["summary"].as_str().unwrap()).collect();
    assert_eq!(sentences[0], "The warung was registered.");
    assert_eq!(sentences[1], "Sri Wahyuni began to work here as owner on 2026-01-01.");
    assert_eq!(sentences[2], "Somebody began to work here as helping family on 2026-02-01.");
    assert!(sentences.contains(&"The warung was closed."), "{sentences:?}");
    assert_eq!(story["count"], json!(sentences.len()));

    let first = app.get(&format!("{timeline}?limit=1")).as_(&officer).send().await.expect(200);
    assert_eq!(first["data"][0]["summary"], "Warung didaftarkan.");
    let next = format!("{timeline}?limit=500&cursor={}", first["next_cursor"].as_str().unwrap());
    let rest = app.get(&next).as_(&officer).send().await.expect(200);
    assert_eq!(rest["data"].as_array().unwrap().len() + 1, sentences.len());
    assert_eq!(rest["next_cursor"], Value::Null);

    let other = app.account(Role::VillageOperator, &[KEPANJIN]);
    app.get(&timeline).as_(&other).send().await.expect_problem(404, "not_found");
    app.get(&timeline).send().await.expect_problem(401, "unauthenticated");
    let admin = app.account(Role::Admin, &["35.29"]);
    app.get(&timeline).as_(&admin).send().await.expect_problem(403, "forbidden");
}
