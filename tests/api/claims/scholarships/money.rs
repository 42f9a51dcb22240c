//! `POST /v1/claims/{id}/scholarships/{scholarship_id}/record-decision` and `/record-payment`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::ani;
use crate::claims::stage::{Call, Stage, field_errors, pairs};

const ROLES: &[Role] = &[
    Role::VillageOperator,
    Role::DistrictViewer,
    Role::Officer,
    Role::Approver,
    Role::Auditor,
    Role::Admin,
    Role::PlatformAdmin,
];

#[tokio::test]
async fn the_insurer_pays_what_the_rule_gives_or_less_and_never_more() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    let decide = async |body| {
        stage.try_year_step(&held, &stage.insurer, (&scholarship, "record-decision"), &body).await
    };
    let more =
        json!({"outcome": "approved", "decided_on": stage.tomorrow(), "approved_amount_idr": 1_500_001});
    let problem = decide(more).await.expect_problem(422, "validation_failed");
    assert_eq!(
        field_errors(&problem),
        pairs(&[("/decided_on", "decision_day"), ("/approved_amount_idr", "more_than_the_rule")])
    );
    // Nobody decides on a year that nobody has confirmed yet.
    let early = json!({"outcome": "approved", "decided_on": stage.days_ago(1)});
    let problem = decide(early).await.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/decided_on", "decision_day")]));
    let mixed = json!({
        "outcome": "rejected", "decided_on": stage.today, "approved_amount_idr": 0, "rejection_reason": null,
    });
    let problem = decide(mixed).await.expect_problem(422, "validation_failed");
    assert_eq!(
        field_errors(&problem),
        pairs(&[
            ("/approved_amount_idr", "amount_not_positive"),
            ("/approved_amount_idr", "does_not_apply"),
            ("/rejection_reason", "required"),
        ])
    );
    let less = json!({
        "outcome": "approved", "decided_on": stage.today, "approved_amount_idr": 1_400_000,
        "insurer_reference": "BEA-7",
    });
    let decided = decide(less).await.expect(200);
    assert_eq!(
        (&decided["status"], &decided["approved_amount_idr"], &decided["amount_idr"]),
        (&json!("approved"), &json!(1_400_000), &json!(1_500_000))
    );
    assert_eq!(decided["allowed_actions"], json!(["record_payment"]));
}

#[tokio::test]
async fn a_year_that_was_refused_can_be_claimed_anew() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    let refusal =
        json!({"outcome": "rejected", "decided_on": stage.today, "rejection_reason": "Rapor tidak terbaca."});
    let (held, refused) =
        stage.year_step(&held, &stage.insurer, (&scholarship, "record-decision"), refusal).await;
    assert_eq!(
        (&refused["status"], &refused["status_reason"]),
        (&json!("rejected"), &json!("Rapor tidak terbaca."))
    );
    let child = json!({"id": scholarship["child_id"]});
    stage.try_year(&held, &child, &stage.school_year(0), "primary").await.expect(201);
    let statuses = "SELECT status FROM claim_scholarships ORDER BY claimed_at";
    assert_eq!(stage.column(statuses).await, ["rejected", "claimed"]);
}

#[tokio::test]
async fn the_transfer_is_exactly_what_was_approved_to_whom_was_named() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.approved_year().await;
    let pay = async |body| {
        stage.try_year_step(&held, &stage.insurer, (&scholarship, "record-payment"), &body).await
    };
    let wrong = json!({
        "beneficiary_id": Uuid::now_v7(), "amount_idr": 1_500_001, "paid_on": stage.tomorrow(),
        "transfer_reference": "BEA-1",
    });
    let problem = pay(wrong).await.expect_problem(422, "validation_failed");
    assert_eq!(
        field_errors(&problem),
        pairs(&[
            ("/amount_idr", "amount_not_due"),
            ("/paid_on", "payment_day"),
            ("/beneficiary_id", "not_the_payee"),
        ])
    );
    let right = stage.year_transfer(&held, &scholarship, "BEA-1");
    let paid = pay(right.clone()).await.expect(200);
    let payment = &paid["payment"];
    assert_eq!(
        (&paid["status"], &payment["amount_idr"], &payment["account_number"], &payment["recorded_by"]),
        (&json!("paid"), &json!(1_500_000), &json!("*******000"), &json!(stage.insurer.id))
    );
    let held = stage.read(&held).await;
    // What is due at once has nothing to do with it.
    assert_eq!(
        (&held.json["status"], &held.json["approved_amount_idr"]),
        (&json!("approved"), &json!(70_000_000))
    );
    assert_eq!(held.json["beneficiaries"][0]["due_amount_idr"], 70_000_000);
    let again = stage.try_year_step(&held, &stage.insurer, (&scholarship, "record-payment"), &right).await;
    again.expect_problem(409, "invalid_state");
    // A number is used once.
    let mut budi = ani(Some(&held.beneficiary_id(0)));
    (budi["name"], budi["nik"]) = (json!("Budi Santoso"), json!(null));
    let (held, child) = stage.child(&held, budi).await;
    let (held, other) = stage.year(&held, &child).await;
    let accepts = json!({"accept_documents": true});
    for kind in ["school_letter", "report_card"] {
        stage.child_paper(&held, &child, kind, None).await.expect(201);
    }
    let held = stage.read(&held).await;
    let (held, other) = stage.year_step(&held, &stage.approver, (&other, "verify"), accepts).await;
    let decision = json!({"outcome": "approved", "decided_on": stage.today});
    let (held, other) = stage.year_step(&held, &stage.insurer, (&other, "record-decision"), decision).await;
    let same = stage.year_transfer(&held, &other, "BEA-1");
    let answer = stage.try_year_step(&held, &stage.insurer, (&other, "record-payment"), &same).await;
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!(field_errors(&problem), pairs(&[("/transfer_reference", "already_exists")]));
}

