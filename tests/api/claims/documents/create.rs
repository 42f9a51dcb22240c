//! `POST /v1/claims/{id}/documents`.

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::json;
use uuid::Uuid;

use super::pdf;
use crate::claims::stage::{OTHER_VILLAGE, Stage};
use crate::support::TestApp;

#[tokio::test]
async fn a_paper_is_kept_with_its_digest_and_makes_a_version_of_the_claim() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let id = Uuid::now_v7();
    let mut request = stage.app.post(&held.action(&format!("documents?kind=death_certificate&id={id}")));
    request.0 = request.0.body(pdf("akta"));
    let answer = request.as_(&stage.operator).send().await;
    let document = answer.expect(201);
    assert_eq!(answer.header("location"), Some(format!("{}/documents/{id}", held.path()).as_str()));
    assert_eq!(answer.header("etag"), Some("\"2.masked-w1\""));
    assert_eq!(document["id"], json!(id));
    assert_eq!((&document["kind"], &document["state"]), (&json!("death_certificate"), &json!("to_check")));
    assert_eq!((&document["format"], &document["media_type"]), (&json!("pdf"), &json!("application/pdf")));
    assert_eq!(document["size_bytes"], 13);
    let expected = "SELECT encode(sha256(convert_to('%PDF-1.7' || chr(10) || 'akta', 'utf8')), 'hex')";
    assert_eq!(stage.column(expected).await, [document["sha256"].as_str().unwrap()]);
    assert_eq!(document["allowed_actions"], json!(["open", "withdraw"]));
    assert_eq!(stage.recorded(&held).await, ["created", "document_added"]);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_document_uploads").await, ["0"]);
    let shown = stage.app.get(&format!("{}/documents/{id}", held.path())).as_(&stage.operator).send().await;
    assert_eq!(shown.expect(200), document);
}

#[tokio::test]
async fn what_a_file_is_counts_and_not_what_it_is_called() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let photo = b"\xff\xd8\xff\xe0 a photo".to_vec();
    let mut request = stage.app.post(&held.action("documents?kind=bank_book")).as_(&stage.operator);
    request.0 = request.0.header("content-type", "application/pdf").body(photo);
    assert_eq!(request.send().await.expect(201)["format"], "jpeg");
    for wrong in [&b"<html><script>alert(1)</script></html>"[..], b"PK\x03\x04 a spreadsheet", b"MZ"] {
        let answer = stage.try_send_paper(&held, &stage.operator, "bank_book", wrong.to_vec()).await;
        answer.expect_problem(415, "unsupported_media_type");
    }
    let answer = stage.try_send_paper(&held, &stage.operator, "bank_book", Vec::new()).await;
    answer.expect_problem(422, "validation_failed");
    let answer = stage.try_send_paper(&held, &stage.operator, "selfie", pdf("x")).await;
    answer.expect_problem(400, "invalid_query");
    // Nothing is left of what was refused.
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_document_uploads").await, ["0"]);
    assert_eq!(stage.recorded(&held).await, ["created", "document_added"]);
}

#[tokio::test]
async fn the_largest_file_is_configured() {
    let app = TestApp::configured(|config| config.document_limit = 2_000).await;
    let stage = Stage::on(app).await;
    let held = stage.draft().await;
    let of = |size: usize| [pdf(""), vec![b' '; size - 9]].concat();
    stage.try_send_paper(&held, &stage.operator, "receipts", of(2_000)).await.expect(201);
    let answer = stage.try_send_paper(&held, &stage.operator, "receipts", of(2_001)).await;
    answer.expect_problem(413, "body_too_large");
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_document_uploads").await, ["0"]);
}

#[tokio::test]
async fn the_same_file_is_one_paper_and_may_show_several() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let (held, first) = stage.send_paper(&held, "family_card").await;
    let again = stage.try_send_paper(&held, &stage.operator, "family_card", pdf("family_card")).await;
    let problem = again.expect_problem(409, "already_exists");
    assert_eq!(problem["existing_id"], first["id"]);
    let other = stage.try_send_paper(&held, &stage.operator, "worker_id_card", pdf("family_card")).await;
    assert_eq!(other.expect(201)["same_content_as"], json!([first["id"]]));
    // On another claim it is another file.
    let elsewhere = stage.draft().await;
    let answer = stage.try_send_paper(&elsewhere, &stage.operator, "family_card", pdf("family_card")).await;
    assert_eq!(answer.expect(201)["same_content_as"], json!([]));
}

#[tokio::test]
async fn a_repeated_upload_is_answered_from_memory_and_leaves_no_file() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let send = async |bytes: Vec<u8>| {
        let mut request = stage.app.post(&held.action("documents?kind=receipts")).as_(&stage.operator);
        request.0 = request.0.header("idempotency-key", "photo-1").body(bytes);
        request.send().await
    };
    let first = send(pdf("a")).await;
    let again = send(pdf("a")).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.expect(201), first.expect(201));
    send(pdf("b")).await.expect_problem(422, "idempotency_key_reused");
    assert_eq!(stage.files(), 1);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_documents").await, ["1"]);
}

#[tokio::test]
async fn of_the_same_file_sent_many_times_at_once_one_is_kept() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let sent = (0..8).map(|_| stage.try_send_paper(&held, &stage.operator, "receipts", pdf("same")));
    let answers = join_all(sent).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 201) {
        loser.expect_problem(409, "already_exists");
    }
    assert_eq!(stage.files(), 1);
}

#[tokio::test]
async fn papers_come_until_the_claim_is_decided_for_good() {
    let stage = Stage::set().await;
    for held in [stage.submitted().await, stage.verified().await, stage.sent().await, stage.rejected().await]
    {
        stage.try_send_paper(&held, &stage.operator, "receipts", pdf("late")).await.expect(201);
    }
    let approved = stage.approved().await;
    let answer = stage.try_send_paper(&approved, &stage.operator, "receipts", pdf("late")).await;
    answer.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn strangers_send_nothing() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let neighbour = stage.app.account(Role::VillageOperator, &[OTHER_VILLAGE]);
    stage.try_send_paper(&held, &neighbour, "receipts", pdf("x")).await.expect_problem(404, "not_found");
    stage.try_send_paper(&held, &stage.insurer, "receipts", pdf("x")).await.expect_problem(403, "forbidden");
    assert_eq!(stage.files(), 0);
}
