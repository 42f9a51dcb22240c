//! `GET /v1/regions`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;

fn names(page: &Value) -> Vec<(&str, &str)> {
    let regions = page["data"].as_array().unwrap().iter();
    regions.map(|region| (region["code"].as_str().unwrap(), region["name"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn filters_go_together() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let count = async |query: &str| {
        let page = app.get(&format!("/v1/regions?count=exact&limit=1&{query}")).as_(&officer).send().await;
        page.expect(200)["count"].as_i64().unwrap()
    };
    assert_eq!(count("level=province").await, 1);
    assert_eq!(count("level=regency").await, 2);
    assert_eq!(count("level=district&parent=35.29").await, 27);
    assert_eq!(count("parent=352922").await, 9);
    assert_eq!(count("level=village&parent=35.29").await, 0);
    assert_eq!(count("").await, 366);
}

#[tokio::test]
async fn all_pages_together_hold_every_region_once() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let mut codes: Vec<String> = Vec::new();
    let mut path = "/v1/regions?limit=100".to_owned();
    loop {
        let page = app.get(&path).as_(&officer).send().await.expect(200);
        codes.extend(names(&page).iter().map(|(code, _)| (*code).to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/regions?limit=100&cursor={cursor}");
    }
    assert_eq!(codes.len(), 366);
    assert!(codes.is_sorted_by(|earlier, later| earlier < later));
}

#[tokio::test]
async fn a_name_is_found_in_spite_of_its_spelling() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for (searched, code) in [
        ("guluk guluk", "35.29.09"),
        ("Pregaan", "35.29.11"),
        ("sapekan", "35.29.25"),
        ("Raas", "35.29.22"),
        ("masalembo", "35.29.23"),
    ] {
        let page = app.get(&format!("/v1/regions?level=district&q={searched}")).as_(&officer).send().await;
        let page = page.expect(200);
        assert_eq!(names(&page).first().map(|(code, _)| *code), Some(code), "{searched}: {page}");
    }
}

#[tokio::test]
async fn a_search_goes_on_after_its_rank() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let whole = app.get("/v1/regions?q=lombang").as_(&officer).send().await.expect(200);
    let mut found: Vec<Value> = Vec::new();
    let mut path = "/v1/regions?q=lombang&limit=1".to_owned();
    loop {
        let page = app.get(&path).as_(&officer).send().await.expect(200);
        found.extend(page["data"].as_array().unwrap().iter().cloned());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/regions?q=lombang&limit=1&cursor={cursor}");
    }
    assert_eq!(whole["data"], json!(found));
    // Two villages have this very name; what is only like it comes after them.
    let first: Vec<_> = names(&whole).into_iter().take(2).collect();
    assert_eq!(first, [("35.29.08.2005", "Lombang"), ("35.29.16.2016", "Lombang")]);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_with_its_parameter() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for (query, code, pointer) in [
        ("level=town", "invalid_query", "/level"),
        ("parent=abc", "invalid_query", "/parent"),
        ("q=a", "invalid_query", "/q"),
        ("limit=0", "invalid_query", "/limit"),
        ("name=x", "unknown_parameter", "/name"),
        ("cursor=x", "invalid_cursor", "/cursor"),
    ] {
        let problem = app.get(&format!("/v1/regions?{query}")).as_(&officer).send().await;
        let problem = problem.expect_problem(400, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
}

#[tokio::test]
async fn everybody_who_is_signed_in_sees_the_whole_list() {
    let app = TestApp::start().await;
    for account in [
        app.account(Role::VillageOperator, &["35.29.01.1015"]),
        app.account(Role::Auditor, &["35.28"]),
        app.account(Role::PlatformAdmin, &[]),
    ] {
        let page = app.get("/v1/regions?count=exact&limit=1").as_(&account).send().await.expect(200);
        assert_eq!(page["count"], 366);
    }
}
