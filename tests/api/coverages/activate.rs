//! `POST /v1/coverages/{id}/activate`

use payung::access::caller::Role;
use serde_json::json;

use crate::support::cover::{
    HOME, Worker, active, apbd, approved, found, given, one, proposal, proposed, source, start,
    statuses_by_role, with, worker,
};

#[tokio::test]
async fn the_insurer_gives_the_member_number_and_the_first_day() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = approved(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let insurer = app.account(Role::Insurer, &["35.29"]);
    let shown = coverage.act(&app, &insurer, "activate", &given("26012345678")).await.expect(200);
    assert_eq!((&shown["status"], &shown["member_number"]), (&json!("active"), &json!("********678")));
    assert_eq!(shown["effective_on"], "2026-02-01");
    // The number stands nowhere in clear: not in the table, the history or the stored answers.
    let clear: i64 = one(
        &app,
        "select count(*) from (select t::text as line from coverages t union all select t::text from changes t) l \
         where l.line like '%26012345678%'",
    )
    .await;
    assert_eq!(clear, 0);
    let stored: String =
        one(&app, "select concat_ws(' ', octet_length(member_number_hash), activated_on) from coverages")
            .await;
    assert_eq!(stored, "32 2026-11-23");
}

#[tokio::test]
async fn the_village_never_sees_the_member_number() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    let operator = app.account(Role::VillageOperator, &[HOME]);
    let shown = app.get(&coverage.path).as_(&operator).send().await.expect(200);
    assert_eq!((&shown["status"], &shown["member_number"]), (&json!("active"), &json!(null)));
    let history = app.get(&format!("{}/history", coverage.path)).as_(&operator).send().await;
    assert_eq!(history.expect(200)["data"].as_array().unwrap().len(), 3);
    // The last digits alone may be part of an id.
    assert!(!history.text().contains("*678") && !history.text().contains("26012345678"));
    let history = app.get(&format!("{}/history", coverage.path)).as_(&app.officer()).send().await;
    assert!(history.text().contains("********678"));
}

#[tokio::test]
async fn a_member_number_is_one_persons() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    active(&app, &proposal(&first, source), "26012345678").await;
    let coverage = approved(&app, &proposal(&second, source)).await;
    let taken = coverage.act(&app, &app.officer(), "activate", &given("26012345678")).await;
    assert_eq!(found(&taken.expect_problem(409, "already_exists")), [("/member_number", "already_exists")]);
    coverage.act(&app, &app.officer(), "activate", &given("26012345679")).await.expect(200);
}

#[tokio::test]
async fn only_office_and_insurer_activate_what_is_approved() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let coverage = approved(&app, &proposal(&first, source)).await;
    let body = given("26012345678");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => coverage.act(&app, account, "activate", &body).await,
        None => app.post(&format!("{}/activate", coverage.path)).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200), (Role::Insurer, 412)]);
    let foreign = app.account(Role::Insurer, &["35.28"]);
    coverage.act(&app, &foreign, "activate", &body).await.expect_problem(404, "not_found");
    let early = proposed(&app, &proposal(&second, source)).await;
    let problem =
        early.act(&app, &app.officer(), "activate", &body).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["update", "approve", "end", "replace"]));
}

#[tokio::test]
async fn number_and_day_must_be_right() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = approved(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let officer = app.officer();
    let wrong = json!({ "member_number": "123", "effective_on": "soon" });
    let answer = coverage.act(&app, &officer, "activate", &wrong).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem),
        [("/member_number", "member_number_length"), ("/effective_on", "day_format")]
    );
    let late = json!({ "member_number": "26012345678", "effective_on": "2027-01-01" });
    let problem =
        coverage.act(&app, &officer, "activate", &late).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/effective_on", "effective_after_period")]);
}

#[tokio::test]
async fn who_died_or_left_since_the_approval_is_not_covered() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let client = app.database().owner().client().await.unwrap();
    for (serial, reason, expected) in [
        (1, "deceased", vec![("", "not_verified"), ("", "deceased")]),
        (2, "moved_out", vec![("", "not_verified")]),
    ] {
        let worker = worker(&app, serial).await;
        let coverage = approved(&app, &proposal(&worker, source)).await;
        let left = "update workers set status = 'inactive', status_reason = $1 where id = $2";
        client.execute(left, &[&reason, &worker.id]).await.unwrap();
        let refused = coverage.act(&app, &app.officer(), "activate", &given("26012345678")).await;
        assert_eq!(found(&refused.expect_problem(409, "not_eligible")), expected);
    }
    assert_eq!(one::<i64>(&app, "select count(*) from coverages where status = 'active'").await, 0);
}

#[tokio::test]
async fn cover_does_not_begin_before_the_period() {
    let app = start().await;
    let body = with(
        proposal(&worker(&app, 1).await, source(&app, apbd()).await),
        json!({ "from_month": "2026-03" }),
    );
    let coverage = approved(&app, &body).await;
    let refused = coverage.act(&app, &app.officer(), "activate", &given("26012345678")).await;
    let problem = refused.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/effective_on", "effective_before_period")]);
    let first = with(given("26012345678"), json!({ "effective_on": "2026-03-01" }));
    coverage.act(&app, &app.officer(), "activate", &first).await.expect(200);
}

#[tokio::test]
async fn a_member_number_that_the_insurer_gave_to_somebody_else_is_refused() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let fact = |worker: &Worker, number: &str| {
        json!({
            "worker_id": worker.id, "member_number": number, "state": "active", "programmes": ["jkm"],
            "as_of": "2026-11-01", "evidence": "BPJS",
        })
    };
    let post = async |fact: serde_json::Value| {
        app.post("/v1/memberships").as_(&app.officer()).json(&fact).send().await
    };
    post(fact(&first, "26012345678")).await.expect(201);
    let coverage = approved(&app, &proposal(&second, source)).await;
    let taken = coverage.act(&app, &app.officer(), "activate", &given("26012345678")).await;
    assert_eq!(found(&taken.expect_problem(409, "already_exists")), [("/member_number", "already_exists")]);
    coverage.act(&app, &app.officer(), "activate", &given("26012345679")).await.expect(200);
    let taken = post(fact(&first, "26012345679")).await;
    assert_eq!(found(&taken.expect_problem(409, "already_exists")), [("/member_number", "already_exists")]);
    post(fact(&second, "26012345679")).await.expect(201);
}
