//! `POST /v1/claims/{id}/record-decision`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Stage, VILLAGE, field_errors, pairs, strings};

#[tokio::test]
async fn an_approval_says_what_each_beneficiary_is_due() {
    let stage = Stage::set().await;
    let approved = stage.approved_family(42_000_001).await;
    assert_eq!(approved.json["status"], "approved");
    assert_eq!(approved.json["approved_amount_idr"], 42_000_001);
    let due: Vec<&Value> =
        approved.json["beneficiaries"].as_array().unwrap().iter().map(|one| &one["due_amount_idr"]).collect();
    // Half of 42,000,001 is rounded down, and the first bears what is left over.
    assert_eq!(due, [&json!(21_000_001), &json!(10_500_000), &json!(10_500_000)]);
    assert_eq!(strings(&approved.json["allowed_actions"]), ["record_payment"]);
    let stored = "SELECT format('%s %s', status, approved_amount_idr) FROM claims";
    assert_eq!(stage.column(stored).await, ["approved 42000001"]);
}

#[tokio::test]
async fn an_approval_may_come_in_lines() {
    let stage = Stage::set().await;
    let lines = json!([
        {"benefit": "death", "amount_idr": 20_000_000},
        {"benefit": "periodic", "amount_idr": 12_000_000},
        {"benefit": "funeral", "amount_idr": 10_000_000},
    ]);
    let body = json!({
        "outcome": "approved", "decided_on": stage.today, "approved_lines": lines, "insurer_reference": "KLM-9",
    });
    let approved = stage.step(&stage.sent().await, &stage.insurer, "record-decision", body).await;
    assert_eq!(approved.json["approved_amount_idr"], 42_000_000);
    assert_eq!(approved.json["approved_lines"], lines);
    assert_eq!(approved.json["insurer_reference"], "KLM-9");
}

#[tokio::test]
async fn a_refusal_says_why() {
    let stage = Stage::set().await;
    let rejected = stage.rejected().await;
    assert_eq!(rejected.json["status"], "rejected");
    assert_eq!(rejected.json["rejection_reason"], "Iuran tidak dibayar.");
    assert_eq!(rejected.json["beneficiaries"][0]["due_amount_idr"], Value::Null);
    let reason = "SELECT reason FROM changes WHERE action = 'rejected'";
    assert_eq!(stage.column(reason).await, ["Iuran tidak dibayar."]);
}

#[tokio::test]
async fn a_decision_must_make_sense() {
    let stage = Stage::set().await;
    let held = stage.sent().await;
    let line = |amount: i64| json!({"benefit": "death", "amount_idr": amount});
    let of_years = |amount: i64| json!({"benefit": "scholarship", "amount_idr": amount});
    let today = &stage.today;
    for (body, expected) in [
        (json!({"outcome": "approved", "decided_on": today}), vec![("/approved_amount_idr", "required")]),
        (
            json!({"outcome": "approved", "decided_on": "x", "approved_amount_idr": 0, "rejection_reason": "y"}),
            vec![
                ("/decided_on", "day_format"),
                ("/rejection_reason", "does_not_apply"),
                ("/approved_amount_idr", "amount_not_positive"),
            ],
        ),
        (
            json!({"outcome": "approved", "decided_on": today, "approved_amount_idr": 3, "approved_lines": [line(2)]}),
            vec![("/approved_lines", "lines_do_not_add_up")],
        ),
        (
            json!({"outcome": "approved", "decided_on": today, "approved_lines": [line(2), line(-1)]}),
            vec![("/approved_lines/1/amount_idr", "amount_not_positive")],
        ),
        (
            json!({"outcome": "approved", "decided_on": today, "approved_lines": [line(i64::MAX), line(1)]}),
            vec![("/approved_amount_idr", "amount_not_positive")],
        ),
        (
            json!({"outcome": "approved", "decided_on": today, "approved_amount_idr": 1_i64 << 53}),
            vec![("/approved_amount_idr", "amount_too_large")],
        ),
        // Scholarships are no part of what is paid at once.
        (
            json!({"outcome": "approved", "decided_on": today, "approved_lines": [of_years(1)]}),
            vec![("/approved_amount_idr", "required")],
        ),
        (
            json!({"outcome": "approved", "decided_on": today, "approved_amount_idr": 3, "approved_lines": [line(2), of_years(1)]}),
            vec![("/approved_lines", "lines_do_not_add_up")],
        ),
        (
            json!({"outcome": "approved", "decided_on": today, "approved_lines": [line(2), of_years(i64::MAX), of_years(1)]}),
            vec![("/approved_lines", "amount_too_large")],
        ),
        (
            json!({"outcome": "approved", "decided_on": today, "approved_lines": [{"benefit": "late_fee", "amount_idr": 1}]}),
            vec![("/approved_lines", "late_fee_alone")],
        ),
        (json!({"outcome": "rejected", "decided_on": today}), vec![("/rejection_reason", "required")]),
        (
            json!({"outcome": "rejected", "decided_on": today, "rejection_reason": "z", "approved_amount_idr": 1,
                "approved_lines": [line(1)]}),
            vec![("/approved_amount_idr", "does_not_apply"), ("/approved_lines", "does_not_apply")],
        ),
        (
            json!({"outcome": "approved", "decided_on": stage.days_ago(1), "approved_amount_idr": 1}),
            vec![("/decided_on", "decision_day")],
        ),
        (
            json!({"outcome": "rejected", "decided_on": "2199-01-01", "rejection_reason": "z"}),
            vec![("/decided_on", "decision_day")],
        ),
    ] {
        let answer = stage.try_step(&held, &stage.insurer, "record-decision", &body).await;
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&expected), "{body}");
    }
    assert_eq!(stage.read(&held).await.json["status"], "sent_to_insurer");
}

#[tokio::test]
async fn an_amount_that_leaves_somebody_with_nothing_is_refused() {
    let stage = Stage::set().await;
    let held = stage.step(&stage.with_family().await, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    let answer = stage.try_step(&held, &stage.insurer, "record-decision", &stage.approval(3)).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/approved_amount_idr", "amount_indivisible")]));
}

#[tokio::test]
async fn only_what_was_sent_is_decided_and_only_once() {
    let stage = Stage::set().await;
    for held in [stage.verified().await, stage.approved().await, stage.rejected().await] {
        let answer = stage.try_step(&held, &stage.insurer, "record-decision", &stage.rejection()).await;
        answer.expect_problem(409, "invalid_state");
    }
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.sent().await;
    let path = held.action("record-decision");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: stage.approval(42_000_000),
        allowed: Role::Insurer,
        forbidden: &[
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Officer,
            Role::Approver,
            Role::Auditor,
            Role::Admin,
        ],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "sent_to_insurer");
}

#[tokio::test]
async fn nobody_who_lives_leaves_a_death_benefit() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(5),
        "circumstances": "Jatuh."});
    let heir = json!({"name": "Moh. Hasan", "relation": "self", "share_basis_points": 10_000});
    let held = stage.add(&stage.file(body).await, heir).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    let line = |benefit: &str| json!({"benefit": benefit, "amount_idr": 10_000_000});
    let body = json!({"outcome": "approved", "decided_on": stage.today,
        "approved_lines": [line("disability"), line("death"), line("funeral")]});
    let answer = stage.try_step(&held, &stage.insurer, "record-decision", &body).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(
        field_errors(&problem),
        pairs(&[
            ("/approved_lines/1/benefit", "worker_lives"),
            ("/approved_lines/2/benefit", "worker_lives")
        ])
    );
}
