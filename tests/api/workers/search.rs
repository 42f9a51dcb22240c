//! `POST /v1/workers/search`

use payung::access::caller::Role;
use serde_json::json;

use super::{act, nik, operator, register, siti, stranger, with};
use crate::support::TestApp;

#[tokio::test]
async fn a_nik_finds_all_registrations_in_the_own_regions() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let first = register(&app, &officer, &siti()).await;
    let reason = json!({ "reason": "data_invalid" });
    act(&app, &officer, &format!("{}/reject", first.path()), &first.etag, &reason).await;
    let second = register(&app, &officer, &siti()).await;
    register(&app, &officer, &with(siti(), json!({ "nik": nik(4) }))).await;
    let search = app.post("/v1/workers/search?count=exact").as_(&officer).json(&json!({ "nik": nik(3) }));
    let found = search.send().await.expect(200);
    assert_eq!((&found["data"][0]["id"], &found["data"][1]["id"]), (&json!(first.id), &json!(second.id)));
    assert_eq!((&found["count"], &found["next_cursor"]), (&json!(2), &json!(null)));
    assert_eq!(found["data"][0]["nik"], "3529************");
}

#[tokio::test]
async fn elsewhere_the_nik_is_unknown() {
    let app = TestApp::start().await;
    register(&app, &operator(&app), &siti()).await;
    for account in [stranger(&app), app.account(Role::VillageOperator, &["35.29.01.1016"])] {
        let search = app.post("/v1/workers/search").as_(&account).json(&json!({ "nik": nik(3) }));
        assert_eq!(search.send().await.expect(200)["data"], json!([]));
    }
}

#[tokio::test]
async fn a_search_is_read_strictly_and_slowed() {
    let app = TestApp::configured(|config| config.rate_limits.lookup = std::num::NonZeroU32::new(1)).await;
    let officer = app.officer();
    let search = |body| app.post("/v1/workers/search").as_(&officer).json(&body).send();
    let problem = search(json!({ "nik": "7" })).await.expect_problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["code"], "nik_length");
    search(json!({})).await.expect_problem(422, "invalid_shape");
    search(json!({ "nik": nik(3) })).await.expect(200);
    search(json!({ "nik": nik(3) })).await.expect_problem(429, "rate_limited");
    let anonymous = app.post("/v1/workers/search").json(&json!({ "nik": nik(3) })).send().await;
    anonymous.expect_problem(401, "unauthenticated");
    let admin = app.account(Role::Admin, &["35.29"]);
    let forbidden = app.post("/v1/workers/search").as_(&admin).json(&json!({ "nik": nik(3) })).send().await;
    forbidden.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn a_purpose_opens_what_was_found() {
    let app = TestApp::start().await;
    register(&app, &operator(&app), &siti()).await;
    let officer = app.officer();
    let search = app.post("/v1/workers/search").as_(&officer).header("X-Purpose", "contact");
    let found = search.json(&json!({ "nik": nik(3) })).send().await.expect(200);
    assert_eq!(found["data"][0]["phone"], "+6281234567890");
    let opened: i64 =
        super::one(&app, "select count(*) from person_access_log where purpose = 'contact'").await;
    assert_eq!(opened, 1);
}
