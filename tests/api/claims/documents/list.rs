//! `GET /v1/claims/{id}/documents` and `/{document_id}`.

use serde_json::Value;
use uuid::Uuid;

use crate::claims::stage::Stage;

#[tokio::test]
async fn papers_stand_in_the_order_in_which_they_were_sent_page_by_page() {
    let stage = Stage::set().await;
    let mut held = stage.draft().await;
    let kinds = ["family_card", "death_certificate", "bank_book"];
    for kind in kinds {
        held = stage.send_paper(&held, kind).await.0;
    }
    let (mut seen, mut path) = (Vec::new(), held.action("documents?limit=2&count=exact"));
    loop {
        let page = stage.app.get(&path).as_(&stage.operator).send().await.expect(200);
        assert_eq!(page["count"], 3);
        seen.extend(
            page["data"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = held.action(&format!("documents?limit=2&count=exact&cursor={cursor}"));
    }
    assert_eq!(seen, kinds);
}

#[tokio::test]
async fn a_document_is_found_on_its_own_claim_only() {
    let stage = Stage::set().await;
    let (held, document) = stage.send_paper(&stage.draft().await, "bank_book").await;
    let other = stage.draft().await;
    let id = document["id"].as_str().unwrap().to_owned();
    let find = async |claim: &str, id: &str| {
        stage.app.get(&format!("/v1/claims/{claim}/documents/{id}")).as_(&stage.operator).send().await
    };
    let answer = find(&held.id, &id).await;
    assert_eq!(answer.expect(200)["kind"], "bank_book");
    assert_eq!(answer.header("etag"), Some(held.etag.as_str()));
    find(&other.id, &id).await.expect_problem(404, "not_found");
    find(&held.id, &Uuid::now_v7().to_string()).await.expect_problem(404, "not_found");
    find(&held.id, "1").await.expect_problem(404, "not_found");
    let path = format!("{}/documents/{id}", held.path());
    let request = stage.app.get(&path).as_(&stage.operator).header("if-none-match", &held.etag);
    assert_eq!(request.send().await.status, 304);
}

#[tokio::test]
async fn a_claim_of_the_past_has_the_papers_of_the_past() {
    let stage = Stage::set().await;
    let (held, _) = stage.send_paper(&stage.draft().await, "bank_book").await;
    let history = stage.app.get(&held.action("history")).as_(&stage.operator).send().await.expect(200);
    let (first, second) = (&history["data"][0]["after"], &history["data"][1]);
    assert_eq!(first["documents"], Value::Array(Vec::new()));
    assert_eq!(second["action"], "document_added");
    assert_eq!(second["after"]["documents"][0]["kind"], "bank_book");
    let story = stage.app.get(&held.action("timeline")).as_(&stage.operator).send().await.expect(200);
    assert_eq!(story["data"][1]["summary"], "Dokumen ditambahkan: Buku tabungan.");
}
