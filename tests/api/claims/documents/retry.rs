//! An upload whose answer was lost is sent again.

use serde_json::json;
use uuid::Uuid;

use super::pdf;
use crate::claims::stage::{Stage, field_errors, pairs};

#[tokio::test]
async fn an_upload_with_its_own_id_is_answered_from_memory() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let id = Uuid::now_v7();
    let asked = format!("&id={id}");
    let first = stage.send_receipt(&held, (&asked, "photo-1"), pdf("a")).await;
    assert_eq!(first.header("idempotency-replayed"), None);
    let again = stage.send_receipt(&held, (&asked, "photo-1"), pdf("a")).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.expect(201), first.expect(201));
    for header in ["location", "etag"] {
        assert_eq!(again.header(header), first.header(header));
    }
    for other in [pdf("b"), Vec::new()] {
        let answer = stage.send_receipt(&held, (&asked, "photo-1"), other).await;
        answer.expect_problem(422, "idempotency_key_reused");
    }
    assert_eq!(stage.files(), 1);
    assert_eq!(stage.column("SELECT id::text FROM claim_documents").await, [id.to_string()]);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_document_uploads").await, ["0"]);
    assert_eq!(stage.recorded(&held).await, ["created", "document_added"]);
}

#[tokio::test]
async fn an_id_that_is_taken_names_its_document_on_its_own_claim() {
    let stage = Stage::set().await;
    let (held, elsewhere) = (stage.draft().await, stage.draft().await);
    let id = Uuid::now_v7();
    let asked = format!("&id={id}");
    stage.send_receipt(&held, (&asked, ""), pdf("a")).await.expect(201);
    for key in ["", "photo-1"] {
        let answer = stage.send_receipt(&held, (&asked, key), pdf("a")).await;
        let problem = answer.expect_problem(409, "already_exists");
        assert_eq!(problem["existing_id"], json!(id));
        assert_eq!(field_errors(&problem), pairs(&[("/id", "id_taken")]));
        let answer = stage.send_receipt(&elsewhere, (&asked, key), pdf("a")).await;
        let problem = answer.expect_problem(409, "already_exists");
        assert_eq!(problem["existing_id"], json!(null));
        assert_eq!(field_errors(&problem), pairs(&[("/id", "id_taken")]));
    }
    assert_eq!(stage.files(), 1);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_document_uploads").await, ["0"]);
}

#[tokio::test]
async fn an_upload_is_answered_from_memory_after_its_claim_has_moved_on() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let id = Uuid::now_v7();
    let own = format!("&id={id}");
    let first = stage.send_receipt(&held, ("", "photo-1"), pdf("a")).await.expect(201);
    let second = stage.send_receipt(&held, (&own, "photo-2"), pdf("b")).await.expect(201);
    let read = stage.read(&held).await;
    stage.step(&read, &stage.operator, "withdraw", json!({"reason": "Salah orang."})).await;
    for (asked, key, bytes, document) in
        [("", "photo-1", pdf("a"), first), (own.as_str(), "photo-2", pdf("b"), second)]
    {
        let again = stage.send_receipt(&held, (asked, key), bytes).await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.expect(201), document);
    }
    let other = stage.send_receipt(&held, ("", "photo-1"), pdf("c")).await;
    other.expect_problem(422, "idempotency_key_reused");
    for key in ["", "photo-3"] {
        stage.send_receipt(&held, ("", key), pdf("c")).await.expect_problem(409, "invalid_state");
    }
    let taken = stage.send_receipt(&held, (&own, ""), pdf("b")).await;
    assert_eq!(taken.expect_problem(409, "already_exists")["existing_id"], json!(id));
    assert_eq!(stage.files(), 2);
}

#[tokio::test]
async fn the_last_paper_that_a_claim_takes_is_answered_from_memory_too() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let many = "INSERT INTO claim_documents (id, regency_id, claim_id, kind, format, size_bytes, sha256, entered_by, \
          created_at, updated_at) \
        SELECT gen_random_uuid(), c.regency_id, c.id, 'receipts', 'pdf', 1, \
          encode(sha256(convert_to(n::text, 'utf8')), 'hex'), gen_random_uuid(), now(), now() \
        FROM claims AS c, generate_series(1, 99) AS n WHERE c.id = $1";
    stage.database.execute(many, &[&held.id.parse::<Uuid>().unwrap()]).await.unwrap();
    let first = stage.send_receipt(&held, ("", "photo-1"), pdf("a")).await.expect(201);
    let again = stage.send_receipt(&held, ("", "photo-1"), pdf("a")).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.expect(201), first);
    for key in ["", "photo-2"] {
        let answer = stage.send_receipt(&held, ("", key), pdf("a")).await;
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("", "too_many_documents")]));
    }
    assert_eq!(stage.files(), 1);
}
