//! `PATCH /v1/coverages/{id}`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    apbd, approved, found, proposal, proposed, source, start, statuses_by_role, with, worker,
};

#[tokio::test]
async fn a_proposal_is_changed_and_remembers_by_whom() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let officer = app.officer();
    let patch = async |etag: &str, body: Value| {
        app.patch(&coverage.path).as_(&officer).header("If-Match", etag).json(&body).send().await
    };
    // The same terms leave no trace, also with the months it takes itself.
    let same = patch(&coverage.etag, json!({ "wage_base_idr": 1_000_000, "until_month": "2026-12" })).await;
    assert_eq!(same.header("etag"), Some(coverage.etag.as_str()));
    let body =
        json!({ "programmes": ["jkk", "jkm", "jht"], "until_month": "2026-09", "wage_base_idr": 1_200_000 });
    let changed = patch(&coverage.etag, body).await.expect(200);
    assert_eq!(
        (&changed["programmes"], &changed["last_month"]),
        (&json!(["jkk", "jkm", "jht"]), &json!("2026-09"))
    );
    assert_eq!((&changed["revised_by"], &changed["version"]), (&json!(officer.id), &json!(2)));
    patch(&coverage.etag, json!({})).await.expect_problem(412, "version_mismatch");
}

#[tokio::test]
async fn a_change_is_checked_like_a_proposal() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let coverage = proposed(&app, &with(proposal(&first, source), json!({ "until_month": "2026-06" }))).await;
    proposed(&app, &with(proposal(&first, source), json!({ "from_month": "2026-07" }))).await;
    let officer = app.officer();
    let patch = async |body: Value| {
        app.patch(&coverage.path).as_(&officer).header("If-Match", &coverage.etag).json(&body).send().await
    };
    patch(json!({ "until_month": "2026-07" })).await.expect_problem(409, "already_funded");
    let wrong = json!({ "from_month": "2026-07", "wage_base_idr": 5 });
    let problem = patch(wrong).await.expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem),
        [("/until_month", "month_range_backwards"), ("/wage_base_idr", "wage_base_below_minimum")]
    );
    let nulls = json!({ "programmes": null, "funding_source_id": null, "from_month": null });
    let problem = patch(nulls).await.expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem),
        [("/funding_source_id", "required"), ("/programmes", "required"), ("/from_month", "required")]
    );
    patch(json!({ "worker_id": second.id })).await.expect_problem(422, "unknown_field");
    app.patch(&coverage.path)
        .as_(&officer)
        .json(&json!({}))
        .send()
        .await
        .expect_problem(428, "precondition_required");
}

#[tokio::test]
async fn only_officers_change_and_only_what_is_proposed() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let coverage = proposed(&app, &proposal(&first, source)).await;
    let body = json!({ "until_month": "2026-11" });
    let patch = |etag: &str| app.patch(&coverage.path).header("If-Match", etag).json(&body);
    let foreign = app.account(Role::Officer, &["35.28"]);
    patch("\"1.v\"").as_(&foreign).send().await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => patch("\"1.v\"").as_(account).send().await,
        None => patch("\"1.v\"").send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    let late = approved(&app, &proposal(&second, source)).await;
    let request = app.patch(&late.path).as_(&app.officer()).header("If-Match", &late.etag);
    request.json(&body).send().await.expect_problem(409, "invalid_state");
}
