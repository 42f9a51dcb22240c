//! `GET /v1/funding-sources/{id}/forecast`

use payung::access::caller::Role;
use serde_json::json;

use crate::support::cover::{
    active, apbd, approved, proposal, source, start, statuses_by_role, stranger, with, worker,
};

#[tokio::test]
async fn the_forecast_goes_month_by_month_until_the_budget_ends() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({ "budget_idr": 500_000 }))).await;
    let coverage = active(&app, &proposal(&worker(&app, 1).await, id), "26000000001").await;
    approved(&app, &with(proposal(&worker(&app, 2).await, id), json!({ "from_month": "2026-12" }))).await;
    let client = app.database().owner().client().await.unwrap();
    let paid = "update contribution_obligations set status = 'paid', paid_on = '2026-01-20' \
                where month in ('2026-01-01', '2026-11-01') and programme = 'jkm'; \
                update funding_sources set paid_idr = 13600";
    client.batch_execute(paid).await.unwrap();
    let ending = json!({ "reason": "death", "ended_on": "2026-02-10" });
    coverage.act(&app, &app.officer(), "end", &ending).await.expect(200);
    let shown =
        app.get(&format!("/v1/funding-sources/{id}/forecast")).as_(&app.officer()).send().await.expect(200);
    // January to February of the first, and December of the second; his November that was paid in advance is a credit.
    let committed = 2 * 16_800 + 16_800;
    assert_eq!(shown["credit_idr"], 6_800);
    assert_eq!(
        (&shown["committed_idr"], &shown["free_idr"]),
        (&json!(committed), &json!(500_000 - committed))
    );
    let months = shown["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    let month = |index: usize| {
        let names = ["due_people", "due_idr", "accepted_people", "accepted_idr", "excess_idr", "free_idr"]
            .map(|name| &months[index][name]);
        (months[index]["month"].as_str().unwrap(), names.map(|value| value.as_i64().unwrap()))
    };
    assert_eq!(month(0), ("2026-01", [1, 10_000, 1, 6_800, 0, 483_200]));
    assert_eq!(month(1), ("2026-02", [1, 16_800, 0, 0, 0, 466_400]));
    assert_eq!(month(2), ("2026-03", [0, 0, 0, 0, 0, 466_400]));
    assert_eq!(month(10), ("2026-11", [0, 0, 1, 6_800, 6_800, 466_400]));
    assert_eq!(month(11), ("2026-12", [1, 16_800, 0, 0, 0, 449_600]));
}

#[tokio::test]
async fn whoever_reads_the_source_reads_its_forecast() {
    let app = start().await;
    let path = format!("/v1/funding-sources/{}/forecast", source(&app, apbd()).await);
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(&path).as_(account).send().await,
        None => app.get(&path).send().await,
    })
    .await;
    let readers =
        [Role::DistrictViewer, Role::Officer, Role::Approver, Role::Insurer, Role::Auditor, Role::Admin];
    assert_eq!(statuses, readers.map(|role| (role, 200)));
    app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
}
