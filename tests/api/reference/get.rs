//! `GET /v1/reference` and `GET /v1/reference/{list}`

use payung::register::reference::LISTS;
use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn every_list_that_is_named_can_be_read() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let lists = app.get("/v1/reference").as_(&officer).send().await.expect(200);
    let names: Vec<&str> =
        lists["data"].as_array().unwrap().iter().map(|list| list["name"].as_str().unwrap()).collect();
    assert_eq!(names, LISTS.iter().map(|list| list.name).collect::<Vec<_>>());
    for name in names {
        let list = app.get(&format!("/v1/reference/{name}")).as_(&officer).send().await.expect(200);
        assert_eq!(list["name"], name);
        assert!(!list["data"].as_array().unwrap().is_empty());
    }
}

#[tokio::test]
async fn labels_come_in_both_languages_whatever_the_caller_speaks() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for language in ["id", "en"] {
        let list =
            app.get("/v1/reference/sex").as_(&officer).header("Accept-Language", language).send().await;
        assert_eq!(
            list.expect(200),
            json!({
                "name": "sex",
                "title": { "id": "Jenis kelamin", "en": "Sex" },
                "data": [
                    { "code": "male", "label": { "id": "Laki-laki", "en": "Male" } },
                    { "code": "female", "label": { "id": "Perempuan", "en": "Female" } },
                ],
            })
        );
    }
}

#[tokio::test]
async fn a_list_that_is_none_is_not_found_and_strangers_see_none() {
    let app = TestApp::start().await;
    app.get("/v1/reference/sexes").as_(&app.officer()).send().await.expect_problem(404, "not_found");
    for path in ["/v1/reference", "/v1/reference/sex"] {
        app.get(path).send().await.expect_problem(401, "unauthenticated");
    }
}
