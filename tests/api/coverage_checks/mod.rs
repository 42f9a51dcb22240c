//! `/v1/coverage-checks`

mod merged;

use payung::access::caller::Role;
use payung::domain::Nik;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    HOME, NEXT_DOOR, active, apbd, approved, found, nik, proposal, settle, source, start, statuses_by_role,
    stranger, with, worker,
};

const PATH: &str = "/v1/coverage-checks";

async fn check(app: &TestApp, account: &Account, checks: Value) -> Value {
    let answer = app.post(PATH).as_(account).json(&json!({ "checks": checks })).send().await;
    answer.expect(200)["data"].clone()
}

fn by_nik(nik: &Nik) -> Value {
    json!({ "type": "nik", "value": nik.as_str() })
}

fn not_covered(on: &str) -> Value {
    json!({ "on": on, "standing": "not_covered", "until_month": null, "programmes": [] })
}

#[tokio::test]
async fn a_covered_person_is_found_covered_by_nik_and_by_member_number() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-01", "2026-12", "2026-02-01").await;
    let expected = |on: &str, standing: &str| json!({ "on": on, "standing": standing, "until_month": "2026-12", "programmes": ["jkk", "jkm"] });
    let number = json!({ "type": "member_number", "value": "26012345678", "on": "2026-02-01" });
    let checks = json!([
        by_nik(&worker.nik),
        number,
        with(by_nik(&worker.nik), json!({ "on": "2026-01-31" })),
        with(by_nik(&worker.nik), json!({ "on": "2027-03-31" })),
        with(by_nik(&worker.nik), json!({ "on": "2027-04-01" })),
    ]);
    let answers = check(&app, &app.officer(), checks).await;
    assert_eq!(
        answers,
        json!([
            expected("2026-11-23", "active"),
            expected("2026-02-01", "active"),
            not_covered("2026-01-31"),
            expected("2027-03-31", "in_arrears"),
            expected("2027-04-01", "lapsed"),
        ])
    );
}

#[tokio::test]
async fn a_month_counts_from_the_day_it_was_paid_and_three_unpaid_ones_are_arrears() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-02", "2026-02", "2026-02-10").await;
    settle(&app, &worker, "2026-03", "2026-05", "2026-05-20").await;
    let on = |day: &str| with(by_nik(&worker.nik), json!({ "on": day }));
    let days = ["2026-03-31", "2026-05-19", "2026-05-20", "2026-06-01", "2026-08-31", "2026-09-01"];
    let answers = check(&app, &app.officer(), json!(days.map(on))).await;
    let shown: Vec<_> = answers
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["standing"].as_str().unwrap(), one["until_month"].as_str().unwrap()))
        .collect();
    assert_eq!(
        shown,
        [
            ("in_arrears", "2026-02"),
            ("in_arrears", "2026-02"),
            ("active", "2026-05"),
            ("in_arrears", "2026-05"),
            ("in_arrears", "2026-05"),
            ("lapsed", "2026-05"),
        ]
    );
}

#[tokio::test]
async fn the_unknown_the_uncovered_and_the_people_of_others_look_the_same() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (uncovered, waiting, covered) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    approved(&app, &proposal(&waiting, source)).await;
    active(&app, &proposal(&covered, source), "26012345678").await;
    settle(&app, &covered, "2026-01", "2026-12", "2026-02-01").await;
    let unknown_number = json!({ "type": "member_number", "value": "26012345670" });
    let checks = json!([by_nik(&nik(1990, 9)), by_nik(&uncovered.nik), by_nik(&waiting.nik), unknown_number]);
    let answers = check(&app, &app.officer(), checks).await;
    assert_eq!(
        answers,
        json!([
            not_covered("2026-11-23"),
            not_covered("2026-11-23"),
            not_covered("2026-11-23"),
            not_covered("2026-11-23")
        ])
    );
    let number = json!({ "type": "member_number", "value": "26012345678" });
    let answers = check(&app, &stranger(&app), json!([by_nik(&covered.nik), number])).await;
    assert_eq!(answers, json!([not_covered("2026-11-23"), not_covered("2026-11-23")]));
    // People move within a regency, so a village may ask for all of it.
    let village = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    assert_eq!(check(&app, &village, json!([by_nik(&covered.nik)])).await[0]["standing"], "active");
}

#[tokio::test]
async fn the_word_of_the_insurer_counts_before_our_own_books() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let said = json!({
        "worker_id": worker.id, "member_number": "26012345678", "state": "active", "programmes": ["jkm"],
        "since_on": "2020-01-01", "paid_until": "2026-09", "as_of": "2026-10-01", "evidence": "list of October",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&said).send().await.expect(201);
    let number = |on: &str| json!({ "type": "member_number", "value": "26012345678", "on": on });
    let answers = check(
        &app,
        &app.officer(),
        json!([number("2021-05-01"), number("2026-11-23"), number("2019-12-31")]),
    )
    .await;
    let shown: Vec<(&Value, &Value)> =
        answers.as_array().unwrap().iter().map(|one| (&one["standing"], &one["until_month"])).collect();
    assert_eq!(
        shown,
        [
            (&json!("active"), &json!("2026-09")),
            (&json!("in_arrears"), &json!("2026-09")),
            (&json!("not_covered"), &json!(null))
        ]
    );
    let lapsed = with(said, json!({ "state": "lapsed", "as_of": "2026-11-20" }));
    app.post("/v1/memberships").as_(&app.officer()).json(&lapsed).send().await.expect(201);
    assert_eq!(check(&app, &app.officer(), json!([by_nik(&worker.nik)])).await[0]["standing"], "lapsed");
}

