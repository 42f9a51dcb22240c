//! `POST /v1/coverages/{id}/activate`

use payung::access::caller::Role;
use serde_json::json;

use crate::support::cover::{
    HOME, active, apbd, approved, found, given, one, proposal, proposed, source, start, statuses_by_role,
    worker,
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
    assert!(history.expect(200)["data"].as_array().unwrap().len() == 3 && !history.text().contains("678"));
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
