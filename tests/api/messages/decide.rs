//! `POST /v1/messages/{id}/cancel` and `/reopen`

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, act, covered, made, only, sender, take};
use crate::monthly_closes::closed;
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{apbd, one, settle, source, start, statuses_by_role, stranger};
use crate::support::enrolment::execute;
use crate::support::request::Answer;

/// The service with one short message that waits, and its id.
async fn waiting() -> (TestApp, Value) {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    covered(&app, 1, budget).await;
    made(&app).await;
    let id = only(&app, "cover_started").await["id"].clone();
    (app, id)
}

async fn decide(app: &TestApp, account: &Account, id: &Value, action: &str, version: i32) -> Answer {
    let path = format!("{PATH}/{}/{action}", id.as_str().unwrap());
    let request = app.post(&path).as_(account).header("If-Match", &format!("\"{version}.masked\""));
    if action == "cancel" {
        request.json(&json!({ "reason": "Sudah diberi tahu" })).send().await
    } else {
        request.send().await
    }
}

#[tokio::test]
async fn what_is_cancelled_does_not_go_out_until_it_is_opened_again() {
    let (app, id) = waiting().await;
    let (officer, client) = (app.officer(), sender(&app));
    let answer = decide(&app, &officer, &id, "cancel", 1).await;
    let shown = answer.expect(200);
    assert_eq!(answer.header("etag"), Some("\"2.masked\""));
    assert_eq!(
        ["status", "cancel_reason", "cancel_note", "allowed_actions"].map(|name| shown[name].clone()),
        [json!("cancelled"), json!("by_hand"), json!("Sudah diberi tahu"), json!(["reopen"])]
    );
    assert_eq!(take(&app, &client, &json!({})).await.expect(200)["data"], json!([]));
    decide(&app, &officer, &id, "cancel", 2).await.expect_problem(409, "invalid_state");
    let shown = decide(&app, &officer, &id, "reopen", 2).await.expect(200);
    assert_eq!((&shown["status"], &shown["cancel_note"]), (&json!("ready"), &Value::Null));
    assert_eq!(take(&app, &client, &json!({})).await.expect(200)["data"][0]["id"], id);
    let recorded = "select string_agg(action, ' ' order by version) from changes where subject = 'message'";
    assert_eq!(one::<String>(&app, recorded).await, "created cancelled reopened taken");
    let path = format!("{PATH}/{}/history", id.as_str().unwrap());
    let history = app.get(&path).as_(&officer).send().await.expect(200);
    assert_eq!(history["data"][1]["reason"], "Sudah diberi tahu");
    assert!(history["data"][0]["after"].get("phone_sealed").is_none());
}

#[tokio::test]
async fn what_a_sender_has_is_cancelled_once_its_time_is_over() {
    let (app, id) = waiting().await;
    let client = sender(&app);
    let taken = take(&app, &client, &json!({})).await.expect(200);
    decide(&app, &app.officer(), &id, "cancel", 2).await.expect_problem(409, "invalid_state");
    execute(&app, "update messages set leased_until = now() - interval '1 second'", &[]).await;
    decide(&app, &app.officer(), &id, "cancel", 2).await.expect(200);
    let body = json!({ "lease_id": taken["lease_id"] });
    act(&app, &client, &id, "sent", &body).await.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn nothing_is_opened_again_for_the_dead() {
    let (app, id) = waiting().await;
    decide(&app, &app.officer(), &id, "cancel", 1).await.expect(200);
    execute(&app, "update workers set status = 'inactive', status_reason = 'deceased'", &[]).await;
    let problem = decide(&app, &app.officer(), &id, "reopen", 2).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!([]));
    let path = format!("{PATH}/{}", id.as_str().unwrap());
    for status in ["cancelled", "failed"] {
        let reason = (status == "cancelled").then_some("by_hand");
        let statement = "update messages set status = $1, cancel_reason = $2";
        execute(&app, statement, &[&status, &reason]).await;
        let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
        assert_eq!((&shown["status"], &shown["allowed_actions"]), (&json!(status), &json!([])));
        assert_eq!(only(&app, "cover_started").await["allowed_actions"], json!([]));
    }
}

