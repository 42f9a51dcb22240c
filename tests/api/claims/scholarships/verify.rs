//! `POST /v1/claims/{id}/scholarships/{scholarship_id}/verify`.

use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::RegionCode;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PAPERS, ani};
use crate::claims::stage::{Call, Held, Stage, field_errors};
use crate::support::app::Account;
use crate::support::regions::SUMENEP;

const ROLES: &[Role] = &[
    Role::VillageOperator,
    Role::DistrictViewer,
    Role::Insurer,
    Role::Auditor,
    Role::Admin,
    Role::PlatformAdmin,
];

/// Takes away the papers that came with the claim, so that only those of the child count.
async fn without_family_papers(stage: &Stage) {
    let query = "DELETE FROM claim_documents WHERE child_id IS NULL";
    stage.database.execute(query, &[]).await.unwrap();
}

#[tokio::test]
async fn a_year_goes_to_the_insurer_once_every_paper_of_it_was_found_right() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    without_family_papers(&stage).await;
    let (held, scholarship) = stage.year(&held, &child).await;
    assert_eq!(scholarship["missing_documents"].as_array().unwrap().len(), 4);
    let verify = async |held, body: Value| {
        stage.try_year_step(held, &stage.approver, (&scholarship, "verify"), &body).await
    };
    let problem = verify(&held, json!({})).await.expect_problem(409, "documents_missing");
    let codes: Vec<String> = field_errors(&problem).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["document_missing"; 4]);
    for kind in PAPERS {
        stage.child_paper(&held, &child, kind, None).await.expect(201);
    }
    let held = stage.read(&held).await;
    let problem = verify(&held, json!({})).await.expect_problem(409, "documents_missing");
    let codes: Vec<String> = field_errors(&problem).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["document_to_check"; 4]);
    let done = verify(&held, json!({"accept_documents": true, "note": "Ditelepon."})).await.expect(200);
    assert_eq!((&done["status"], &done["verified_by"]), (&json!("verified"), &json!(stage.approver.id)));
    assert_eq!(done["missing_documents"], json!([]));
    let stored = "SELECT DISTINCT verdict FROM claim_documents";
    assert_eq!(stage.column(stored).await, ["accepted"]);
    let held = stage.read(&held).await;
    verify(&held, json!({})).await.expect_problem(409, "invalid_state");
}

/// What a family is does not change with the year; letter and report card do.
#[tokio::test]
async fn the_next_year_asks_for_its_own_letter_and_report_card() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    let child = json!({"id": scholarship["child_id"]});
    stage.in_september(1);
    let year = stage.school_year(1);
    let next = stage.try_year(&held, &child, &year, "primary").await.expect(201);
    assert_eq!(next["missing_documents"], json!(["school_letter", "report_card"]));
    for kind in ["school_letter", "report_card"] {
        stage.child_paper(&held, &child, kind, Some(&year)).await.expect(201);
    }
    let held = stage.read(&held).await;
    let (_, done) =
        stage.year_step(&held, &stage.officer, (&next, "verify"), json!({"accept_documents": true})).await;
    assert_eq!(done["status"], "verified");
}

#[tokio::test]
async fn neither_whoever_claimed_it_nor_whoever_changed_the_child_confirms_it() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let body = json!({"child_id": child["id"], "school_year": stage.school_year(0), "level": "primary"});
    let request = stage.app.post(&held.action("scholarships")).as_(&stage.officer);
    let scholarship = request.json(&body).send().await.expect(201);
    let held = stage.read(&held).await;
    let verify = (&scholarship, "verify");
    let own = stage.try_year_step(&held, &stage.officer, verify, &json!({})).await;
    own.expect_problem(409, "second_person_required");
    // Another officer has named who is paid.
    let other = stage.app.officer();
    let path = held.action(&format!("children/{}", child["id"].as_str().unwrap()));
    let changes = json!({"name": "Ani"});
    stage.send(Method::PATCH, &path, &other, Some(&held.etag), &changes).await.expect(200);
    let held = stage.read(&held).await;
    let own = stage.try_year_step(&held, &other, verify, &json!({})).await;
    own.expect_problem(409, "second_person_required");
    let client = stage.app.sign(Grant {
        account_id: Uuid::now_v7(),
        kind: AccountKind::Client,
        role: None,
        scopes: ScopeSet::of_role(Role::Approver),
        regions: vec![RegionCode::parse("35.29").unwrap()],
        regency_id: Some(SUMENEP),
        session_id: None,
        version: 1,
    });
    stage.try_year_step(&held, &client, verify, &json!({})).await.expect_problem(403, "forbidden");
    stage.try_year_step(&held, &stage.approver, verify, &json!({})).await.expect(200);
    let forced = "UPDATE claim_scholarships SET verified_by = claimed_by";
    let refused = stage.database.execute(forced, &[]).await.unwrap_err();
    let constraint = refused.as_db_error().and_then(|error| error.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("claim_scholarships_second_person_check"));
}