#[tokio::test]
async fn the_dead_are_not_covered() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-01", "2026-12", "2026-02-01").await;
    let client = app.database().owner().client().await.unwrap();
    let died = "update workers set status = 'inactive', status_reason = 'deceased', status_on = '2026-07-04'";
    client.execute(died, &[]).await.unwrap();
    let on = |day: &str| with(by_nik(&worker.nik), json!({ "on": day }));
    let answers = check(&app, &app.officer(), json!([on("2026-07-04"), on("2026-07-05")])).await;
    assert_eq!((&answers[0]["standing"], &answers[1]["standing"]), (&json!("active"), &json!("not_covered")));
}

#[tokio::test]
async fn a_claimed_death_ends_the_yes_before_anybody_has_taken_the_dead_out_of_the_register() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-01", "2026-12", "2026-02-01").await;
    let claim = json!({ "kind": "death", "worker_id": worker.id, "event_on": "2026-07-04" });
    app.post("/v1/claims").as_(&app.officer()).json(&claim).send().await.expect(201);
    let on = |day: &str| with(by_nik(&worker.nik), json!({ "on": day }));
    let standings = async || {
        let answers = check(&app, &app.officer(), json!([on("2026-07-04"), on("2026-07-05")])).await;
        json!([answers[0]["standing"], answers[1]["standing"]])
    };
    assert_eq!(standings().await, json!(["active", "active"]), "a draft says nothing");
    let client = app.database().owner().client().await.unwrap();
    let submitted = "update claims set status = 'submitted', submitted_at = now(), submitted_by = $1";
    client.execute(submitted, &[&app.officer().id]).await.unwrap();
    assert_eq!(standings().await, json!(["active", "not_covered"]));
}

#[tokio::test]
async fn a_thousand_are_answered_in_order_and_no_more() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-01", "2026-12", "2026-02-01").await;
    let mut checks: Vec<Value> = (1..=1_000).map(|serial| by_nik(&nik(1990, serial))).collect();
    checks[617] = by_nik(&worker.nik);
    let answers = check(&app, &app.officer(), json!(checks)).await;
    let standings: Vec<&Value> = answers.as_array().unwrap().iter().map(|one| &one["standing"]).collect();
    assert_eq!(standings.len(), 1_000);
    let covered: Vec<usize> = (0..1_000).filter(|place| standings[*place] == "active").collect();
    assert_eq!(covered, [617]);
    checks.push(by_nik(&worker.nik));
    for checks in [json!(checks), json!([])] {
        let answer = app.post(PATH).as_(&app.officer()).json(&json!({ "checks": checks })).send().await;
        assert_eq!(found(&answer.expect_problem(422, "validation_failed")), [("/checks", "wrong_count")]);
    }
}

#[tokio::test]
async fn every_bad_check_is_named_without_repeating_it() {
    let app = start().await;
    let checks = json!([
        { "type": "nik", "value": "3529015506820000" },
        { "type": "nik", "value": "3529015506820001" },
        { "type": "member_number", "value": "3529015506820001" },
        { "type": "name", "value": "Siti", "on": "tomorrow" },
    ]);
    let answer = app.post(PATH).as_(&app.officer()).json(&json!({ "checks": checks })).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    let pointers: Vec<&str> = found(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/checks/0/value", "/checks/2/value", "/checks/3/type", "/checks/3/on"]);
    assert!(!answer.text().contains("352901550682"));
}

#[tokio::test]
async fn each_person_asked_for_counts_against_the_minute() {
    let app = TestApp::configured(|config| config.rate_limits.check = std::num::NonZeroU32::new(3)).await;
    let officer = app.officer();
    let ask = async |people: u32| {
        let checks: Vec<Value> = (0..people).map(|serial| by_nik(&nik(1982, serial + 1))).collect();
        app.post(PATH).as_(&officer).json(&json!({ "checks": checks })).send().await
    };
    ask(2).await.expect(200);
    let refused = ask(2).await;
    refused.expect_problem(429, "rate_limited");
    assert!(refused.header("retry-after").is_some());
    ask(1).await.expect(200);
}

#[tokio::test]
async fn those_who_work_with_people_may_check() {
    let app = start().await;
    let body = json!({ "checks": [by_nik(&nik(1982, 1))] });
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(PATH).as_(account).json(&body).send().await,
        None => app.post(PATH).json(&body).send().await,
    })
    .await;
    let roles = [
        Role::VillageOperator,
        Role::DistrictViewer,
        Role::Officer,
        Role::Approver,
        Role::Insurer,
        Role::Auditor,
    ];
    assert_eq!(statuses, roles.map(|role| (role, 200)));
    let answer = app.post(PATH).as_(&app.account(Role::VillageOperator, &[HOME])).json(&body).send().await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}
