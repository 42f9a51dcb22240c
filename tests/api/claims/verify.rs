//! `POST /v1/claims/{id}/verify`.

use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::RegionCode;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::stage::{Call, Held, Stage, field_errors, pairs};
use crate::support::app::Account;
use crate::support::papers;
use crate::support::regions::SUMENEP;

#[tokio::test]
async fn a_second_person_confirms_a_claim() {
    let stage = Stage::set().await;
    let submitted = stage.submitted().await;
    let complete = format!("{}T05:00:00Z", stage.days_ago(2));
    let verified =
        stage.step(&submitted, &stage.approver, "verify", json!({"documents_complete_at": complete})).await;
    assert_eq!(verified.json["status"], "verified");
    assert_eq!(verified.json["verified_by"], json!(stage.approver.id));
    assert_eq!(verified.json["documents_complete_at"], json!(complete));
    let stored = "SELECT format('%s %s', status, verified_by) FROM claims";
    assert_eq!(stage.column(stored).await, [format!("verified {}", stage.approver.id)]);
}

#[tokio::test]
async fn the_papers_are_complete_now_unless_said_otherwise() {
    let stage = Stage::set().await;
    let verified = stage.verified().await;
    assert_eq!(verified.json["documents_complete_at"], verified.json["verified_at"]);
}

#[tokio::test]
async fn a_claim_is_confirmed_while_papers_are_missing_and_its_clock_starts_with_the_last_of_them() {
    let stage = Stage::set().await;
    let mut held = stage.submitted().await;
    let told = json!({"documents_complete_at": format!("{}T05:00:00Z", stage.days_ago(2))});
    let problem = stage.try_step(&held, &stage.officer, "verify", &told).await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/documents_complete_at", "documents_missing")]));
    let kinds = [
        "member_card",
        "worker_id_card",
        "heir_id_card",
        "family_card",
        "heir_letter",
        "marriage_certificate",
        "bank_book",
    ];
    for kind in kinds {
        held = stage.send_paper(&held, kind).await.0;
    }
    // What the verifier sent is not the verifier's to accept.
    let own =
        stage.try_send_paper(&held, &stage.officer, "village_letter", b"%PDF-1.7".to_vec()).await.expect(201);
    held = stage.read(&held).await;
    let answer = stage.try_step(&held, &stage.officer, "verify", &json!({"accept_documents": true})).await;
    let verified = answer.expect(200);
    assert_eq!((&verified["status"], &verified["documents_complete_at"]), (&json!("verified"), &Value::Null));
    held = stage.read(&held).await;
    let refused = stage.try_step(&held, &stage.officer, "send-to-insurer", &json!({})).await;
    let problem = refused.expect_problem(409, "documents_missing");
    assert_eq!(field_errors(&problem), pairs(&[("/documents/death_certificate", "document_to_check")]));

    stage.act_on_paper(&held, &stage.approver, (&own, "accept"), &json!({})).await.expect(200);
    held = stage.read(&held).await;
    assert_eq!(held.json["documents_complete_at"], held.json["updated_at"]);
    let blurred = json!({"reason": "Buram."});
    stage.act_on_paper(&held, &stage.approver, (&own, "refuse"), &blurred).await.expect(200);
    held = stage.read(&held).await;
    assert_eq!(held.json["documents_complete_at"], Value::Null);
    let problem = stage.try_step(&held, &stage.officer, "send-to-insurer", &json!({})).await;
    let problem = problem.expect_problem(409, "documents_missing");
    assert_eq!(field_errors(&problem), pairs(&[("/documents/death_certificate", "document_refused")]));
    stage.act_on_paper(&held, &stage.approver, (&own, "accept"), &json!({})).await.expect(200);
    held = stage.read(&held).await;
    stage.try_step(&held, &stage.officer, "send-to-insurer", &json!({})).await.expect(200);
}

#[tokio::test]
async fn whoever_submitted_a_claim_does_not_confirm_it() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let submitted = stage.step(&held, &stage.officer, "submit", json!({})).await;
    assert!(!submitted.json["allowed_actions"].as_array().unwrap().contains(&json!("verify")));
    let answer = stage.try_step(&submitted, &stage.officer, "verify", &json!({})).await;
    answer.expect_problem(409, "second_person_required");
    let colleague = stage.app.officer();
    stage.step(&submitted, &colleague, "verify", json!({})).await;
}

#[tokio::test]
async fn nobody_confirms_what_he_changed_himself_whoever_changed_it_after_him() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let path = held.beneficiary(0);
    let patch = async |held: &Held, by: &Account, body: Value| {
        stage.send(Method::PATCH, &path, by, Some(&held.etag), &body).await.expect(200);
        stage.read(held).await
    };
    let held = patch(&held, &stage.officer, json!({"name": "Siti Aminah Rahmah"})).await;
    // A second, harmless change does not clear the first.
    let held = patch(&held, &stage.operator, json!({"birth_on": "1980-01-01"})).await;
    assert!(!held.json["allowed_actions"].as_array().unwrap().contains(&json!("verify")));
    let answer = stage.try_step(&held, &stage.officer, "verify", &json!({})).await;
    answer.expect_problem(409, "second_person_required");
    let forced = "UPDATE claims SET verified_at = now(), verified_by = $1";
    let refused = stage.database.execute(forced, &[&stage.officer.id]).await.unwrap_err();
    let constraint = refused.as_db_error().and_then(|error| error.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("claims_second_person_check"));
    stage.step(&held, &stage.approver, "verify", json!({})).await;
    assert_eq!(stage.column("SELECT cardinality(revised_by)::text FROM claims").await, ["2"]);
}

