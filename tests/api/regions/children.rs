//! `GET /v1/regions/{code}/children`

use serde_json::{Value, json};

use crate::support::TestApp;

fn codes(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|region| region["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn children_come_in_pages_that_link_to_each_other() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let first = app.get("/v1/regions/35.29/children?limit=20&count=exact").as_(&officer).send().await;
    let page = first.expect(200);
    assert_eq!((codes(&page).len(), &page["count"]), (20, &json!(27)));
    assert_eq!(codes(&page).first(), Some(&"35.29.01"));

    let link = first.header("link").unwrap();
    let next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap();
    let rest = app.get(next).as_(&officer).send().await;
    let page = rest.expect(200);
    assert_eq!((codes(&page).len(), &page["next_cursor"]), (7, &json!(null)));
    assert_eq!((codes(&page).last(), rest.header("link")), (Some(&"35.29.27"), None));
}

#[tokio::test]
async fn a_village_has_no_children_and_a_region_that_is_none_is_not_found() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let page = app.get("/v1/regions/35.29.01.1015/children").as_(&officer).send().await.expect(200);
    assert_eq!(page, json!({ "data": [], "next_cursor": null }));
    app.get("/v1/regions/35.30/children").as_(&officer).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let ranked = app.get("/v1/regions?q=lombang&limit=1").as_(&officer).send().await.expect(200);
    let cursor = ranked["next_cursor"].as_str().unwrap();
    let answer = app.get(&format!("/v1/regions/35.29/children?cursor={cursor}")).as_(&officer).send().await;
    answer.expect_problem(400, "invalid_cursor");
}
