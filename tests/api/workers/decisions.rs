//! What all decisions have in common: who may take them, when, and on which version.

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{act, operator, register, siti, stranger};
use crate::support::TestApp;

/// Every decision with a body that it takes.
fn decisions() -> [(&'static str, Value); 4] {
    [
        ("verify", json!({})),
        ("reject", json!({ "reason": "not_resident" })),
        ("deactivate", json!({ "reason": "moved_out", "on": "2026-01-02" })),
        ("reopen", json!({ "reason": "Kembali ke desa" })),
    ]
}

#[tokio::test]
async fn only_the_office_of_the_region_decides() {
    let app = TestApp::start().await;
    let operator = operator(&app);
    let worker = register(&app, &operator, &siti()).await;
    for (decision, body) in decisions() {
        let path = format!("{}/{decision}", worker.path());
        let request = || app.post(&path).header("If-Match", &worker.etag).json(&body);
        request().send().await.expect_problem(401, "unauthenticated");
        for account in
            [&operator, &app.account(Role::Approver, &["35.29"]), &app.account(Role::Auditor, &["35.29"])]
        {
            request().as_(account).send().await.expect_problem(403, "forbidden");
        }
        request().as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn whoever_decides_must_have_read_the_newest_version() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    for (decision, body) in decisions() {
        let path = format!("{}/{decision}", worker.path());
        let without = app.post(&path).as_(&officer).json(&body).send().await;
        without.expect_problem(428, "precondition_required");
        let stale =
            app.post(&path).as_(&officer).header("If-Match", "\"7.masked-wv\"").json(&body).send().await;
        stale.expect_problem(412, "version_mismatch");
        let garbled = app.post(&path).as_(&officer).header("If-Match", "seven").json(&body).send().await;
        garbled.expect_problem(400, "invalid_header");
    }
}

#[tokio::test]
async fn a_state_takes_only_its_own_decisions() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let decide = async |decision: &str, etag: &str| {
        let (_, body) = decisions().into_iter().find(|(name, _)| *name == decision).unwrap();
        let path = format!("{}/{decision}", worker.path());
        app.post(&path).as_(&officer).header("If-Match", etag).json(&body).send().await
    };
    let mut etag = worker.etag.clone();
    for (step, refused, allowed) in [
        ("", vec!["reopen"], json!(["update", "verify", "reject", "deactivate", "merge"])),
        ("verify", vec!["verify", "reject", "reopen"], json!(["update", "deactivate", "merge"])),
        ("deactivate", vec!["verify", "reject", "deactivate"], json!(["reopen"])),
        ("reopen", vec!["reopen"], json!(["update", "verify", "reject", "deactivate", "merge"])),
        ("reject", vec!["verify", "reject", "deactivate"], json!(["reopen"])),
        ("reopen", vec!["reopen"], json!(["update", "verify", "reject", "deactivate", "merge"])),
        ("deactivate", vec!["verify"], json!(["reopen"])),
    ] {
        if !step.is_empty() {
            let answer = decide(step, &etag).await;
            assert_eq!(answer.expect(200)["allowed_actions"], allowed, "{step}");
            etag = answer.header("etag").unwrap().to_owned();
        }
        for decision in refused {
            let problem = decide(decision, &etag).await.expect_problem(409, "invalid_state");
            assert_eq!(problem["allowed_actions"], allowed, "{step} {decision}");
        }
    }
    let actions = app.get(&format!("{}/history", worker.path())).as_(&officer).send().await.expect(200);
    let actions: Vec<&str> =
        actions["data"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(
        actions,
        ["created", "verified", "deactivated", "reopened", "rejected", "reopened", "deactivated"]
    );
}

#[tokio::test]
async fn a_key_decides_once() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let path = format!("{}/verify", worker.path());
    let post = || {
        let request = app.post(&path).as_(&officer).header("If-Match", &worker.etag);
        request.header("Idempotency-Key", "v1").json(&json!({})).send()
    };
    let (first, second) = (post().await, post().await);
    assert_eq!(first.expect(200), second.expect(200));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(second.header("etag"), first.header("etag"));
}

#[tokio::test]
async fn notes_have_a_length_and_bodies_a_shape() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    for (decision, body, code, pointer) in [
        ("verify", json!({ "note": " " }), "validation_failed", "/note"),
        ("verify", json!({ "note": "x".repeat(501) }), "validation_failed", "/note"),
        ("verify", json!({ "reason": "x" }), "unknown_field", "/reason"),
        ("reject", json!({}), "invalid_shape", "/reason"),
        ("reject", json!({ "reason": "moody" }), "validation_failed", "/reason"),
        ("deactivate", json!({ "reason": "moved_out" }), "invalid_shape", "/on"),
        ("deactivate", json!({ "reason": "moved_out", "on": "2026-02-30" }), "validation_failed", "/on"),
        ("reopen", json!({ "reason": "" }), "validation_failed", "/reason"),
    ] {
        let path = format!("{}/{decision}", worker.path());
        let answer = app.post(&path).as_(&officer).header("If-Match", &worker.etag).json(&body).send().await;
        assert_eq!(answer.expect_problem(422, code)["errors"][0]["pointer"], pointer, "{decision} {body}");
    }
}

#[tokio::test]
async fn of_two_decisions_on_one_version_one_counts() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let post = |decision: &str, body: Value| {
        let request = app.post(&format!("{}/{decision}", worker.path())).as_(&officer);
        request.header("If-Match", &worker.etag).json(&body).send()
    };
    let reason = json!({ "reason": "not_resident" });
    let (verified, rejected) = tokio::join!(post("verify", json!({})), post("reject", reason));
    let mut statuses = [verified.status.as_u16(), rejected.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn an_inactive_person_may_be_registered_elsewhere_and_then_not_reopened() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let gone = json!({ "reason": "moved_out", "on": "2026-01-02" });
    let etag = act(&app, &officer, &format!("{}/deactivate", worker.path()), &worker.etag, &gone).await;
    let there = super::with(siti(), json!({ "village_code": super::ABROAD }));
    register(&app, &stranger(&app), &there).await;
    let body = json!({ "reason": "Kembali ke desa" });
    let path = format!("{}/reopen", worker.path());
    let refused = app.post(&path).as_(&officer).header("If-Match", &etag).json(&body).send().await;
    assert_eq!(refused.expect_problem(409, "transfer_needed").get("existing_id"), None);
}