/// The payout guard holds for as long as scholarships are paid, also after the claim itself was.
#[tokio::test]
async fn an_account_that_is_exchanged_after_years_waits_for_a_second_person_and_its_time() {
    let stage = Stage::set().await;
    let held = stage.paid_out().await;
    let account =
        json!({"bank_name": "BRI", "account_number": "99987654321", "account_holder_name": "Siti Aminah"});
    let path = format!("{}/payout-account", held.beneficiary(0));
    let put = async |by, etag: &str| stage.send(Method::PUT, &path, by, Some(etag), &account).await;
    // Nothing is paid to her any more.
    put(&stage.officer, &held.etag).await.expect_problem(409, "invalid_state");
    let (held, child) = stage.child(&held, ani(Some(&held.beneficiary_id(0)))).await;
    let (held, scholarship) = stage.year(&held, &child).await;
    let (held, _) = stage.year_step(&held, &stage.approver, (&scholarship, "verify"), json!({})).await;
    let decision = json!({"outcome": "approved", "decided_on": stage.today});
    let (held, scholarship) =
        stage.year_step(&held, &stage.insurer, (&scholarship, "record-decision"), decision).await;
    put(&stage.operator, &held.etag).await.expect_problem(403, "forbidden");
    put(&stage.officer, &held.etag).await.expect(200);
    let held = stage.read(&held).await;
    let transfer = stage.year_transfer(&held, &scholarship, "BEA-1");
    let refused = async |held, code: &str| {
        let answer =
            stage.try_year_step(held, &stage.insurer, (&scholarship, "record-payment"), &transfer).await;
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/beneficiary_id", code)]));
    };
    refused(&held, "account_change_pending").await;
    let path = format!("{path}/approve");
    let own = stage.send(Method::POST, &path, &stage.officer, Some(&held.etag), &json!({})).await;
    own.expect_problem(403, "forbidden");
    stage.send(Method::POST, &path, &stage.approver, Some(&held.etag), &json!({})).await.expect(200);
    let held = stage.read(&held).await;
    refused(&held, "account_cooling_off").await;
    let over = "UPDATE claim_beneficiaries SET account_payable_from = now() - interval '1 minute'";
    stage.database.execute(over, &[]).await.unwrap();
    let (held, paid) =
        stage.year_step(&held, &stage.insurer, (&scholarship, "record-payment"), transfer.clone()).await;
    assert_eq!(paid["payment"]["account_number"], "*******321");
    // Where the widow's own money went stays as it was.
    assert_eq!(held.json["beneficiaries"][0]["payment"]["account_number"], "*******000");
    assert_eq!(held.json["status"], "paid");
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.approved_year().await;
    let one = held.action(&format!("scholarships/{}", scholarship["id"].as_str().unwrap()));
    for (action, body) in [
        ("record-decision", json!({"outcome": "approved", "decided_on": stage.today})),
        ("record-payment", stage.year_transfer(&held, &scholarship, "BEA-1")),
    ] {
        let path = format!("{one}/{action}");
        let call = Call { method: Method::POST, path: &path, body, allowed: Role::Insurer, forbidden: ROLES };
        stage.refuses_outsiders(&held, &call).await;
        stage.refuses_other_versions(&held, &call).await;
    }
}
