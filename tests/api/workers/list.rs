//! `GET /v1/workers`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{ABROAD, HOME, NEXT_DOOR, act, nameless, nik, one, operator, register, siti, stranger, with};
use crate::support::TestApp;
use crate::support::app::Account;

async fn names(app: &TestApp, account: &Account, query: &str) -> Vec<String> {
    let page = app.get(&format!("/v1/workers?{query}")).as_(account).send().await.expect(200);
    let data = page["data"].as_array().unwrap();
    data.iter().map(|worker| worker["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_follow_each_other_without_gap() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for name in ["A", "B", "C", "D", "E"] {
        register(&app, &officer, &nameless(name)).await;
    }
    let first = app.get("/v1/workers?limit=2&count=exact").as_(&officer).send().await;
    let page = first.expect(200);
    assert_eq!(page["count"], 5);
    assert!(first.header("link").unwrap().contains("rel=\"next\""));
    let mut seen: Vec<Value> = page["data"].as_array().unwrap().clone();
    let mut cursor = page["next_cursor"].clone();
    while let Some(next) = cursor.as_str() {
        let page =
            app.get(&format!("/v1/workers?limit=2&cursor={next}")).as_(&officer).send().await.expect(200);
        seen.extend(page["data"].as_array().unwrap().clone());
        cursor = page["next_cursor"].clone();
    }
    let seen: Vec<&str> = seen.iter().map(|worker| worker["name"].as_str().unwrap()).collect();
    assert_eq!(seen, ["A", "B", "C", "D", "E"]);
}

#[tokio::test]
async fn every_filter_filters() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let siti = register(&app, &officer, &siti()).await;
    act(&app, &officer, &format!("{}/verify", siti.path()), &siti.etag, &json!({})).await;
    let driver = json!({
        "village_code": "35.29.02.2001", "name": "Hairul", "sex": "male", "segment": "transport",
        "occupation": "driver", "occupation_source": "self_stated",
        "poverty_source": "dtsen", "poverty_decile": 6, "poverty_as_of": "2026-07-01",
    });
    register(&app, &officer, &driver).await;
    register(&app, &officer, &with(nameless("Sri"), json!({ "village_code": NEXT_DOOR }))).await;
    for (query, expected) in [
        ("region=35", vec!["Siti Aminah", "Hairul", "Sri"]),
        ("region=3529", vec!["Siti Aminah", "Hairul", "Sri"]),
        ("region=35.29.01", vec!["Siti Aminah", "Sri"]),
        ("region=35.29.01.1016", vec!["Sri"]),
        ("region=35.28", vec![]),
        ("status=verified", vec!["Siti Aminah"]),
        ("status=registered", vec!["Hairul", "Sri"]),
        ("segment=transport", vec!["Hairul"]),
        ("occupation=warung_keeper", vec!["Siti Aminah"]),
        ("sex=male", vec!["Hairul"]),
        ("poverty_decile_min=3", vec!["Hairul"]),
        ("poverty_decile_max=3", vec!["Siti Aminah"]),
        ("poverty_decile_min=2&poverty_decile_max=6", vec!["Siti Aminah", "Hairul"]),
        ("has_nik=true", vec!["Siti Aminah"]),
        ("has_nik=false", vec!["Hairul", "Sri"]),
        ("region=35.29.01&has_nik=false", vec!["Sri"]),
    ] {
        assert_eq!(names(&app, &officer, query).await, expected, "{query}");
        let counted =
            app.get(&format!("/v1/workers?{query}&count=exact")).as_(&officer).send().await.expect(200);
        assert_eq!(counted["count"], json!(expected.len()), "{query}");
    }
}

#[tokio::test]
async fn names_are_found_despite_their_spelling_the_best_first() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for name in
        ["Mohammad Rasyid", "Sitti Aminah", "Siti Aminah", "Aminatus Sitiyah", "Hairul Anam", "Buniman"]
    {
        register(&app, &officer, &nameless(name)).await;
    }
    let found = names(&app, &officer, "q=siti+aminah").await;
    assert_eq!(found[..2], ["Siti Aminah", "Sitti Aminah"]);
    assert!(!found.contains(&"Buniman".to_owned()));
    assert_eq!(names(&app, &officer, "q=Mohamad+Rosyid").await, ["Mohammad Rasyid"]);
    assert_eq!(names(&app, &officer, "q=khairul").await, ["Hairul Anam"]);
    assert_eq!(names(&app, &officer, "q=zzz").await, Vec::<String>::new());
}