#[tokio::test]
async fn whoever_added_or_removed_an_heir_or_stated_an_account_does_not_confirm_it() {
    let stage = Stage::set().await;
    let colleague = stage.app.officer();
    let refused = async |held: &Held, by: &Account| {
        let answer = stage.try_step(held, by, "verify", &json!({})).await;
        answer.expect_problem(409, "second_person_required");
    };
    let held = stage.submitted().await;
    let heir = json!({"name": "Ali", "relation": "child", "birth_on": "1990-01-01", "share_basis_points": 1});
    let added = stage.app.post(&held.action("beneficiaries")).as_(&stage.officer).json(&heir).send().await;
    added.expect(201);
    let held = stage.read(&held).await;
    refused(&held, &stage.officer).await;
    stage.send(Method::DELETE, &held.beneficiary(1), &colleague, Some(&held.etag), &Value::Null).await;
    let held = stage.read(&held).await;
    assert_eq!(held.json["beneficiaries"].as_array().unwrap().len(), 1);
    refused(&held, &colleague).await;

    let held = stage.submitted().await;
    let account =
        json!({"bank_name": "BRI", "account_number": "99987654321", "account_holder_name": "Siti Aminah"});
    let path = format!("{}/payout-account", held.beneficiary(0));
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &account).await.expect(200);
    refused(&stage.read(&held).await, &stage.officer).await;
}

#[tokio::test]
async fn whoever_entered_an_heir_of_the_draft_or_handed_it_in_before_does_not_confirm_it() {
    let stage = Stage::set().await;
    let refused = async |held: &Held| {
        let answer = stage.try_step(held, &stage.officer, "verify", &json!({})).await;
        answer.expect_problem(409, "second_person_required");
    };
    let draft = stage.draft().await;
    let heir = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let added = stage.app.post(&draft.action("beneficiaries")).as_(&stage.officer).json(&heir).send().await;
    added.expect(201);
    let held = stage.step(&stage.read(&draft).await, &stage.operator, "submit", json!({})).await;
    refused(&held).await;
    let colleague = stage.app.officer();
    let held = stage.step(&stage.with_widow().await, &stage.officer, "submit", json!({})).await;
    refused(&held).await;
    let held = stage.step(&held, &colleague, "return", json!({"missing": ["Akta kematian"]})).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    refused(&held).await;
    stage.step(&held, &colleague, "verify", json!({})).await;
}

#[tokio::test]
async fn papers_are_not_complete_before_the_claim_was_reported() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    papers::found_right(&stage.database, &held.id).await;
    let body = json!({"documents_complete_at": format!("{}T05:00:00Z", stage.days_ago(10))});
    let answer = stage.try_step(&held, &stage.officer, "verify", &body).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/documents_complete_at", "complete_before_report")]));
}

#[tokio::test]
async fn a_missing_age_of_majority_is_named() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let later = "UPDATE rule_parameters SET valid_from = '2190-01-01' WHERE key = 'age_of_majority_years'";
    stage.database.execute(later, &[]).await.unwrap();
    let answer = stage.try_step(&held, &stage.officer, "verify", &json!({})).await;
    answer.expect_problem(409, "rule_missing");
}

#[tokio::test]
async fn a_system_never_confirms() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let client = stage.app.sign(Grant {
        account_id: Uuid::now_v7(),
        kind: AccountKind::Client,
        role: None,
        scopes: ScopeSet::of_role(Role::Officer),
        regions: vec![RegionCode::parse("35.29").unwrap()],
        regency_id: Some(SUMENEP),
        session_id: None,
        version: 1,
    });
    stage.app.get(&held.path()).as_(&client).send().await.expect(200);
    let answer = stage.try_step(&held, &client, "verify", &json!({})).await;
    answer.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn beneficiaries_are_checked_again() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let less = json!({"share_basis_points": 9000});
    let path = held.beneficiary(0);
    stage.send(Method::PATCH, &path, &stage.operator, Some(&held.etag), &less).await.expect(200);
    let held = stage.read(&held).await;
    let answer = stage.try_step(&held, &stage.officer, "verify", &json!({})).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/beneficiaries", "shares_do_not_add_up")]));
}

#[tokio::test]
async fn papers_are_not_complete_tomorrow() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let body = json!({"documents_complete_at": "2199-01-01T00:00:00Z"});
    let answer = stage.try_step(&held, &stage.officer, "verify", &body).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/documents_complete_at", "instant_in_future")]));
}

#[tokio::test]
async fn only_submitted_claims_are_confirmed() {
    let stage = Stage::set().await;
    for held in [stage.with_widow().await, stage.verified().await] {
        let answer = stage.try_step(&held, &stage.approver, "verify", &json!({})).await;
        answer.expect_problem(409, "invalid_state");
    }
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let path = held.action("verify");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: json!({}),
        allowed: Role::Approver,
        forbidden: &[Role::VillageOperator, Role::DistrictViewer, Role::Insurer, Role::Auditor, Role::Admin],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "submitted");
}
