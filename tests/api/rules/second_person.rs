//! `/v1/rules/{kind}/{id}/approve` and `/withdraw`

use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::{RegionCode, new_id};
use serde_json::{Value, json};

use super::{approved, decide, keeper};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{one, start, statuses_by_role, with};
use crate::support::regions::SUMENEP;
use crate::support::request::Answer;

fn jobs(value: i64) -> Value {
    json!({
        "key": "jobs_maximum", "value": value, "valid_from": "1990-01-01", "valid_until": "1990-12-31",
        "legal_reference": "a regulation of old", "confidence": "low",
    })
}

/// A proposal of each kind that overlaps nothing.
fn proposals() -> [(&'static str, Value); 5] {
    let source = json!({ "legal_reference": "a regulation of old", "confidence": "low" });
    let rate = json!({
        "programme": "jkm", "segment": "general", "relief": false, "method": "flat", "amount_idr": 1,
        "from_month": "1990-01", "until_month": "1990-12",
    });
    let benefit = json!({
        "kind": "death", "circumstance": "death", "item": "funeral", "measure": "fixed", "amount_idr": 1,
        "factor": 1, "valid_from": "1990-01-01", "valid_until": "1990-12-31",
    });
    let holiday = json!({ "holiday_on": "1990-08-17", "kind": "national", "name": "Proklamasi Kemerdekaan" });
    let document = json!({
        "kind": "old_age", "document": "bank_book", "requirement": "required", "valid_from": "1990-01-01",
    });
    [
        ("parameters", jobs(1)),
        ("contributions", with(rate, source.clone())),
        ("benefits", with(benefit, source.clone())),
        ("holidays", with(holiday, source.clone())),
        ("checklists", with(document, source)),
    ]
}

async fn proposed(app: &TestApp, account: &Account, kind: &str, body: &Value) -> Answer {
    let answer = app.post(&format!("/v1/rules/{kind}")).as_(account).json(body).send().await;
    answer.expect(201);
    answer
}

async fn listed(app: &TestApp, kind: &str, query: &str) -> Vec<Value> {
    let path = format!("/v1/rules/{kind}?limit=500{query}");
    let page = app.get(&path).as_(&app.officer()).send().await.expect(200);
    page["data"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
}

#[tokio::test]
async fn a_proposal_of_any_kind_counts_once_a_second_keeper_has_approved_it() {
    let app = start().await;
    for (kind, body) in proposals() {
        let (first, second) = (keeper(&app), keeper(&app));
        let proposal = proposed(&app, &first, kind, &body).await;
        let shown = proposal.json();
        assert_eq!(
            (&shown["status"], &shown["proposed_by"], &shown["approved_by"], &shown["allowed_actions"]),
            (&json!("proposed"), &json!(first.id), &Value::Null, &json!(["withdraw"])),
            "{kind}"
        );
        assert!(!listed(&app, kind, "").await.contains(&shown["id"]), "{kind}");
        assert_eq!(listed(&app, kind, "&status=proposed").await, [shown["id"].clone()], "{kind}");
        let path = proposal.header("location").unwrap();
        let seen = app.get(path).as_(&second).send().await.expect(200);
        assert_eq!(seen["allowed_actions"], json!(["approve", "withdraw"]), "{kind}");

        let refused = decide(&app, &first, &proposal, "approve").await;
        let problem = refused.expect_problem(409, "second_person_required");
        assert_eq!(problem["allowed_actions"], json!(["withdraw"]), "{kind}");
        let counts = decide(&app, &second, &proposal, "approve").await;
        assert_eq!(counts.header("etag"), Some("\"2.managed\""), "{kind}");
        let counts = counts.expect(200);
        assert_eq!(
            (&counts["status"], &counts["approved_by"], &counts["version"], &counts["allowed_actions"]),
            (&json!("approved"), &json!(second.id), &json!(2), &json!(["update"])),
            "{kind}"
        );
        assert!(listed(&app, kind, "").await.contains(&shown["id"]), "{kind}");
        let again = format!("{path}/approve");
        let again = app.post(&again).as_(&second).header("If-Match", "\"2.managed\"").send().await;
        assert_eq!(again.expect_problem(409, "invalid_state")["allowed_actions"], json!(["update"]));
        let history = app.get(&format!("{path}/history")).as_(&second).send().await.expect(200);
        let last = history["data"][1].clone();
        assert_eq!((&last["action"], &last["version"]), (&json!("approved"), &json!(2)), "{kind}");
        // What the rules said while it was only proposed.
        let then = format!("&as_known_at={}", shown["created_at"].as_str().unwrap());
        assert!(!listed(&app, kind, &then).await.contains(&shown["id"]), "{kind}");
        let then = format!("{then}&status=proposed");
        assert_eq!(listed(&app, kind, &then).await, [shown["id"].clone()], "{kind}");
    }
}

#[tokio::test]
async fn a_proposal_changes_nothing_before_its_approval() {
    let app = start().await;
    let (first, second) = (keeper(&app), keeper(&app));
    let path = "/v1/rules/parameters/01935000-0405-7000-8000-000000000006";
    let body = json!({ "value": 12, "reason": "a regulation to come" });
    let correction = app.patch(path).as_(&first).header("If-Match", "\"1.managed\"").json(&body).send().await;
    correction.expect(201);
    let quote = async || {
        let body = json!({
            "kind": "death", "event_on": "2026-11-02", "wage_base_idr": 1_000_000, "consecutive_paid_months": 3,
            "total_paid_months": 3,
        });
        app.post("/v1/quotes/benefit").as_(&first).json(&body).send().await.expect(200)["total_idr"].clone()
    };
    assert_eq!(quote().await, 42_000_000);
    decide(&app, &second, &correction, "approve").await.expect(200);
    assert_eq!(quote().await, 10_000_000);
    let old = app.get(path).as_(&first).send().await.expect(200);
    assert_eq!(old["superseded_by"], correction.json()["id"]);
    let history = app.get(&format!("{path}/history")).as_(&first).send().await.expect(200);
    assert_eq!(history["data"][1]["reason"], "a regulation to come", "in the history of both rows");
}

#[tokio::test]
async fn a_proposal_can_be_taken_back_by_either_and_then_never_counts() {
    let app = start().await;
    for by_proposer in [true, false] {
        let first = keeper(&app);
        let proposal = proposed(&app, &first, "parameters", &jobs(1)).await;
        let who = if by_proposer { first } else { keeper(&app) };
        let gone = decide(&app, &who, &proposal, "withdraw").await.expect(200);
        assert_eq!((&gone["status"], &gone["allowed_actions"]), (&json!("withdrawn"), &json!([])));
        let path = proposal.header("location").unwrap();
        let late =
            app.post(&format!("{path}/approve")).as_(&keeper(&app)).header("If-Match", "\"2.managed\"");
        late.send().await.expect_problem(409, "invalid_state");
        let history = app.get(&format!("{path}/history")).as_(&who).send().await.expect(200);
        assert_eq!(history["data"][1]["reason"], "misread");
    }
    assert_eq!(listed(&app, "parameters", "&status=withdrawn").await.len(), 2);
    let counting: i64 = one(
        &app,
        "select count(*) from rule_parameters where status = 'approved' and valid_until is not null",
    )
    .await;
    assert_eq!(counting, 0);
}

#[tokio::test]
async fn a_correction_that_came_too_late_can_only_be_withdrawn() {
    let app = start().await;
    let (first, second) = (keeper(&app), keeper(&app));
    let path = "/v1/rules/parameters/01935000-0405-7000-8000-000000000003";
    let correct = async |value: i64| {
        let body = json!({ "value": value, "reason": "misread" });
        app.patch(path).as_(&first).header("If-Match", "\"1.managed\"").json(&body).send().await
    };
    let (winner, loser) = (correct(3).await, correct(4).await);
    approved(&app, &winner).await;
    let late = decide(&app, &second, &loser, "approve").await.expect_problem(409, "invalid_state");
    assert_eq!(late["allowed_actions"], json!(["withdraw"]));
    decide(&app, &second, &loser, "withdraw").await.expect(200);
    let value: i64 = one(
        &app,
        "select value from rule_parameters where key = 'jobs_maximum' and status = 'approved' and superseded_at is null",
    )
    .await;
    assert_eq!(value, 3);
}

#[tokio::test]
async fn who_does_not_keep_the_rules_decides_nothing_and_neither_does_a_system() {
    let app = start().await;
    let proposal = proposed(&app, &keeper(&app), "parameters", &jobs(1)).await;
    let path = proposal.header("location").unwrap().to_owned();
    for (action, body) in [("approve", None), ("withdraw", Some(json!({ "reason": "misread" })))] {
        let path = format!("{path}/{action}");
        let send = async |account: Option<&Account>| {
            let request = app.post(&path).header("If-Match", "\"9.managed\"");
            let request = account.into_iter().fold(request, |request, account| request.as_(account));
            let request = body.iter().fold(request, |request, body| request.json(body));
            request.send().await
        };
        let statuses = statuses_by_role(&app, send).await;
        assert_eq!(statuses, [(Role::PlatformAdmin, 412)], "{action}");
        let system = app.sign(Grant {
            account_id: new_id(app.state.clock.now()),
            kind: AccountKind::Client,
            role: None,
            scopes: ScopeSet::parse_for_client(["rules:read"]).unwrap(),
            regions: vec![RegionCode::parse("35.29").unwrap()],
            regency_id: Some(SUMENEP),
            session_id: None,
            version: 1,
        });
        send(Some(&system)).await.expect_problem(403, "forbidden");
    }
    let still: String = one(&app, "select status from rule_parameters where proposed_by is not null").await;
    assert_eq!(still, "proposed");
}

#[tokio::test]
async fn what_cannot_be_decided_upon_is_refused() {
    let app = start().await;
    let keeper = keeper(&app);
    let proposal = proposed(&app, &keeper, "parameters", &jobs(1)).await;
    let id = proposal.json()["id"].as_str().unwrap().to_owned();
    let post = async |rest: &str, etag: Option<&str>, body: Option<Value>| {
        let request = app.post(&format!("/v1/rules/{rest}")).as_(&keeper);
        let request = etag.into_iter().fold(request, |request, etag| request.header("If-Match", etag));
        body.iter().fold(request, |request, body| request.json(body)).send().await
    };
    let current = Some("\"1.own\"");
    post(&format!("parameters/{id}/approve"), None, None).await.expect_problem(428, "precondition_required");
    post(&format!("benefits/{id}/approve"), current, None).await.expect_problem(404, "not_found");
    post(&format!("taxes/{id}/approve"), current, None).await.expect_problem(404, "not_found");
    let reason = json!({ "reason": " " });
    let empty = post(&format!("parameters/{id}/withdraw"), current, Some(reason)).await;
    empty.expect_problem(422, "validation_failed");
    let bare = post(&format!("parameters/{id}/withdraw"), current, Some(json!({}))).await;
    bare.expect_problem(422, "invalid_shape");
    app.get(&format!("/v1/rules/parameters/{id}/approve"))
        .as_(&keeper)
        .send()
        .await
        .expect_problem(405, "method_not_allowed");
    app.get("/v1/rules/parameters?status=lost")
        .as_(&keeper)
        .send()
        .await
        .expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn the_database_itself_refuses_an_approval_without_a_second_person() {
    let app = start().await;
    let first = keeper(&app);
    for (kind, body) in proposals() {
        proposed(&app, &first, kind, &body).await;
    }
    let client = app.database().service().client().await.unwrap();
    for table in ["rule_parameters", "contribution_rates", "benefit_rules", "holidays", "checklist_items"] {
        for (set, constraint) in [
            ("status = 'approved'", "approval_check"),
            ("status = 'approved', approved_at = now(), approved_by = proposed_by", "second_person_check"),
        ] {
            let statement = format!("update {table} set {set} where status = 'proposed'");
            let error = client.execute(&statement, &[]).await.unwrap_err();
            let name = error.as_db_error().unwrap().constraint().unwrap().to_owned();
            assert_eq!(name, format!("{table}_{constraint}"));
        }
        let content = format!("update {table} set legal_reference = 'another'");
        assert_eq!(
            client.execute(&content, &[]).await.unwrap_err().code().unwrap().code(),
            "42501",
            "{table}"
        );
    }
}
