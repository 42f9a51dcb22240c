//! Changing, closing and reopening funding sources.

use serde_json::{Value, json};

use crate::support::cover::{
    active, admin, apbd, found, one, proposal, proposed, source, start, with, worker,
};

const LIST: &str = "/v1/funding-sources";

#[tokio::test]
async fn a_change_is_versioned_and_the_past_stays_readable() {
    let app = start().await;
    let admin = admin(&app);
    let path = format!("{LIST}/{}", source(&app, apbd()).await);
    let patch = async |etag: &str, body: Value| {
        app.patch(&path).as_(&admin).header("If-Match", etag).json(&body).send().await
    };
    let before =
        app.get(&path).as_(&admin).send().await.expect(200)["updated_at"].as_str().unwrap().to_owned();
    let body = json!({ "name": "APBD-P 2026", "budget_idr": 5, "decree": "188/1" });
    let changed = patch("\"1.managed\"", body).await.expect(200);
    assert_eq!((&changed["name"], &changed["budget_idr"]), (&json!("APBD-P 2026"), &json!(5)));
    patch("\"1.managed\"", json!({ "budget_idr": 6 })).await.expect_problem(412, "version_mismatch");
    let same = patch("\"2.managed\"", json!({ "budget_idr": 5 })).await;
    assert_eq!(same.header("etag"), Some("\"2.managed\""));
    let cleared = patch("\"2.managed\"", json!({ "decree": null })).await.expect(200);
    assert_eq!(cleared["decree"], Value::Null);
    let then = app.get(&format!("{path}?as_known_at={before}")).as_(&admin).send().await.expect(200);
    assert_eq!(then["name"], "APBD 2026");
    let problem = patch(
        "\"3.managed\"",
        json!({ "name": null, "until_month": "2027-02", "budget_idr": -1, "relief_eligible": true }),
    )
    .await;
    assert_eq!(
        found(&problem.expect_problem(422, "validation_failed")),
        [
            ("/name", "required"),
            ("/budget_idr", "amount_negative"),
            ("/until_month", "months_outside_fiscal_year")
        ]
    );
    let problem = patch("\"3.managed\"", json!({ "relief_eligible": true })).await;
    assert_eq!(
        found(&problem.expect_problem(422, "validation_failed")),
        [("/relief_eligible", "relief_excluded")]
    );
    app.patch(&path).as_(&admin).json(&json!({})).send().await.expect_problem(428, "precondition_required");
}

#[tokio::test]
async fn months_shrink_only_as_far_as_periods_leave_them() {
    let app = start().await;
    let admin = admin(&app);
    let id = source(&app, apbd()).await;
    let worker = worker(&app, 1).await;
    proposed(
        &app,
        &with(proposal(&worker, id), json!({ "from_month": "2026-03", "until_month": "2026-10" })),
    )
    .await;
    let patch = async |body: Value| {
        let etag =
            app.get(&format!("{LIST}/{id}")).as_(&admin).send().await.header("etag").unwrap().to_owned();
        app.patch(&format!("{LIST}/{id}")).as_(&admin).header("If-Match", &etag).json(&body).send().await
    };
    for body in [json!({ "until_month": "2026-09" }), json!({ "from_month": "2026-04" })] {
        let problem = patch(body).await.expect_problem(409, "conflict");
        assert_eq!(found(&problem), [("/until_month", "months_in_use")]);
        assert_eq!(problem["allowed_actions"], json!(["update", "close", "reprice", "record_refund"]));
    }
    patch(json!({ "from_month": "2026-03", "until_month": "2026-10" })).await.expect(200);
}

#[tokio::test]
async fn from_a_closed_source_nothing_new_is_proposed_until_it_is_reopened() {
    let app = start().await;
    let admin = admin(&app);
    let id = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let running = active(&app, &proposal(&first, id), "26000000001").await;
    let act = async |action: &str, etag: &str| {
        let request = app.post(&format!("{LIST}/{id}/{action}")).as_(&admin).header("If-Match", etag);
        request.json(&json!({ "reason": "the budget is used up" })).send().await
    };
    act("reopen", "\"1.managed\"").await.expect_problem(409, "invalid_state");
    let closed = act("close", "\"1.managed\"").await.expect(200);
    assert_eq!((&closed["status"], &closed["allowed_actions"]), (&json!("closed"), &json!(["reopen"])));
    act("close", "\"1.managed\"").await.expect_problem(412, "version_mismatch");
    let problem = act("close", "\"2.managed\"").await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["reopen", "reprice", "record_refund"]));
    let patch = app.patch(&format!("{LIST}/{id}")).as_(&admin).header("If-Match", "\"2.managed\"");
    patch.json(&json!({ "budget_idr": 1 })).send().await.expect_problem(409, "invalid_state");

    let body = proposal(&second, id);
    let refused = app.post("/v1/coverages").as_(&app.officer()).json(&body).send().await;
    let problem = refused.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/funding_source_id", "funding_source_closed")]);
    assert_eq!(app.get(&running.path).as_(&app.officer()).send().await.expect(200)["status"], "active");

    act("reopen", "\"2.managed\"").await.expect(200);
    proposed(&app, &body).await;
    let actions: String = one(
        &app,
        "select string_agg(action || coalesce(':' || reason, ''), ' ' order by version) from changes \
         where subject = 'funding_source'",
    )
    .await;
    assert_eq!(actions, "created closed:the budget is used up reopened:the budget is used up");
}
