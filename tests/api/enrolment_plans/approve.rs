//! `POST /v1/enrolment-plans/{id}/approve`

use chrono::Duration;
use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::{RegionCode, new_id};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::sums;
use crate::support::cover::{
    Worker, admin, apbd, approver, decree, found, one, proposal, proposed, source, start, statuses_by_role,
    with, worker,
};
use crate::support::enrolment::{Plan, draft, execute, set, wanted};
use crate::support::regions::SUMENEP;

/// Another system with every scope that a system can have here.
fn client(app: &TestApp) -> Account {
    let scopes = ScopeSet::parse_for_client(["plans:read", "plans:prepare", "candidates:read"]).unwrap();
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

/// A submitted plan over so many workers of a source of its own.
async fn submitted(app: &TestApp, count: u32) -> (Uuid, Vec<Worker>, Plan) {
    let id = source(app, apbd()).await;
    let mut workers = Vec::new();
    for serial in 1..=count {
        workers.push(worker(app, serial).await);
    }
    let plan = draft(app, &wanted(id)).await.submitted(app).await;
    (id, workers, plan)
}

/// Neither a period, nor a month of the ledger, nor a rupiah of the budget.
async fn nothing_is_written(app: &TestApp) {
    let written: i64 = one(
        app,
        "select (select count(*) from coverages where approved_at is not null) \
         + (select count(*) from contribution_obligations) + (select sum(committed_idr) from funding_sources)::bigint \
         + (select count(*) from enrolment_candidates where coverage_id is not null) \
         + (select count(*) from enrolment_plans where status = 'approved')",
    )
    .await;
    assert_eq!(written, 0);
}

#[tokio::test]
async fn the_decree_makes_periods_and_obligations_of_all_who_are_chosen() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({ "budget_idr": 500_000 }))).await;
    let (first, second, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    let officer = app.officer();
    let computed = draft(&app, &wanted(id)).await.computed(&app).await;
    let answer = computed.take(&app, &officer, "submit").await;
    answer.expect(200);
    let (plan, approver) = (Plan::of(&answer), approver(&app));
    let shown = plan.act(&app, &approver, "approve", &decree()).await.expect(200);
    assert_eq!((&shown["status"], &shown["approved_by"]), (&json!("approved"), &json!(approver.id)));
    assert_eq!(
        (&shown["decree_number"], &shown["decree_on"]),
        (&json!("188/245/KEP/435.013/2026"), &json!("2026-01-15"))
    );
    assert_eq!(shown["allowed_actions"], json!([]));
    // Two at 12 x 16,800 = 201,600 leave 96,800 of 500,000; the third waits.
    assert_eq!(sums(&app, id).await, [403_200, 0, 0, 96_800]);
    assert_eq!(shown["budget_free_idr"], 96_800);

    let candidates = plan.candidates(&app).await;
    for (worker, candidate) in [(&first, &candidates[0]), (&second, &candidates[1])] {
        let path = format!("/v1/coverages/{}", candidate["coverage_id"].as_str().unwrap());
        let coverage = app.get(&path).as_(&officer).send().await.expect(200);
        assert_eq!((&coverage["worker_id"], &coverage["status"]), (&json!(worker.id), &json!("approved")));
        assert_eq!(
            (&coverage["proposed_by"], &coverage["approved_by"]),
            (&json!(officer.id), &json!(approver.id))
        );
        assert_eq!(coverage["decree_number"], "188/245/KEP/435.013/2026");
        assert_eq!(
            (&coverage["from_month"], &coverage["last_month"]),
            (&json!("2026-01"), &json!("2026-12"))
        );
        let history = app.get(&format!("{path}/history")).as_(&officer).send().await.expect(200);
        let entry = &history["data"][0];
        assert_eq!(
            (&entry["action"], &entry["reason"]),
            (&json!("created"), &json!(format!("enrolment_plan {}", plan.id())))
        );
        let ledger = app.get(&worker.path("/ledger?count=exact")).as_(&officer).send().await.expect(200);
        assert_eq!(ledger["count"], 24);
    }
    assert_eq!((&candidates[2]["outcome"], &candidates[2]["coverage_id"]), (&json!("reserve"), &Value::Null));
    let periods: i64 =
        one(&app, &format!("select count(*) from coverages where worker_id = '{}'", third.id)).await;
    assert_eq!(periods, 0);
}

