//! `GET /v1/warungs`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{FOREIGN, ISLAND, KEPANJIN, PAMOLOKAN, act, added, change, enter, ids, names, warung, worker};
use crate::support::TestApp;
use crate::support::app::Account;

async fn page(app: &TestApp, account: &Account, query: &str) -> Value {
    app.get(&format!("/v1/warungs?{query}")).as_(account).send().await.expect(200)
}

/// Four warungs of Sumenep, the last one closed, and one of Pamekasan.
async fn roster(app: &TestApp) {
    let officer = app.officer();
    for (village, name, code) in [
        (PAMOLOKAN, "Warung Soto", "56102"),
        (KEPANJIN, "Kios Barokah", "47112"),
        (ISLAND, "Warkop Dermaga", "56103"),
        (PAMOLOKAN, "Depot Lama", "56102"),
    ] {
        let body = json!({
            "village_code": village, "name": name, "kbli_edition": "2020", "kbli_code": code,
        });
        enter(app, &officer, body).await;
    }
    let last = page(app, &officer, "q=depot%20lama").await;
    let path = format!("/v1/warungs/{}", ids(&last)[0]);
    let today = app.state.clock.today();
    act(app, &officer, &path, "close", json!({ "reason": "unprofitable", "on": today })).await.expect(200);
    warung(app, &app.account(Role::Officer, &["35.28"]), FOREIGN, "Warung Lain").await;
}

#[tokio::test]
async fn filters_choose_and_regions_limit() {
    let app = TestApp::start().await;
    roster(&app).await;
    let officer = app.officer();
    for (query, expected) in [
        ("", &["Warung Soto", "Kios Barokah", "Warkop Dermaga", "Depot Lama"][..]),
        ("region=35", &["Warung Soto", "Kios Barokah", "Warkop Dermaga", "Depot Lama"]),
        ("region=35.29.01", &["Warung Soto", "Kios Barokah", "Depot Lama"]),
        ("region=3529011015", &["Kios Barokah"]),
        ("region=35.28", &[]),
        ("status=closed", &["Depot Lama"]),
        ("status=open&region=35.29.01", &["Warung Soto", "Kios Barokah"]),
        ("kbli=2020:56102", &["Warung Soto", "Depot Lama"]),
        ("kbli=2025:56101", &[]),
    ] {
        assert_eq!(names(&page(&app, &officer, query).await), expected, "{query}");
    }
    let operator = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    assert_eq!(names(&page(&app, &operator, "").await), ["Warung Soto", "Depot Lama"]);
    assert!(names(&page(&app, &operator, "region=35.29.18").await).is_empty());
    let viewer = app.account(Role::DistrictViewer, &["35.29.01"]);
    assert_eq!(page(&app, &viewer, "count=exact").await["count"], 3);
}

#[tokio::test]
async fn a_workers_warungs_are_found_while_the_work_lasts() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = worker(&app).await;
    warung(&app, &officer, PAMOLOKAN, "Warung Kosong").await;
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let link = added(&app, &officer, &path, worker, "owner").await;
    let query = format!("worker_id={worker}&count=exact");
    let found = page(&app, &officer, &query).await;
    assert_eq!((names(&found), &found["count"]), (vec!["Warung Bu Sri"], &json!(1)));
    change(&app, &officer, &link, json!({ "until_on": "2025-06-30" })).await.expect(200);
    assert!(ids(&page(&app, &officer, &query).await).is_empty());
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let app = TestApp::start().await;
    roster(&app).await;
    let officer = app.officer();
    let mut seen = Vec::new();
    let mut query = "limit=3&region=35.29".to_owned();
    loop {
        let answer = app.get(&format!("/v1/warungs?{query}")).as_(&officer).send().await;
        let body = answer.expect(200);
        seen.extend(ids(&body).into_iter().map(str::to_owned));
        let Some(cursor) = body["next_cursor"].as_str() else { break };
        query = format!("limit=3&region=35.29&cursor={cursor}");
        assert_eq!(answer.header("link"), Some(format!("</v1/warungs?{query}>; rel=\"next\"").as_str()));
    }
    let all = page(&app, &officer, "").await;
    assert_eq!(seen, ids(&all));
}

#[tokio::test]
async fn filters_that_cannot_be_read_are_named() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for (query, code, pointer) in [
        ("region=x", "invalid_query", "/region"),
        ("status=shut", "invalid_query", "/status"),
        ("kbli=56102", "invalid_query", "/kbli"),
        ("worker_id=7", "invalid_query", "/worker_id"),
        ("q=a", "invalid_query", "/q"),
        ("name=a", "unknown_parameter", "/name"),
        ("cursor=x", "invalid_cursor", "/cursor"),
    ] {
        let answer = app.get(&format!("/v1/warungs?{query}")).as_(&officer).send().await;
        let problem = answer.expect_problem(400, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
}

#[tokio::test]
async fn who_may_not_read_warungs_gets_none() {
    let app = TestApp::start().await;
    app.get("/v1/warungs").send().await.expect_problem(401, "unauthenticated");
    for (role, regions) in [(Role::Admin, &["35.29"][..]), (Role::PlatformAdmin, &[])] {
        let account = app.account(role, regions);
        app.get("/v1/warungs").as_(&account).send().await.expect_problem(403, "forbidden");
    }
}
