//! `POST /v1/claims/{id}/return`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Stage, field_errors, pairs};
use crate::support::papers;

fn missing() -> Value {
    json!({"missing": ["Surat keterangan ahli waris"], "note": "Mohon dilengkapi."})
}

#[tokio::test]
async fn a_claim_goes_back_with_what_is_missing() {
    let stage = Stage::set().await;
    let returned = stage.step(&stage.submitted().await, &stage.officer, "return", missing()).await;
    assert_eq!(returned.json["status"], "returned");
    assert_eq!(returned.json["returned_missing"], json!(["Surat keterangan ahli waris"]));
    assert_eq!(returned.json["status_reason"], "Mohon dilengkapi.");
    assert_eq!(stage.column("SELECT returned_missing[1] FROM claims").await, ["Surat keterangan ahli waris"]);
}

#[tokio::test]
async fn what_was_verified_or_sent_is_verified_and_sent_anew() {
    let stage = Stage::set().await;
    for held in [stage.verified().await, stage.sent().await] {
        let returned = stage.step(&held, &stage.officer, "return", missing()).await;
        for field in ["verified_at", "verified_by", "documents_complete_at", "sent_to_insurer_at"] {
            assert_eq!(returned.json[field], Value::Null, "{field}");
        }
        let submitted = stage.step(&returned, &stage.officer, "submit", json!({})).await;
        assert_eq!(submitted.json["submitted_by"], json!(stage.officer.id));
        let same = stage.try_step(&submitted, &stage.officer, "verify", &json!({})).await;
        same.expect_problem(409, "second_person_required");
        stage.step(&submitted, &stage.approver, "verify", json!({})).await;
    }
}

#[tokio::test]
async fn something_must_be_missing() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    papers::found_right(&stage.database, &held.id).await;
    for (body, expected) in [
        (json!({"missing": []}), vec![("/missing", "missing_count")]),
        (json!({}), vec![("/missing", "missing_count")]),
        (json!({"missing": vec!["x"; 21]}), vec![("/missing", "missing_count")]),
        (
            json!({"missing": ["Akta", " "], "note": ""}),
            vec![("/missing/1", "text_empty"), ("/note", "text_empty")],
        ),
    ] {
        let answer = stage.try_step(&held, &stage.officer, "return", &body).await;
        assert_eq!(field_errors(&answer.expect_problem(422, "validation_failed")), pairs(&expected));
    }
}

#[tokio::test]
async fn without_words_it_goes_back_with_what_the_checklist_misses() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let (held, document) = stage.send_paper(&held, "death_certificate").await;
    let accepted = stage.act_on_paper(&held, &stage.officer, (&document, "accept"), &json!({})).await;
    accepted.expect(200);
    let held = stage.read(&held).await;
    // What nobody has looked at yet is there, and what was refused is not.
    let (held, _) = stage.send_paper(&held, "member_card").await;
    let (held, document) = stage.send_paper(&held, "worker_id_card").await;
    let blurred = json!({"reason": "Buram."});
    stage.act_on_paper(&held, &stage.officer, (&document, "refuse"), &blurred).await.expect(200);
    let held = stage.read(&held).await;
    let returned = stage.step(&held, &stage.officer, "return", json!({})).await;
    let missing = [
        "KTP pekerja",
        "KTP ahli waris",
        "Kartu keluarga",
        "Surat keterangan ahli waris",
        "Buku atau akta nikah",
        "Buku tabungan",
    ];
    assert_eq!(returned.json["returned_missing"], json!(missing));
}

#[tokio::test]
async fn drafts_and_decided_claims_do_not_go_back() {
    let stage = Stage::set().await;
    for held in [stage.with_widow().await, stage.approved().await, stage.rejected().await] {
        let answer = stage.try_step(&held, &stage.officer, "return", &missing()).await;
        answer.expect_problem(409, "invalid_state");
    }
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let path = held.action("return");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: missing(),
        allowed: Role::Officer,
        forbidden: &[
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Approver,
            Role::Insurer,
            Role::Auditor,
            Role::Admin,
        ],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "submitted");
}