#[tokio::test]
async fn who_had_a_hand_in_it_may_not_approve_it() {
    let app = start().await;
    let (_, _, plan) = submitted(&app, 1).await;
    for hand in ["prepared_by = $1::uuid", "revised_by = array_append(revised_by, $1::uuid)"] {
        let approver = approver(&app);
        // An officer who became an approver: the account had a hand in the plan.
        execute(&app, &format!("update enrolment_plans set {hand}"), &[&approver.id]).await;
        let shown = app.get(&plan.path).as_(&approver).send().await.expect(200);
        assert_eq!(shown["allowed_actions"], json!(["return"]), "{hand}");
        let refused = plan.act(&app, &approver, "approve", &decree()).await;
        let problem = refused.expect_problem(409, "second_person_required");
        assert_eq!(problem["allowed_actions"], json!(["return", "withdraw"]), "what others may do");
    }
    nothing_is_written(&app).await;
}

#[tokio::test]
async fn every_hand_is_remembered_and_none_of_them_approves() {
    let app = start().await;
    worker(&app, 1).await;
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await;
    let hands = [app.officer(), app.officer(), app.officer()];
    let named = app.patch(&plan.path).as_(&hands[0]).header("If-Match", &plan.etag);
    let named = named.json(&json!({ "name": "Tahap 1" })).send().await;
    named.expect(200);
    let computed = Plan::of(&named).take(&app, &hands[1], "compute").await;
    computed.expect(200);
    let submitted = Plan::of(&computed).take(&app, &hands[2], "submit").await.expect(200);
    assert_eq!(submitted["revised_by"], json!(hands.each_ref().map(|hand| hand.id)));
}

#[tokio::test]
async fn only_approvers_approve_and_systems_never() {
    let app = start().await;
    let (_, _, plan) = submitted(&app, 1).await;
    let client = client(&app);
    plan.act(&app, &client, "approve", &decree()).await.expect_problem(403, "forbidden");
    plan.act(&app, &client, "return", &json!({ "reason": "x" })).await.expect_problem(403, "forbidden");
    let foreign = app.account(Role::Approver, &["35.28"]);
    plan.act(&app, &foreign, "approve", &decree()).await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => plan.act(&app, account, "approve", &decree()).await,
        None => app.post(&format!("{}/approve", plan.path)).json(&decree()).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Approver, 200)]);
}

#[tokio::test]
async fn the_version_the_state_and_the_decree_must_be_right() {
    let app = start().await;
    let (_, _, plan) = submitted(&app, 1).await;
    let approver = approver(&app);
    let wrong = json!({ "decree_number": "", "decree_on": "2026-11-24" });
    let problem = plan.act(&app, &approver, "approve", &wrong).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/decree_number", "text_empty"), ("/decree_on", "day_in_future")]);
    let path = format!("{}/approve", plan.path);
    app.post(&path).as_(&approver).json(&decree()).send().await.expect_problem(428, "precondition_required");
    let more = with(decree(), json!({ "x": 1 }));
    plan.act(&app, &approver, "approve", &more).await.expect_problem(422, "unknown_field");
    let fresh =
        draft(&app, &with(wanted(source(&app, with(apbd(), json!({ "name": "2" }))).await), json!({}))).await;
    let early = fresh.act(&app, &approver, "approve", &decree()).await.expect_problem(409, "invalid_state");
    assert_eq!(early["allowed_actions"], json!(["update", "compute", "withdraw"]));
    nothing_is_written(&app).await;
    plan.act(&app, &approver, "approve", &decree()).await.expect(200);
    plan.act(&app, &approver, "approve", &decree()).await.expect_problem(412, "version_mismatch");
}

#[tokio::test]
async fn a_repeated_approval_answers_as_before() {
    let app = start().await;
    let (_, _, plan) = submitted(&app, 2).await;
    let approver = approver(&app);
    let path = format!("{}/approve", plan.path);
    let send = || {
        let request = app.post(&path).as_(&approver).header("If-Match", &plan.etag);
        request.header("Idempotency-Key", "k").json(&decree()).send()
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.expect(200), second.expect(200));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(one::<i64>(&app, "select count(*) from coverages").await, 2);
}

