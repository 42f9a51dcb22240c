//! `POST /v1/warungs/{id}/close`

use payung::access::caller::Role;
use serde_json::json;
use uuid::Uuid;

use super::{KEPANJIN, PAMOLOKAN, act, actions, add, added, change, errors, warung, worker, worker_in};
use crate::support::TestApp;

/// Village, reason, last day before and after, version.
type Ended = (Option<String>, Option<String>, Option<String>, Option<String>, i32);

#[tokio::test]
async fn closing_ends_the_work_of_all_who_are_there_beyond_that_day() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let owner = added(&app, &officer, &path, worker(&app).await, "owner").await;
    let gone = added(&app, &officer, &path, worker(&app).await, "family").await;
    let late = added(&app, &officer, &path, worker(&app).await, "employee").await;
    change(&app, &officer, &gone, json!({ "until_on": "2025-01-31" })).await.expect(200);
    change(&app, &officer, &late, json!({ "until_on": "2026-11-05" })).await.expect(200);

    let body = json!({ "reason": "owner_ill", "on": "2026-11-01", "note": "Sakit lama" });
    let answer = act(&app, &officer, &path, "close", body).await;
    let closed = answer.expect(200);
    assert_eq!(answer.header("etag"), Some("\"7.write\""));
    let state = (&closed["status"], &closed["status_reason"], &closed["status_on"]);
    assert_eq!(state, (&json!("closed"), &json!("owner_ill"), &json!("2026-11-01")));
    assert_eq!(closed["allowed_actions"], json!(["reopen"]));

    let until = async |link: &str| {
        let link = app.get(link).as_(&officer).send().await.expect(200);
        assert_eq!(link["allowed_actions"], json!([]));
        link["until_on"].as_str().map(str::to_owned)
    };
    assert_eq!(until(&owner).await.as_deref(), Some("2026-11-01"));
    assert_eq!(until(&gone).await.as_deref(), Some("2025-01-31"));
    assert_eq!(until(&late).await.as_deref(), Some("2026-11-01"));
    assert_eq!(actions(&app, &officer, &path).await.last().map(String::as_str), Some("closed"));

    let client = app.database().owner().client().await.unwrap();
    let ended = client
        .query(
            "SELECT region_code, reason, before->>'until_on', after->>'until_on', version FROM changes \
             WHERE subject = 'warung_worker' AND action = 'ended' AND reason IS NOT NULL ORDER BY subject_id",
            &[],
        )
        .await
        .unwrap();
    let ended: Vec<Ended> =
        ended.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3), row.get(4))).collect();
    let by_closing = |before: Option<&str>, version| -> Ended {
        let text = |text: &str| Some(text.to_owned());
        (
            text(PAMOLOKAN),
            text("owner_ill: Sakit lama"),
            before.map(str::to_owned),
            text("2026-11-01"),
            version,
        )
    };
    assert_eq!(ended, [by_closing(None, 2), by_closing(Some("2026-11-05"), 3)]);
}

#[tokio::test]
async fn a_closed_warung_takes_nothing_but_its_reopening() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let link = added(&app, &officer, &path, worker(&app).await, "owner").await;
    let body = json!({ "reason": "duplicate", "on": app.state.clock.today() });
    act(&app, &officer, &path, "close", body.clone()).await.expect(200);
    for refused in [
        act(&app, &officer, &path, "close", body).await,
        add(&app, &officer, &path, worker(&app).await, "family", "2026-01-01").await,
        change(&app, &officer, &link, json!({ "until_on": null })).await,
    ] {
        let problem = refused.expect_problem(409, "invalid_state");
        assert_eq!(problem["allowed_actions"], json!(["reopen"]));
    }
}

#[tokio::test]
async fn reason_and_day_are_checked() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    added(&app, &officer, &path, worker(&app).await, "owner").await;
    let tomorrow = app.state.clock.today().succ_opt().unwrap();
    for (body, expected) in [
        (
            json!({ "reason": "bankrupt", "on": "1.11.2026", "note": " " }),
            &[("/reason", "unknown_code"), ("/on", "day_format"), ("/note", "text_empty")][..],
        ),
        (json!({ "reason": "other", "on": tomorrow }), &[("/on", "day_in_future")]),
        (json!({ "reason": "other", "on": "2024-01-31" }), &[("/on", "before_worker_began")]),
    ] {
        let refused = act(&app, &officer, &path, "close", body.clone()).await;
        assert_eq!(errors(&refused.expect_problem(422, "validation_failed")), expected, "{body}");
    }
    let unknown = act(&app, &officer, &path, "close", json!({ "reason": "other" })).await;
    unknown.expect_problem(422, "invalid_shape");
}

#[tokio::test]
async fn closing_is_a_decision_on_the_newest_version_and_happens_once() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let body = json!({ "reason": "other", "on": app.state.clock.today() });
    let close = || app.post(&format!("{path}/close")).as_(&officer).json(&body);
    close().send().await.expect_problem(428, "precondition_required");
    close().header("If-Match", "\"2.write\"").send().await.expect_problem(412, "version_mismatch");
    let keyed = || close().header("If-Match", "\"1.write\"").header("Idempotency-Key", "close-1");
    let first = keyed().send().await.expect(200);
    let second = keyed().send().await;
    assert_eq!(second.expect(200), first);
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(actions(&app, &officer, &path).await, ["created", "closed"]);
}

#[tokio::test]
async fn strangers_and_readers_close_nothing() {
    let app = TestApp::start().await;
    let path = warung(&app, &app.officer(), PAMOLOKAN, "Warung Bu Sri").await;
    let body = json!({ "reason": "other", "on": app.state.clock.today() });
    for action in ["close", "reopen"] {
        let send =
            |path: &str| app.post(&format!("{path}/{action}")).header("If-Match", "\"1.write\"").json(&body);
        send(&path).send().await.expect_problem(401, "unauthenticated");
        let auditor = app.account(Role::Auditor, &["35.29"]);
        send(&path).as_(&auditor).send().await.expect_problem(403, "forbidden");
        let neighbour = app.account(Role::VillageOperator, &[KEPANJIN]);
        send(&path).as_(&neighbour).send().await.expect_problem(404, "not_found");
        let nowhere = format!("/v1/warungs/{}", Uuid::now_v7());
        send(&nowhere).as_(&app.officer()).send().await.expect_problem(404, "not_found");
    }
    let helper = worker_in(&app, PAMOLOKAN, "Ahmad", "verified").await;
    add(&app, &app.officer(), &path, helper, "family", "2026-01-01").await.expect(201);
}