#[tokio::test]
async fn ranked_pages_follow_each_other_without_gap() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for name in ["Siti Aminah", "Siti", "Sitti", "Siti", "Siti Maimunah"] {
        register(&app, &officer, &nameless(name)).await;
    }
    let whole = app.get("/v1/workers?q=siti&count=exact").as_(&officer).send().await.expect(200);
    assert_eq!((&whole["count"], &whole["next_cursor"]), (&json!(5), &Value::Null));
    let mut seen = Vec::new();
    let mut query = "/v1/workers?q=siti&limit=1".to_owned();
    loop {
        let page = app.get(&query).as_(&officer).send().await.expect(200);
        seen.extend(page["data"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        query = format!("/v1/workers?q=siti&limit=1&cursor={next}");
    }
    assert_eq!(Value::Array(seen), whole["data"]);
}

#[tokio::test]
async fn lists_end_where_the_caller_s_regions_end() {
    let app = TestApp::start().await;
    let officer = app.officer();
    register(&app, &officer, &nameless("Sri")).await;
    register(&app, &officer, &with(nameless("Tutik"), json!({ "village_code": NEXT_DOOR }))).await;
    register(&app, &stranger(&app), &with(nameless("Fatimah"), json!({ "village_code": ABROAD }))).await;
    let viewer = app.account(Role::DistrictViewer, &["35.29.01"]);
    let both = app.account(Role::VillageOperator, &[HOME, NEXT_DOOR]);
    for (account, expected) in [
        (&officer, vec!["Sri", "Tutik"]),
        (&operator(&app), vec!["Sri"]),
        (&viewer, vec!["Sri", "Tutik"]),
        (&both, vec!["Sri", "Tutik"]),
        (&stranger(&app), vec!["Fatimah"]),
    ] {
        assert_eq!(names(&app, account, "limit=500").await, expected);
        assert_eq!(names(&app, account, "q=fatimah").await.is_empty(), expected != ["Fatimah"]);
    }
    app.get("/v1/workers").send().await.expect_problem(401, "unauthenticated");
    let admin = app.account(Role::Admin, &["35.29"]);
    app.get("/v1/workers").as_(&admin).send().await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn a_list_is_opened_for_a_purpose_and_every_row_is_written_down() {
    let app = TestApp::start().await;
    let officer = app.officer();
    register(&app, &officer, &siti()).await;
    register(&app, &officer, &with(siti(), json!({ "nik": nik(4), "name": "Sri" }))).await;
    let page = app.get("/v1/workers").as_(&officer).header("X-Purpose", "enrolment").send().await.expect(200);
    assert_eq!((&page["data"][0]["nik"], &page["data"][1]["nik"]), (&json!(nik(3)), &json!(nik(4))));
    let opened: i64 = one(&app, "select count(*) from person_access_log where purpose = 'enrolment'").await;
    assert_eq!(opened, 2);
    let viewer = app.account(Role::DistrictViewer, &["35.29.01"]);
    for query in ["/v1/workers", "/v1/workers?q=nobody"] {
        let request = app.get(query).as_(&viewer).header("X-Purpose", "enrolment");
        request.send().await.expect_problem(403, "forbidden");
    }
}

#[tokio::test]
async fn filters_that_cannot_be_read_are_named() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for (query, name) in [
        ("region=moon", "/region"),
        ("status=happy", "/status"),
        ("segment=sea", "/segment"),
        ("occupation=pirate", "/occupation"),
        ("sex=f", "/sex"),
        ("poverty_decile_min=0", "/poverty_decile_min"),
        ("poverty_decile_max=11", "/poverty_decile_max"),
        ("has_nik=yes", "/has_nik"),
        ("q=x", "/q"),
        ("expand=moon", "/expand"),
        ("limit=0", "/limit"),
    ] {
        let answer = app.get(&format!("/v1/workers?{query}")).as_(&officer).send().await;
        let problem = answer.expect_problem(400, "invalid_query");
        assert_eq!(problem["errors"][0]["pointer"], name);
    }
    let answer = app.get("/v1/workers?cursor=xyz").as_(&officer).send().await;
    answer.expect_problem(400, "invalid_cursor");
    let answer = app.get("/v1/workers?nik=3529015506820003").as_(&officer).send().await;
    answer.expect_problem(400, "unknown_parameter");
}