#[tokio::test]
async fn who_cannot_be_funded_any_more_is_named_and_nothing_is_written() {
    let app = start().await;
    let (_, workers, plan) = submitted(&app, 5).await;
    let csr = source(&app, with(apbd(), json!({ "name": "CSR", "payer_kind": "csr" }))).await;
    set(&app, &workers[0], "status = 'inactive', status_reason = 'deceased', status_on = '2026-11-20'").await;
    proposed(&app, &with(proposal(&workers[1], csr), json!({ "until_month": "2026-01" }))).await;
    set(&app, &workers[2], "segment = 'transport'").await;
    let approver = approver(&app);
    let problem = plan.act(&app, &approver, "approve", &decree()).await.expect_problem(409, "not_eligible");
    let pointers = [0, 1, 2].map(|number: usize| format!("/candidates/{}", workers[number].id));
    let expected = [
        (pointers[0].as_str(), "not_verified"),
        (pointers[0].as_str(), "deceased"),
        (pointers[1].as_str(), "funded_in_plan_months"),
        (pointers[2].as_str(), "segment_changed"),
    ];
    assert_eq!(found(&problem), expected);
    assert!(problem["detail"].as_str().unwrap().starts_with("3 orang terpilih"));
    nothing_is_written(&app).await;
    // Computed again, the plan goes without them.
    let reason = json!({ "reason": "three are out" });
    let returned = plan.act(&app, &approver, "return", &reason).await;
    returned.expect(200);
    let again = Plan::of(&returned).approved(&app).await;
    assert_eq!(again.shown["computation"]["chosen"], 3);
}

#[tokio::test]
async fn a_plan_that_does_not_fit_its_criteria_any_more_is_refused_with_twenty_names_at_most() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    for serial in 1..=23 {
        let worker = worker(&app, serial).await;
        crate::support::enrolment::rank(&app, &worker, 1).await;
    }
    let plan = draft(&app, &with(wanted(id), json!({ "deciles": [1] }))).await.submitted(&app).await;
    execute(&app, "update workers set poverty_decile = 9", &[]).await;
    let problem =
        plan.act(&app, &approver(&app), "approve", &decree()).await.expect_problem(409, "not_eligible");
    let errors = found(&problem);
    assert_eq!(errors.len(), 20);
    assert!(errors.iter().all(|(_, code)| *code == "decile_outside_plan"));
    assert!(problem["detail"].as_str().unwrap().starts_with("23 orang terpilih"));
    nothing_is_written(&app).await;
}

#[tokio::test]
async fn a_budget_that_was_spent_or_cut_meanwhile_is_seen() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({ "budget_idr": 403_200 }))).await;
    worker(&app, 1).await;
    worker(&app, 2).await;
    let plan = draft(&app, &wanted(id)).await.submitted(&app).await;
    let (admin, path) = (admin(&app), format!("/v1/funding-sources/{id}"));
    let etag = app.get(&path).as_(&admin).send().await.header("etag").unwrap().to_owned();
    let cut = app.patch(&path).as_(&admin).header("If-Match", &etag);
    cut.json(&json!({ "budget_idr": 403_199 })).send().await.expect(200);
    let approver = approver(&app);
    let problem =
        plan.act(&app, &approver, "approve", &decree()).await.expect_problem(409, "budget_exceeded");
    assert_eq!(found(&problem), [("/funding_source_id", "budget_exceeded")]);
    assert_eq!(problem["detail"], "Tersedia Rp 403.199, diperlukan Rp 403.200.");
    nothing_is_written(&app).await;
    let etag = app.get(&path).as_(&admin).send().await.header("etag").unwrap().to_owned();
    let close = app.post(&format!("{path}/close")).as_(&admin).header("If-Match", &etag);
    close.json(&json!({ "reason": "spent" })).send().await.expect(200);
    let problem = plan.act(&app, &approver, "approve", &decree()).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "funding_source_closed")]);
    nothing_is_written(&app).await;
}

#[tokio::test]
async fn another_rate_than_the_one_computed_with_is_seen() {
    let app = start().await;
    let (_, _, plan) = submitted(&app, 1).await;
    let costly = "update contribution_rates set amount_idr = amount_idr + 1 \
                  where programme = 'jkm' and segment = 'general' and not relief";
    execute(&app, costly, &[]).await;
    let problem = plan.act(&app, &approver(&app), "approve", &decree()).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "cost_changed")]);
    nothing_is_written(&app).await;
}
