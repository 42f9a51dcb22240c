//! Possible duplicates

use serde_json::{Value, json};

use super::{PATH, items, only};
use crate::deaths::{Report, of};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::decide;
use crate::support::cover::{HOME, Worker, start, worker};
use crate::support::enrolment::execute;
use crate::workers::merge::etag;

async fn register(app: &TestApp, account: &Account, name: &str, more: Value) -> (String, String) {
    let mut body = json!({ "village_code": HOME, "name": name });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let answer = app.post("/v1/workers").as_(account).json(&body).send().await;
    let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
    (id, answer.header("etag").unwrap().to_owned())
}

#[tokio::test]
async fn who_may_be_registered_twice_is_looked_into_until_they_are_merged_or_said_to_be_two() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let (born, card) = ("1982-06-15", "3529011203140007");
    let nik = json!({ "birth_on": born, "nik": "3529015506820003", "family_card_number": card });
    let (known, _) = register(&app, &officer, "Siti Aminah", nik).await;
    let (double, etag) = register(&app, &officer, "Sitti Aminah", json!({ "birth_on": born })).await;
    register(&app, &officer, "Moh. Rasyid", json!({ "family_card_number": card })).await;
    let item = only(&app, &officer, "possible_duplicate").await;
    assert_eq!(
        ["owner", "region_code", "link", "people"].map(|name| item[name].clone()),
        [json!("officer"), json!(HOME), json!(format!("/v1/workers/{double}/duplicates")), json!(1)]
    );
    let daughter = json!({ "family_card_number": card, "birth_on": "2004-02-01" });
    let (daughter, _) = register(&app, &officer, "Siti Aminatus", daughter).await;
    let open = items(&app, &officer, "?kind=possible_duplicate").await;
    assert_eq!(open.len(), 2, "{open:?}");
    let second = open.iter().find(|item| item["link"].as_str().unwrap().contains(&daughter)).unwrap();
    let path = format!("{PATH}/{}/finish", second["key"].as_str().unwrap());
    app.post(&path).as_(&officer).json(&json!({ "note": "mother and daughter" })).send().await.expect(200);
    assert_eq!(only(&app, &officer, "possible_duplicate").await["key"], item["key"]);
    let body = json!({ "into": known, "reason": "registered twice" });
    let merge = app.post(&format!("/v1/workers/{double}/merge")).as_(&officer).header("If-Match", &etag);
    merge.json(&body).send().await.expect(200);
    assert_eq!(items(&app, &officer, "?kind=possible_duplicate").await, [json!(null); 0]);
}

/// Two registrations with the same name and birth, of which the second waits to be verified.
async fn alike(app: &TestApp) -> (Worker, Worker) {
    let (known, double) = (worker(app, 1).await, worker(app, 2).await);
    execute(app, "update workers set status = 'registered' where id = $1", &[&double.id]).await;
    (known, double)
}

#[tokio::test]
async fn that_both_are_verified_does_not_say_that_they_are_two() {
    let app = start().await;
    let officer = app.officer();
    let (known, double) = alike(&app).await;
    let item = only(&app, &officer, "possible_duplicate").await;
    assert_eq!(
        (&item["key"], &item["link"], &item["reason"]),
        (
            &json!(format!("possible_duplicate.{}.{}", known.id.min(double.id), known.id.max(double.id))),
            &json!(format!("/v1/workers/{}/duplicates", double.id)),
            &json!("Pendaftaran ini mungkin ganda: Siti Aminah yang mirip sudah terdaftar.")
        )
    );
    decide(&app, &double.path(""), "verify", &json!({ "confirm_warnings": true })).await;
    assert_eq!(only(&app, &officer, "possible_duplicate").await["key"], item["key"]);
    let path = format!("{PATH}/{}/finish", item["key"].as_str().unwrap());
    app.post(&path).as_(&officer).json(&json!({ "note": "twins" })).send().await.expect(200);
    assert_eq!(items(&app, &officer, "?kind=possible_duplicate").await, [json!(null); 0]);
}

#[tokio::test]
async fn whoever_is_alike_somebody_recorded_as_dead_is_looked_into() {
    for (action, body) in [
        ("verify", json!({ "confirm_warnings": true })),
        ("deactivate", json!({ "reason": "other", "on": "2026-11-02" })),
    ] {
        let app = start().await;
        let officer = app.officer();
        let (known, double) = alike(&app).await;
        let before = only(&app, &officer, "possible_duplicate").await;
        Report::recorded(&app, &of(&known)).await;
        let item = only(&app, &officer, "possible_duplicate").await;
        assert_eq!(
            (&item["key"], &item["link"], &item["reason"]),
            (
                &before["key"],
                &json!(format!("/v1/workers/{}/duplicates", double.id)),
                &json!("Pendaftaran ini mungkin ganda: Siti Aminah yang mirip tercatat sudah meninggal.")
            )
        );
        decide(&app, &double.path(""), action, &body).await;
        assert_eq!(items(&app, &officer, "?kind=possible_duplicate").await, [json!(null); 0], "{action}");
    }
}

#[tokio::test]
async fn a_correction_after_a_death_was_recorded_decides_nothing() {
    let app = start().await;
    let officer = app.officer();
    let (known, double) = alike(&app).await;
    decide(&app, &double.path(""), "verify", &json!({ "confirm_warnings": true })).await;
    Report::recorded(&app, &of(&known)).await;
    let item = only(&app, &officer, "possible_duplicate").await;
    let patch = app.patch(&double.path("")).as_(&officer).header("If-Match", &etag(&app, &double).await);
    patch.json(&json!({ "phone": "081234567890", "confirm_warnings": true })).send().await.expect(200);
    assert_eq!(only(&app, &officer, "possible_duplicate").await, item);
}

#[tokio::test]
async fn whoever_was_verified_before_the_other_one_died_is_looked_into_until_the_death_is_recorded_too() {
    let app = start().await;
    let officer = app.officer();
    let (known, double) = (worker(&app, 1).await, worker(&app, 2).await);
    Report::recorded(&app, &of(&known)).await;
    let item = only(&app, &officer, "possible_duplicate").await;
    assert_eq!(item["link"], json!(format!("/v1/workers/{}/duplicates", double.id)));
    Report::recorded(&app, &of(&double)).await;
    assert_eq!(items(&app, &officer, "?kind=possible_duplicate").await, [json!(null); 0]);
}