#[tokio::test]
async fn whoever_named_who_is_paid_does_not_confirm_it_whoever_changed_the_child_after_that() {
    let stage = Stage::set().await;
    let (held, child) = stage.child(&stage.bereaved().await, ani(None)).await;
    let path = held.action(&format!("children/{}", child["id"].as_str().unwrap()));
    let patch = async |held: &Held, by: &Account, body: Value| {
        stage.send(Method::PATCH, &path, by, Some(&held.etag), &body).await.expect(200);
        stage.read(held).await
    };
    let held = patch(&held, &stage.officer, json!({"payee_id": held.beneficiary_id(0)})).await;
    // A second, harmless change does not clear the first.
    let colleague = stage.app.officer();
    let held = patch(&held, &colleague, json!({"name": "Ani Hasan"})).await;
    let body = json!({"child_id": child["id"], "school_year": stage.school_year(0), "level": "primary"});
    let request = stage.app.post(&held.action("scholarships")).as_(&colleague);
    let scholarship = request.json(&body).send().await.expect(201);
    let held = stage.read(&held).await;
    let shown = format!("{}/{}", held.action("scholarships"), scholarship["id"].as_str().unwrap());
    let shown = stage.app.get(&shown).as_(&stage.officer).send().await.expect(200);
    assert_eq!(shown["allowed_actions"], json!(["withdraw"]));
    for by in [&stage.officer, &colleague] {
        let answer = stage.try_year_step(&held, by, (&scholarship, "verify"), &json!({})).await;
        answer.expect_problem(409, "second_person_required");
    }
    stage.year_step(&held, &stage.approver, (&scholarship, "verify"), json!({})).await;
    assert_eq!(stage.column("SELECT cardinality(revised_by)::text FROM claim_children").await, ["3"]);
}

/// Whoever states a child is among those who changed it, also where others did so since.
#[tokio::test]
async fn whoever_stated_a_child_does_not_confirm_it() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let request = stage.app.post(&held.action("children")).as_(&stage.officer);
    let child = request.json(&ani(Some(&held.beneficiary_id(0)))).send().await.expect(201);
    let held = stage.read(&held).await;
    let path = held.action(&format!("children/{}", child["id"].as_str().unwrap()));
    let name = json!({"name": "Ani Hasan"});
    stage.send(Method::PATCH, &path, &stage.operator, Some(&held.etag), &name).await.expect(200);
    let (held, scholarship) = stage.year(&held, &child).await;
    let own = stage.try_year_step(&held, &stage.officer, (&scholarship, "verify"), &json!({})).await;
    own.expect_problem(409, "second_person_required");
    stage.year_step(&held, &stage.approver, (&scholarship, "verify"), json!({})).await;
}

