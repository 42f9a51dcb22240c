//! `POST /v1/coverages/{id}/approve`

use chrono::Duration;
use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::{RegionCode, new_id};
use serde_json::json;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    admin, apbd, approver, decree, found, one, proposal, proposed, source, start, statuses_by_role, with,
    worker,
};
use crate::support::regions::SUMENEP;

/// Another system with every scope that a system can have.
fn client(app: &TestApp) -> Account {
    let scopes =
        ScopeSet::parse_for_client(["coverages:read", "coverages:propose", "coverages:end"]).unwrap();
    app.sign(Grant {
        account_id: new_id(app.state.clock.now() + Duration::seconds(1)),
        kind: AccountKind::Client,
        role: None,
        scopes,
        regions: vec![RegionCode::parse("35.29").unwrap()],
        regency_id: Some(SUMENEP),
        session_id: None,
        version: 1,
    })
}

#[tokio::test]
async fn a_second_person_approves_with_the_decree() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let approver = approver(&app);
    let before = app.get(&coverage.path).as_(&approver).send().await.expect(200);
    assert_eq!(before["allowed_actions"], json!(["approve"]));
    let shown = coverage.act(&app, &approver, "approve", &decree()).await.expect(200);
    assert_eq!((&shown["status"], &shown["approved_by"]), (&json!("approved"), &json!(approver.id)));
    assert_eq!(
        (&shown["decree_number"], &shown["decree_on"]),
        (&json!("188/245/KEP/435.013/2026"), &json!("2026-01-15"))
    );
    assert_eq!(shown["allowed_actions"], json!([]));
}

#[tokio::test]
async fn who_proposed_or_changed_it_may_not_approve_it() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    for (column, serial) in [("proposed_by", 1), ("revised_by", 2)] {
        let worker = worker(&app, serial).await;
        let coverage = proposed(&app, &proposal(&worker, source)).await;
        let approver = approver(&app);
        // An officer who became an approver: the account had a hand in the proposal.
        let statement = format!("update coverages set {column} = $1 where worker_id = $2");
        let client = app.database().owner().client().await.unwrap();
        client.execute(&statement, &[&approver.id, &worker.id]).await.unwrap();
        let shown = app.get(&coverage.path).as_(&approver).send().await.expect(200);
        assert_eq!(shown["allowed_actions"], json!([]), "{column}");
        let refused = coverage.act(&app, &approver, "approve", &decree()).await;
        let problem = refused.expect_problem(409, "second_person_required");
        assert_eq!(problem["allowed_actions"], json!(["update", "end", "replace"]), "what others may do");
    }
}

#[tokio::test]
async fn only_approvers_approve_and_systems_never() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let client = client(&app);
    let body = proposal(&worker, source(&app, apbd()).await);
    let answer = app.post("/v1/coverages").as_(&client).json(&body).send().await;
    answer.expect(201);
    let coverage = crate::support::cover::Coverage::of(&answer);
    coverage.act(&app, &client, "approve", &decree()).await.expect_problem(403, "forbidden");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => coverage.act(&app, account, "approve", &decree()).await,
        None => app.post(&format!("{}/approve", coverage.path)).json(&decree()).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Approver, 200)]);
    let foreign = app.account(Role::Approver, &["35.28"]);
    coverage.act(&app, &foreign, "approve", &decree()).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_version_the_state_and_the_decree_must_be_right() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let approver = approver(&app);
    let wrong = json!({ "decree_number": "", "decree_on": "2026-11-24" });
    let problem =
        coverage.act(&app, &approver, "approve", &wrong).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/decree_number", "text_empty"), ("/decree_on", "day_in_future")]);
    let path = format!("{}/approve", coverage.path);
    app.post(&path).as_(&approver).json(&decree()).send().await.expect_problem(428, "precondition_required");
    coverage
        .act(&app, &approver, "approve", &with(decree(), json!({ "x": 1 })))
        .await
        .expect_problem(422, "unknown_field");
    coverage.act(&app, &approver, "approve", &decree()).await.expect(200);
    coverage.act(&app, &approver, "approve", &decree()).await.expect_problem(412, "version_mismatch");
    let again = app.post(&path).as_(&approver).header("If-Match", "\"2.v\"").json(&decree()).send().await;
    let problem = again.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["activate", "end", "replace"]));
}

#[tokio::test]
async fn a_repeated_approval_answers_as_before() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let approver = approver(&app);
    let path = format!("{}/approve", coverage.path);
    let send = || {
        let request = app.post(&path).as_(&approver).header("If-Match", &coverage.etag);
        request.header("Idempotency-Key", "k").json(&decree()).send()
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.expect(200), second.expect(200));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(first.header("etag"), second.header("etag"));
}

#[tokio::test]
async fn what_changed_since_the_proposal_is_looked_at_again() {
    let app = start().await;
    let approver = approver(&app);
    let client = app.database().owner().client().await.unwrap();
    let refused = async |serial: u32, reason: &str| {
        let worker = worker(&app, serial).await;
        let source = source(&app, with(apbd(), json!({ "name": reason }))).await;
        let coverage = proposed(&app, &proposal(&worker, source)).await;
        let left = "update workers set status = 'inactive', status_reason = $1 where id = $2";
        client.execute(left, &[&reason, &worker.id]).await.unwrap();
        coverage.act(&app, &approver, "approve", &decree()).await.expect_problem(409, "not_eligible")
    };
    assert_eq!(found(&refused(1, "deceased").await), [("", "not_verified"), ("", "deceased")]);
    assert_eq!(found(&refused(2, "moved_out").await), [("", "not_verified")]);

    let source = source(&app, apbd()).await;
    let coverage = proposed(&app, &proposal(&worker(&app, 3).await, source)).await;
    let (admin, path) = (admin(&app), format!("/v1/funding-sources/{source}"));
    let etag = app.get(&path).as_(&admin).send().await.header("etag").unwrap().to_owned();
    let close = app.post(&format!("{path}/close")).as_(&admin).header("If-Match", &etag);
    close.json(&json!({ "reason": "spent" })).send().await.expect(200);
    let problem = coverage.act(&app, &approver, "approve", &decree()).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "funding_source_closed")]);
    let statuses: String = one(&app, "select string_agg(distinct status, ' ') from coverages").await;
    assert_eq!(statuses, "proposed");
}
