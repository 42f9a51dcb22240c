//! Possible duplicates

use serde_json::{Value, json};

use super::{PATH, items, only};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::HOME;

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