#[tokio::test]
async fn what_is_out_of_date_is_not_opened_again() {
    let (app, id) = waiting().await;
    let officer = app.officer();
    let path = format!("{PATH}/{}", id.as_str().unwrap());
    let over = "update messages set status = $1, cancel_reason = $2, not_before = '2026-11-01', not_after = '2026-11-22'";
    for (status, reason) in [("failed", None), ("cancelled", Some("by_hand"))] {
        execute(&app, over, &[&status, &reason]).await;
        let shown = app.get(&path).as_(&officer).send().await.expect(200);
        assert_eq!((&shown["status"], &shown["allowed_actions"]), (&json!(status), &json!([])));
        assert_eq!(only(&app, "cover_started").await["allowed_actions"], json!([]));
        let problem = decide(&app, &officer, &id, "reopen", 1).await.expect_problem(409, "invalid_state");
        assert_eq!(problem["allowed_actions"], json!([]));
    }
    execute(&app, "update messages set not_after = '2026-11-23'", &[]).await;
    let shown = decide(&app, &officer, &id, "reopen", 1).await.expect(200);
    assert_eq!((&shown["status"], &shown["not_after"]), (&json!("ready"), &json!("2026-11-23")));
}

#[tokio::test]
async fn a_warning_of_a_lapse_that_is_averted_is_not_opened_again() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let late = covered(&app, 1, budget).await;
    settle(&app, &late, "2026-01", "2026-09", "2026-02-10").await;
    closed(&app, "2026-10").await;
    let id = only(&app, "near_lapse").await["id"].clone();
    let failed = "update messages set status = 'failed', channel = 'letter' where kind = 'near_lapse'";
    execute(&app, failed, &[]).await;
    assert_eq!(only(&app, "near_lapse").await["allowed_actions"], json!(["reopen"]));
    settle(&app, &late, "2026-10", "2026-11", "2026-11-20").await;
    let paid = "update contribution_obligations set updated_at = now() where month >= '2026-10-01'";
    execute(&app, paid, &[]).await;
    assert_eq!(only(&app, "near_lapse").await["allowed_actions"], json!([]));
    let problem = decide(&app, &app.officer(), &id, "reopen", 1).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!([]));
}

#[tokio::test]
async fn of_a_cancellation_and_a_taking_one_counts() {
    let (app, id) = waiting().await;
    let (officer, client) = (app.officer(), sender(&app));
    let body = json!({});
    let cancel = async { decide(&app, &officer, &id, "cancel", 1).await.status.as_u16() == 200 };
    let taking =
        async { take(&app, &client, &body).await.expect(200)["data"].as_array().unwrap().len() == 1 };
    let both: [std::pin::Pin<Box<dyn Future<Output = bool>>>; 2] = [Box::pin(cancel), Box::pin(taking)];
    let winners = join_all(both).await.into_iter().filter(|won| *won).count();
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn who_decides_holds_the_version_and_is_of_the_office() {
    let (app, id) = waiting().await;
    let path = format!("{PATH}/{}/cancel", id.as_str().unwrap());
    let body = json!({ "reason": "x" });
    let request = app.post(&path).as_(&app.officer()).json(&body);
    request.send().await.expect_problem(428, "precondition_required");
    decide(&app, &app.officer(), &id, "cancel", 7).await.expect_problem(412, "version_mismatch");
    decide(&app, &stranger(&app), &id, "cancel", 1).await.expect_problem(404, "not_found");
    for action in ["cancel", "reopen"] {
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => decide(&app, account, &id, action, 7).await,
            None => app.post(&format!("{PATH}/{}/{action}", id.as_str().unwrap())).json(&body).send().await,
        })
        .await;
        assert_eq!(statuses, [(Role::Officer, 412)], "{action}");
    }
}
