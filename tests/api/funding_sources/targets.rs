//! For whom a source pays: entered, changed, and asked of whoever is proposed.

use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::cover::{Worker, admin, apbd, found, one, proposal, source, start, with, worker};

const LIST: &str = "/v1/funding-sources";

fn targeted() -> Value {
    with(
        apbd(),
        json!({
            "include_regions": ["35.29.01", "35.29.02.2001"],
            "exclude_regions": ["35.29.01.1016"],
            "target_deciles": [3, 1],
            "target_occupations": ["tobacco_farm_worker"],
            "target_segment": "general",
        }),
    )
}

#[tokio::test]
async fn targets_are_kept_shown_and_changed() {
    let app = start().await;
    let admin = admin(&app);
    let answer = app.post(LIST).as_(&admin).json(&targeted()).send().await;
    let shown = answer.expect(201);
    assert_eq!(shown["include_regions"], json!(["35.29.01", "35.29.02.2001"]));
    assert_eq!(shown["target_deciles"], json!([1, 3]));
    assert_eq!(
        (&shown["target_occupations"], &shown["target_segment"]),
        (&json!(["tobacco_farm_worker"]), &json!("general"))
    );
    let path = format!("{LIST}/{}", shown["id"].as_str().unwrap());
    let body = json!({ "target_deciles": [], "target_segment": null, "exclude_regions": ["35.29.01.1015"] });
    let request = app.patch(&path).as_(&admin).header("If-Match", answer.header("etag").unwrap());
    let changed = request.json(&body).send().await.expect(200);
    assert_eq!((&changed["target_deciles"], &changed["target_segment"]), (&json!([]), &Value::Null));
    assert_eq!(changed["include_regions"], shown["include_regions"]);
    let stored: String = one(
        &app,
        "select concat_ws(' ', exclude_regions, target_deciles, c.after->>'exclude_regions') from funding_sources f \
         join changes c on c.subject_id = f.id and c.version = f.version",
    )
    .await;
    assert_eq!(stored, r#"{35.29.01.1015} {} ["35.29.01.1015"]"#);
}

#[tokio::test]
async fn targets_that_cannot_be_are_refused_all_at_once() {
    let app = start().await;
    let admin = admin(&app);
    let post = async |changes: Value| app.post(LIST).as_(&admin).json(&with(apbd(), changes)).send().await;
    let wrong = json!({
        "include_regions": ["35.29.01", "35.28.01", "x"], "exclude_regions": ["35"], "target_deciles": [0, 2, 2],
        "target_occupations": ["astronaut"], "target_segment": "sea",
    });
    let problem = post(wrong).await.expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem),
        [
            ("/include_regions/2", "region_code_shape"),
            ("/target_deciles/0", "decile_range"),
            ("/target_deciles/2", "repeated"),
            ("/target_occupations/0", "unknown_code"),
            ("/target_segment", "unknown_code"),
            ("/include_regions/1", "outside_source_region"),
            ("/exclude_regions/0", "outside_source_region"),
        ]
    );
    // Money of a village goes nowhere else.
    let village =
        json!({ "region_code": "35.29.01.1015", "payer_kind": "apbdes", "include_regions": ["35.29.01"] });
    let problem = post(village).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/include_regions/0", "outside_source_region")]);
    let problem = post(json!({ "exclude_regions": ["35.29.01.2999"] })).await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/exclude_regions/0", "unknown_region")]);
    assert_eq!(one::<i64>(&app, "select count(*) from funding_sources").await, 0);
}

async fn set(app: &TestApp, worker: &Worker, columns: &str) {
    let client = app.database().owner().client().await.unwrap();
    client.execute(&format!("update workers set {columns} where id = $1"), &[&worker.id]).await.unwrap();
}

#[tokio::test]
async fn a_proposal_says_everything_that_does_not_fit_the_source() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let source = source(&app, targeted()).await;
    let propose =
        async || app.post("/v1/coverages").as_(&app.officer()).json(&proposal(&worker, source)).send().await;
    let of_source = async |status: u16| {
        let problem = propose().await.expect_problem(status, "not_eligible");
        let codes = found(&problem).into_iter().filter(|(pointer, _)| *pointer == "/funding_source_id");
        codes.map(|(_, code)| code.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of_source(409).await, ["decile_unknown", "occupation_unknown"]);
    set(
        &app,
        &worker,
        "poverty_source = 'dtsen', poverty_as_of = '2026-01-01', poverty_decile = 2, occupation = 'farmer', \
         occupation_source = 'identity_card', segment = 'transport', village_code = '35.29.01.1016'",
    )
    .await;
    assert_eq!(
        of_source(409).await,
        [
            "outside_source_region",
            "decile_outside_target",
            "occupation_outside_target",
            "segment_outside_target"
        ]
    );
    set(
        &app,
        &worker,
        "poverty_decile = 3, occupation = 'tobacco_farm_worker', segment = 'general', village_code = '35.29.01.1015'",
    )
    .await;
    propose().await.expect(201);
}

#[tokio::test]
async fn eligibility_judges_the_source_that_is_asked_about() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let source = source(&app, targeted()).await;
    let ask = async |query: &str| {
        app.get(&worker.path(&format!("/eligibility{query}"))).as_(&app.officer()).send().await
    };
    let shown = ask(&format!("?funding_source_id={source}")).await.expect(200);
    let reasons = shown["entry"]["reasons"].as_array().unwrap().clone();
    let decile = reasons.iter().find(|reason| reason["code"] == "decile_unknown").unwrap();
    assert_eq!(decile["verdict"], "unknown");
    assert_eq!(shown["entry"]["verdict"], "unknown");
    assert!(reasons.iter().any(|reason| reason["code"] == "in_source_region"));
    let plain = ask("").await.expect(200);
    assert_eq!(plain["entry"]["verdict"], "ok");
    let abroad = crate::support::cover::source_abroad(&app).await;
    let problem = ask(&format!("?funding_source_id={abroad}")).await.expect_problem(400, "invalid_query");
    assert_eq!(found(&problem), [("/funding_source_id", "unknown_funding_source")]);
}