/// What one person states, another one confirms: in whichever order.
#[tokio::test]
async fn whoever_confirms_a_year_does_not_state_the_first_account_that_it_goes_to() {
    let stage = Stage::set().await;
    let colleague = stage.app.officer();
    for states_first in [false, true] {
        let (held, child) = stage.fatherless().await;
        let (mut held, scholarship) = stage.year(&held, &child).await;
        let verify = (&scholarship, "verify");
        let account = json!({"bank_name": "BRI", "account_number": "99987654321", "account_holder_name": "Ahmad Hasan"});
        let path = format!("{}/payout-account", held.beneficiary(1));
        let put =
            async |by: &Account, etag: &str| stage.send(Method::PUT, &path, by, Some(etag), &account).await;
        if states_first {
            put(&colleague, &held.etag).await.expect(200);
            held = stage.read(&held).await;
            let own = stage.try_year_step(&held, &colleague, verify, &json!({})).await;
            own.expect_problem(409, "second_person_required");
            stage.year_step(&held, &stage.approver, verify, json!({})).await;
            continue;
        }
        (held, _) = stage.year_step(&held, &colleague, verify, json!({})).await;
        put(&colleague, &held.etag).await.expect_problem(409, "second_person_required");
        put(&stage.app.officer(), &held.etag).await.expect(200);
        let held = stage.read(&held).await;
        assert_eq!(held.json["beneficiaries"][1]["payout_account"]["account_number"], "*******321");
    }
}

/// The account in force and one that waits for approval; whoever approves it has stated nothing.
#[tokio::test]
async fn whoever_stated_an_account_in_the_place_of_another_does_not_confirm_what_goes_there() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.with_year().await;
    let path = format!("{}/payout-account", held.beneficiary(0));
    let account =
        json!({"bank_name": "BRI", "account_number": "99987654321", "account_holder_name": "Siti Aminah"});
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &account).await.expect(200);
    let mut held = stage.read(&held).await;
    let shown = format!("{}/{}", held.action("scholarships"), scholarship["id"].as_str().unwrap());
    for is_in_force in [false, true] {
        if is_in_force {
            let path = format!("{path}/approve");
            let approved =
                stage.send(Method::POST, &path, &stage.approver, Some(&held.etag), &json!({})).await;
            let approved = approved.expect(200);
            assert_eq!(approved["payout_account"]["changed_by"], json!(stage.officer.id));
            held = stage.read(&held).await;
        }
        let own = stage.try_year_step(&held, &stage.officer, (&scholarship, "verify"), &json!({})).await;
        own.expect_problem(409, "second_person_required");
        let seen = stage.app.get(&shown).as_(&stage.officer).send().await.expect(200);
        assert_eq!(seen["allowed_actions"], json!(["withdraw"]));
    }
    stage
        .year_step(&held, &stage.approver, (&scholarship, "verify"), json!({"accept_documents": true}))
        .await;
}

/// The one that was verified with the claim is an account in force like any other.
#[tokio::test]
async fn whoever_stated_the_account_with_the_claim_does_not_confirm_what_goes_there() {
    let stage = Stage::set().await;
    let colleague = stage.app.officer();
    let widow = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let held = stage.add(&stage.fatal_accident().await, widow).await;
    let held = stage.give_account_as(&colleague, &held, 0).await;
    let held = stage.granted(&held).await;
    let (held, child) = stage.child(&held, ani(Some(&held.beneficiary_id(0)))).await;
    let (held, scholarship) = stage.year(&held, &child).await;
    let own = stage.try_year_step(&held, &colleague, (&scholarship, "verify"), &json!({})).await;
    own.expect_problem(409, "second_person_required");
    stage.year_step(&held, &stage.approver, (&scholarship, "verify"), json!({})).await;
}

#[tokio::test]
async fn nobody_confirms_a_year_of_a_child_for_whom_nobody_is_paid() {
    let stage = Stage::set().await;
    let (held, child) = stage.child(&stage.bereaved().await, ani(None)).await;
    let (held, scholarship) = stage.year(&held, &child).await;
    let answer = stage.try_year_step(&held, &stage.approver, (&scholarship, "verify"), &json!({})).await;
    answer.expect_problem(409, "conflict");
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.with_year().await;
    let path = held.action(&format!("scholarships/{}/verify", scholarship["id"].as_str().unwrap()));
    let call = Call {
        method: Method::POST,
        path: &path,
        body: json!({}),
        allowed: Role::Approver,
        forbidden: ROLES,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
}
