//! A child of nine is the only heir. A cousin tries to have the money sent to himself.

use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::RegionCode;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, actions};
use crate::claims::scholarships::{PAPERS, child_path};
use crate::claims::stage::{Held, VILLAGE, field_errors, pairs};
use crate::support::app::Account;
use crate::support::regions::SUMENEP;
use crate::support::request::Answer;

fn account(holder: &str, number: &str) -> Value {
    json!({"bank_name": "BRI", "bank_code": "002", "account_number": number, "account_holder_name": holder})
}

async fn decide(scene: &Scene, held: &Held, by: &Account, action: &str, body: &Value) -> Answer {
    let path = format!("{}/payout-account/{action}", held.beneficiary(0));
    scene.stage.send(Method::POST, &path, by, Some(&held.etag), body).await
}

/// The insurer's transfer is refused with this code.
async fn is_not_paid(scene: &Scene, held: &Held, code: &str) {
    let transfer = scene.stage.transfer(held, 0, "TRF-2026-3");
    let answer = scene.stage.try_step(held, &scene.stage.insurer, "record-payment", &transfer).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/beneficiary_id", code)]));
}

#[tokio::test]
async fn a_cousin_does_not_get_the_money_of_a_child_who_is_the_only_heir() {
    let scene = Scene::set().await;
    let stage = &scene.stage;
    let worker = stage.worker(VILLAGE).await;
    // Fifty-nine paid months by November 2026: more than the thirty-six of a scholarship.
    scene.member(worker, "2022-01-01", "2026-11").await;
    let body = json!({
        "kind": "death", "worker_id": worker, "event_on": "2026-11-10", "reported_on": "2026-11-11",
    });
    let held = stage.file(body).await;
    scene.keeps_to_itself(&held).await;
    let heir = json!({
        "name": "Budi Hasan", "relation": "child", "birth_on": "2017-04-04", "share_basis_points": 10_000,
    });
    let held = stage.add(&held, heir).await;
    let alone = stage.try_step(&held, &stage.operator, "submit", &json!({})).await;
    let problem = alone.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/beneficiaries/0/guardian_name", "guardian_missing")]));
    let guardian = json!({"guardian_name": "Nur Hasanah"});
    let path = held.beneficiary(0);
    stage.send(Method::PATCH, &path, &stage.operator, Some(&held.etag), &guardian).await.expect(200);
    let held = stage.read(&held).await;
    // The grandmother's account is the guardian's, and needs no explanation.
    scene.account(&held, &stage.operator, &account("Nur Hasanah", "00111222333")).await.expect(200);
    let held = stage.read(&held).await;
    let pupil = json!({
        "name": "Budi Hasan", "birth_on": "2017-04-04", "level": "primary", "level_year": 4,
        "payee_id": held.beneficiary_id(0),
    });
    let (held, pupil) = stage.child(&held, pupil).await;
    assert_eq!((&pupil["may_be_due"], &pupil["payout_state"]), (&json!(true), &json!("ready")));
    let held = scene.act(&held, &stage.operator, "submit", json!({})).await;
    let missing = scene.missing(&held).await;
    assert!(
        ["guardian_letter", "guardian_bank_book"].iter().all(|paper| missing.contains(&(*paper).to_owned()))
    );
    let held = scene.send_papers(&held, &[]).await;
    scene.only_a_second_person_verifies(&held).await;
    let held = scene.act(&held, &stage.officer, "verify", json!({"accept_documents": true})).await;
    let held = scene.act(&held, &stage.officer, "send-to-insurer", json!({})).await;
    let approval = stage.approval(42_000_000);
    let held = scene.act(&held, &stage.insurer, "record-decision", approval).await;
    // 20,000,000 + 24 x 500,000 + 10,000,000; beside it 3 x 1,500,000 + 3 x 2,000,000 + 3 x 3,000,000 + 5 x 12,000,000.
    let estimate = scene.estimate(&held).await;
    assert_eq!(
        (&estimate["total_idr"], &estimate["scholarships"]["total_idr"]),
        (&json!(42_000_000), &json!(79_500_000))
    );
    assert_eq!(scene.work().await, ["claim_to_pay", "scholarship_due"]);

    // The cousin asks the village, which may not, and then the office, which has to say why.
    let mut cousins = account("Bambang Wijaya", "99988877766");
    scene.account(&held, &stage.operator, &cousins).await.expect_problem(403, "forbidden");
    scene.account(&held, &scene.abroad, &cousins).await.expect_problem(404, "not_found");
    let problem =
        scene.account(&held, &stage.officer, &cousins).await.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/explanation", "holder_differs")]));
    cousins["explanation"] = json!("Sepupu yang mengaku mengurus anak ini.");
    let stated = scene.account(&held, &stage.officer, &cousins).await.expect(200);
    assert_eq!(
        (&stated["payout_state"], &stated["payout_account"]["account_holder_name"]),
        (&json!("awaiting_approval"), &json!("Nur Hasanah"))
    );
    let held = stage.read(&held).await;
    assert_eq!(scene.work().await, ["account_change_to_approve", "claim_to_pay", "scholarship_due"]);
    is_not_paid(&scene, &held, "account_change_pending").await;
    for by in [&stage.officer, &stage.operator, &stage.insurer, &scene.admin, &scene.system] {
        decide(&scene, &held, by, "approve", &json!({})).await.expect_problem(403, "forbidden");
    }
    // Whoever stated it does not approve it in another office either.
    let promoted = stage.app.sign(Grant {
        account_id: stage.officer.id,
        kind: AccountKind::User,
        role: Some(Role::Approver),
        scopes: ScopeSet::of_role(Role::Approver),
        regions: vec![RegionCode::parse("35.29").unwrap()],
        regency_id: Some(SUMENEP),
        session_id: Some(Uuid::now_v7()),
        version: 1,
    });
    decide(&scene, &held, &promoted, "approve", &json!({}))
        .await
        .expect_problem(409, "second_person_required");
    let reason = json!({"reason": "Wali yang ditetapkan adalah neneknya."});
    let kept = decide(&scene, &held, &stage.approver, "reject", &reason).await.expect(200);
    assert_eq!((&kept["pending_payout_account"], &kept["payout_state"]), (&Value::Null, &json!("ready")));
    let held = stage.read(&held).await;
    assert_eq!(scene.work().await, ["claim_to_pay", "scholarship_due"]);

    // Another officer falls for it, notices, and takes it back by stating the account in force.
    let other = stage.app.officer();
    scene.account(&held, &other, &cousins).await.expect(200);
    let held = stage.read(&held).await;
    let back = scene.account(&held, &other, &account("Nur Hasanah", "00111222333")).await;
    // The bank of the account in force is named as it was.
    assert_eq!(back.expect(200)["payout_state"], "ready");
    let held = stage.read(&held).await;

    // The grandmother's bank closes her account: another one, approved, is paid to after a day.
    scene.account(&held, &stage.officer, &account("Nur Hasanah", "00111222777")).await.expect(200);
    let held = stage.read(&held).await;
    decide(&scene, &held, &stage.approver, "approve", &json!({"note": "Dikunjungi."})).await.expect(200);
    let held = stage.read(&held).await;
    is_not_paid(&scene, &held, "account_cooling_off").await;
    let a_day_later =
        "UPDATE claim_beneficiaries SET account_payable_from = account_payable_from - interval '24 hours'";
    stage.database.execute(a_day_later, &[]).await.unwrap();
    let transfer = stage.transfer(&held, 0, "TRF-2026-3");
    let held = scene.act(&held, &stage.insurer, "record-payment", transfer.clone()).await;
    let paid = &held.json["beneficiaries"][0];
    assert_eq!(
        (&paid["payment"]["amount_idr"], &paid["payment"]["account_number"], &held.json["status"]),
        (&json!(42_000_000), &json!("*******777"), &json!("paid"))
    );
    let twice = stage.try_step(&held, &stage.insurer, "record-payment", &transfer).await;
    twice.expect_problem(409, "invalid_state");

    // The operator takes Budi for his brother who works, and takes that back.
    let lapse = async |held: &Held, action: &str, body: Value| {
        let path = format!("{}/{action}", child_path(held, &pupil));
        stage.send(Method::POST, &path, &stage.operator, Some(&held.etag), &body).await.expect(200);
        stage.read(held).await
    };
    let held = lapse(&held, "lapse", json!({"reason": "working", "lapsed_on": stage.today})).await;
    assert_eq!(scene.work().await, Vec::<String>::new());
    let held = lapse(&held, "reinstate", json!({"reason": "Kakaknya yang bekerja."})).await;
    assert_eq!(scene.work().await, ["scholarship_due"]);
    let scholarship = stage.try_year(&held, &pupil, &stage.school_year(0), "primary").await.expect(201);
    // What the family is came with the claim; letter and report card of the year are the pupil's own.
    for kind in PAPERS {
        stage.child_paper(&held, &pupil, kind, None).await.expect(201);
    }
    let held = stage.read(&held).await;
    let accepts = json!({"accept_documents": true});
    // The officer has stated the account that it goes to.
    let own = stage.try_year_step(&held, &stage.officer, (&scholarship, "verify"), &accepts).await;
    own.expect_problem(409, "second_person_required");
    let (held, _) = stage.year_step(&held, &stage.approver, (&scholarship, "verify"), accepts).await;
    let decision = json!({"outcome": "approved", "decided_on": stage.today});
    let (held, approved) =
        stage.year_step(&held, &stage.insurer, (&scholarship, "record-decision"), decision).await;
    let transfer = stage.year_transfer(&held, &approved, "BEA-2026-3");
    let (held, paid) =
        stage.year_step(&held, &stage.insurer, (&scholarship, "record-payment"), transfer).await;
    assert_eq!(
        (&paid["payment"]["amount_idr"], &paid["payment"]["account_number"]),
        (&json!(1_500_000), &json!("*******777"))
    );
    assert_eq!(scene.work().await, Vec::<String>::new());

    let told = scene.told(&held).await;
    let all: Vec<&str> =
        actions(&told).into_iter().filter(|action| !action.starts_with("document_")).collect();
    assert_eq!(
        all,
        [
            "created",
            "beneficiary_added",
            "beneficiary_edited",
            "payout_account_set",
            "child_added",
            "submitted",
            "verified",
            "sent_to_insurer",
            "approved",
            "payout_account_change_stated",
            "payout_account_change_rejected",
            "payout_account_change_stated",
            "payout_account_change_withdrawn",
            "payout_account_change_stated",
            "payout_account_change_approved",
            "payment_recorded",
            "child_lapsed",
            "child_reinstated",
            "scholarship_claimed",
            "scholarship_verified",
            "scholarship_approved",
            "scholarship_paid",
        ]
    );
    let rejected = told.iter().find(|event| event["action"] == "payout_account_change_rejected").unwrap();
    assert_eq!(rejected["reason"], "Wali yang ditetapkan adalah neneknya.");
    let clear =
        "SELECT count(*)::text FROM changes WHERE after::text ~ '99988877766|00111222333|00111222777'";
    assert_eq!(stage.column(clear).await, ["0"]);
}
