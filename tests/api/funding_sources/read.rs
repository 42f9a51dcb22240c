//! Reading funding sources.

use payung::access::caller::Role;
use serde_json::json;

use crate::support::cover::{
    HOME, admin, apbd, source, source_abroad, start, statuses_by_role, stranger, with,
};
use crate::support::enrolment::execute;

const LIST: &str = "/v1/funding-sources";

#[tokio::test]
async fn sources_are_listed_by_region_kind_year_and_state() {
    let app = start().await;
    let own = source(&app, apbd()).await.to_string();
    let village =
        with(apbd(), json!({ "name": "APBDes Pajagalan", "payer_kind": "apbdes", "region_code": HOME }));
    let village = source(&app, village).await.to_string();
    let next = json!({ "fiscal_year": 2027, "from_month": "2027-01", "until_month": "2027-12" });
    let next = source(&app, with(apbd(), next)).await.to_string();
    source_abroad(&app).await;
    let officer = app.officer();
    let listed = async |query: &str| {
        let shown = app.get(&format!("{LIST}{query}")).as_(&officer).send().await.expect(200);
        let ids = shown["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(listed("").await, [own.as_str(), &village, &next]);
    assert_eq!(listed("?fiscal_year=2026").await, [own.as_str(), &village]);
    assert_eq!(listed("?payer_kind=apbdes").await, [village.as_str()]);
    assert_eq!(listed("?region=35.29.01").await, [village.as_str()]);
    assert_eq!(listed("?region=35.28").await, [""; 0]);
    assert_eq!(listed("?status=closed").await, [""; 0]);

    let page = app.get(&format!("{LIST}?limit=2&count=exact")).as_(&officer).send().await;
    assert_eq!(page.expect(200)["count"], 3);
    let rest = page.header("link").unwrap().split(['<', '>']).nth(1).unwrap().to_owned();
    let rest = app.get(&rest).as_(&officer).send().await.expect(200);
    assert_eq!((&rest["data"][0]["id"], &rest["next_cursor"]), (&json!(next), &json!(null)));
    app.get(&format!("{LIST}?payer_kind=x")).as_(&officer).send().await.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn a_source_of_another_regency_does_not_exist() {
    let app = start().await;
    let path = format!("{LIST}/{}", source(&app, apbd()).await);
    for path in [path.clone(), format!("{path}/history")] {
        app.get(&path).as_(&app.officer()).send().await.expect(200);
        app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        let readers =
            [Role::DistrictViewer, Role::Officer, Role::Approver, Role::Insurer, Role::Auditor, Role::Admin];
        assert_eq!(statuses, readers.map(|role| (role, 200)));
    }
    let answer = app.get(&path).as_(&app.officer()).send().await;
    assert_eq!(answer.json()["allowed_actions"], json!(["reprice"]));
    let held = app.get(&path).as_(&app.officer()).header("If-None-Match", answer.header("etag").unwrap());
    assert_eq!(held.send().await.status.as_u16(), 304);
}

#[tokio::test]
async fn the_tag_of_a_large_source_is_as_short_as_the_document_says() {
    let app = start().await;
    let large = source(&app, with(apbd(), json!({ "budget_idr": 9_000_000_000_000_000_i64 }))).await;
    let sums = "update funding_sources set committed_idr = 8999999999999998, paid_idr = 8999999999999997, \
                credit_idr = 8999999999999996, refunded_idr = 1 where id = $1";
    execute(&app, sums, &[&large]).await;
    let answer = app.get(&format!("{LIST}/{large}")).as_(&admin(&app)).send().await;
    let tag = answer.header("etag").unwrap();
    let view = tag.trim_matches('"').split_once('.').unwrap().1;
    assert!(view.len() <= 40 && view.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{tag}");
}
