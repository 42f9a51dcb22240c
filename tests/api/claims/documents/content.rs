//! `GET /v1/claims/{id}/documents/{document_id}/content`.

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::pdf;
use crate::claims::stage::{Held, Stage};
use crate::support::app::Account;
use crate::support::request::Answer;

/// Opens the content of a document.
pub async fn open(stage: &Stage, held: &Held, by: &Account, document: &Value, purpose: &str) -> Answer {
    let path = held.action(&format!("documents/{}/content", document["id"].as_str().unwrap()));
    let request = stage.app.get(&path).as_(by);
    let request = if purpose.is_empty() { request } else { request.header("x-purpose", purpose) };
    request.send().await
}

#[tokio::test]
async fn a_paper_comes_out_as_it_went_in_and_leaves_a_record() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    // Larger than a sealed piece and than a part of an upload.
    let scan = [pdf("scan "), (0..=252_u8).cycle().take(700_000).collect()].concat();
    let document =
        stage.try_send_paper(&held, &stage.operator, "family_card", scan.clone()).await.expect(201);
    let answer = open(&stage, &held, &stage.officer, &document, "claim_handling; berkas 12").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, scan);
    assert_eq!(answer.header("content-type"), Some("application/pdf"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("content-encoding"), None);
    let size = scan.len().to_string();
    assert_eq!(answer.header("content-length"), Some(size.as_str()));
    let name = format!("attachment; filename=\"family_card-{}.pdf\"", document["id"].as_str().unwrap());
    assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
    let tag = format!("\"{}\"", document["sha256"].as_str().unwrap());
    assert_eq!(answer.header("etag"), Some(tag.as_str()));
    let logged = "SELECT format('%s %s %s %s', purpose, note, fields, actor_id) FROM person_access_log \
        WHERE purpose IS NOT NULL";
    let expected = format!("claim_handling berkas 12 {{document,family_card}} {}", stage.officer.id);
    assert_eq!(stage.column(logged).await, [expected]);
}

#[tokio::test]
async fn nobody_opens_a_paper_without_a_purpose_or_a_record() {
    let stage = Stage::set().await;
    let (held, document) = stage.send_paper(&stage.draft().await, "family_card").await;
    for purpose in ["", "curiosity"] {
        let refused = open(&stage, &held, &stage.officer, &document, purpose).await;
        refused.expect_problem(400, "invalid_header");
    }
    let viewer = stage.app.account(Role::DistrictViewer, &["35.29.01"]);
    open(&stage, &held, &viewer, &document, "audit").await.expect_problem(403, "forbidden");
    stage.database.batch_execute("REVOKE INSERT ON person_access_log FROM payung_service").await.unwrap();
    assert_eq!(open(&stage, &held, &stage.officer, &document, "audit").await.status, 500);
}

#[tokio::test]
async fn the_insurer_sees_the_papers_of_claims_that_it_has() {
    let stage = Stage::set().await;
    let (held, document) = stage.send_paper(&stage.with_widow().await, "receipts").await;
    let purpose = "claim_handling";
    let list = held.action("documents");
    open(&stage, &held, &stage.insurer, &document, purpose).await.expect_problem(404, "not_found");
    stage.app.get(&list).as_(&stage.insurer).send().await.expect_problem(404, "not_found");
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    assert_eq!(open(&stage, &held, &stage.insurer, &document, purpose).await.status, 200);
    assert_eq!(
        stage.app.get(&list).as_(&stage.insurer).send().await.expect(200)["data"][0]["id"],
        document["id"]
    );
    // Given back, it is the office's again.
    stage.step(&held, &stage.officer, "return", json!({"missing": ["Akta"]})).await;
    stage.app.get(&list).as_(&stage.insurer).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn what_lies_in_the_store_is_sealed_and_a_damaged_file_is_not_handed_out() {
    let stage = Stage::set().await;
    let (held, document) = stage.send_paper(&stage.draft().await, "family_card").await;
    let path = stage.app.state.config.files_dir.join("3529");
    let folder = std::fs::read_dir(path.parent().unwrap()).unwrap().next().unwrap().unwrap().path();
    let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&file).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("PDF"));
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let path = held.action(&format!("documents/{}/content", document["id"].as_str().unwrap()));
    let request = stage.app.get(&path).as_(&stage.officer).header("x-purpose", "audit");
    // The answer breaks off, be it before its first byte or after it.
    let body = async { request.0.send().await?.bytes().await };
    assert!(body.await.is_err());
    std::fs::remove_file(&file).unwrap();
    assert_eq!(open(&stage, &held, &stage.officer, &document, "audit").await.status, 500);
}
