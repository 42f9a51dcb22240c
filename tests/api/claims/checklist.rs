//! `GET /v1/claims/{id}/checklist`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Held, Stage, VILLAGE, field_errors, pairs, strings};

async fn read(stage: &Stage, held: &Held) -> Value {
    stage.app.get(&held.action("checklist")).as_(&stage.operator).send().await.expect(200)
}

fn documents(checklist: &Value) -> Vec<&str> {
    checklist["items"].as_array().unwrap().iter().map(|item| item["document"].as_str().unwrap()).collect()
}

fn item<'c>(checklist: &'c Value, document: &str) -> &'c Value {
    checklist["items"].as_array().unwrap().iter().find(|item| item["document"] == document).unwrap()
}

#[tokio::test]
async fn a_claim_needs_what_its_kind_and_circumstances_ask_for() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let bare = read(&stage, &draft).await;
    assert_eq!(bare["circumstances"], json!([]));
    assert!(!documents(&bare).contains(&"marriage_certificate"));
    let child = json!({
        "name": "Ali", "relation": "child", "birth_on": "2020-01-01", "guardian_name": "Siti Aminah",
        "share_basis_points": 5000,
    });
    let widow = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 5000});
    let held = stage.add(&stage.add(&draft, child).await, widow).await;
    let both = read(&stage, &held).await;
    assert_eq!(both["circumstances"], json!(["spouse", "minor_heir"]));
    for wanted in ["marriage_certificate", "guardian_letter", "guardian_bank_book", "death_certificate"] {
        assert!(documents(&both).contains(&wanted), "{wanted}");
    }
    assert_eq!(item(&both, "marriage_certificate")["circumstance"], "spouse");
    assert_eq!(both["is_complete"], false);
}

#[tokio::test]
async fn traffic_and_scholarships_are_stated_and_a_paper_that_is_asked_for_twice_is_brought_once() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let body = |stated: Value| {
        json!({
            "kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(3), "stated_circumstances": stated,
        })
    };
    let refused = stage
        .app
        .post("/v1/claims")
        .as_(&stage.operator)
        .json(&body(json!(["spouse", "flood"])))
        .send()
        .await;
    let problem = refused.expect_problem(422, "validation_failed");
    assert_eq!(
        field_errors(&problem),
        pairs(&[("/stated_circumstances/0", "does_not_apply"), ("/stated_circumstances/1", "unknown_code")])
    );
    let held = stage.file(body(json!(["traffic", "scholarship", "traffic"]))).await;
    assert_eq!(held.json["stated_circumstances"], json!(["scholarship", "traffic"]));
    let list = read(&stage, &held).await;
    for wanted in ["police_report", "school_letter", "family_card", "stage_one_form"] {
        assert_eq!(documents(&list).iter().filter(|document| **document == wanted).count(), 1, "{wanted}");
    }
    assert_eq!(item(&list, "receipts")["state"], "optional");
    let path = held.path();
    let patch = json!({"stated_circumstances": null});
    stage.send(Method::PATCH, &path, &stage.operator, Some(&held.etag), &patch).await.expect(200);
    let list = read(&stage, &held).await;
    assert!(!documents(&list).contains(&"police_report"));
}

#[tokio::test]
async fn an_item_stands_as_the_best_of_what_was_sent_for_it() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let (held, letter) = stage.send_paper(&held, "village_letter").await;
    let list = read(&stage, &held).await;
    let certificate = item(&list, "death_certificate");
    assert_eq!((&certificate["state"], &certificate["name"]), (&json!("to_check"), &json!("Akta kematian")));
    assert_eq!(certificate["document_ids"], json!([letter["id"]]));
    assert_eq!(certificate["alternatives"], json!(["village_letter"]));
    assert!(strings(&list["missing"]).contains(&"death_certificate"));
    stage.act_on_paper(&held, &stage.officer, (&letter, "accept"), &json!({})).await.expect(200);
    let list = read(&stage, &held).await;
    assert_eq!(item(&list, "death_certificate")["state"], "accepted");
    assert!(!strings(&list["missing"]).contains(&"death_certificate"));
}

#[tokio::test]
async fn the_list_is_that_of_the_day_of_the_event() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let until = "UPDATE checklist_items SET valid_until = current_date - 30 WHERE document = 'heir_letter'";
    stage.database.execute(until, &[]).await.unwrap();
    assert!(!documents(&read(&stage, &held).await).contains(&"heir_letter"));
}

#[tokio::test]
async fn outsiders_read_nothing() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.action("checklist");
    let call = Call {
        method: Method::GET,
        path: &path,
        body: Value::Null,
        allowed: Role::VillageOperator,
        forbidden: &[Role::Admin, Role::PlatformAdmin],
    };
    stage.refuses_outsiders(&held, &call).await;
}
