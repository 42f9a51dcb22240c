//! `GET /v1/enrolment-plans`, `/{id}` and `/{id}/history`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::cover::{
    HOME, apbd, approved, proposal, source, source_abroad, start, statuses_by_role, stranger, with, worker,
};
use crate::support::enrolment::{PLANS, draft, prepare, wanted};

async fn listed(app: &TestApp, query: &str) -> Vec<String> {
    let page = app.get(&format!("{PLANS}{query}")).as_(&app.officer()).send().await.expect(200);
    page["data"].as_array().unwrap().iter().map(|plan| plan["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn plans_are_listed_by_source_state_year_and_region() {
    let app = start().await;
    worker(&app, 1).await;
    let this_year = source(&app, apbd()).await;
    let village =
        source(&app, with(apbd(), json!({ "name": "APBDes", "payer_kind": "apbdes", "region_code": HOME })))
            .await;
    let next_year = source(
        &app,
        with(apbd(), json!({ "fiscal_year": 2027, "from_month": "2027-01", "until_month": "2027-12" })),
    )
    .await;
    let named = |source, name: &str| with(wanted(source), json!({ "name": name }));
    draft(&app, &named(this_year, "one")).await;
    draft(&app, &named(village, "two")).await.submitted(&app).await;
    let months = json!({ "from_month": "2027-01", "until_month": "2027-12" });
    draft(&app, &with(named(next_year, "three"), months)).await;
    let abroad = named(source_abroad(&app).await, "abroad");
    prepare(&app, &stranger(&app), &abroad).await.expect(201);

    assert_eq!(listed(&app, "").await, ["one", "two", "three"]);
    assert_eq!(listed(&app, &format!("?funding_source_id={this_year}")).await, ["one"]);
    assert_eq!(listed(&app, "?status=submitted").await, ["two"]);
    assert_eq!(listed(&app, "?fiscal_year=2027").await, ["three"]);
    assert_eq!(listed(&app, &format!("?region={HOME}")).await, ["two"]);
    assert_eq!(listed(&app, "?region=35.29&fiscal_year=2026").await, ["one", "two"]);
    let page = app.get(&format!("{PLANS}?limit=2&count=exact")).as_(&app.officer()).send().await;
    let shown = page.expect(200);
    assert_eq!((&shown["count"], shown["data"].as_array().unwrap().len()), (&json!(3), 2));
    assert!(page.header("link").is_some());
    // Sums are read one by one.
    assert_eq!(
        (&shown["data"][0]["budget_free_idr"], &shown["data"][0]["months"]),
        (&Value::Null, &Value::Null)
    );
    for wrong in ["?status=x", "?region=x", "?fiscal_year=x"] {
        let refused = app.get(&format!("{PLANS}{wrong}")).as_(&app.officer()).send().await;
        refused.expect_problem(400, "invalid_query");
    }
}

#[tokio::test]
async fn a_plan_shows_what_is_free_now_and_its_tag_follows() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({ "budget_idr": 500_000 }))).await;
    let (first, officer) = (worker(&app, 1).await, app.officer());
    worker(&app, 2).await;
    let plan = draft(&app, &wanted(id)).await.computed(&app).await;
    // Two at 12 x 16,800 = 201,600 leave 96,800 of 500,000.
    let computation = &plan.shown["computation"];
    assert_eq!((&computation["cost_idr"], &computation["free_after_idr"]), (&json!(403_200), &json!(96_800)));
    let held = || app.get(&plan.path).as_(&officer).header("If-None-Match", &plan.etag).send();
    assert_eq!(held().await.status, 304);
    approved(&app, &proposal(&first, id)).await;
    let shown = held().await.expect(200);
    assert_eq!((&shown["version"], &shown["budget_free_idr"]), (&json!(2), &json!(298_400)));
    assert_eq!(shown["computation"]["free_before_idr"], 500_000);
}

#[tokio::test]
async fn the_history_tells_what_was_done_and_what_was_known() {
    let app = start().await;
    worker(&app, 1).await;
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await;
    let instant = plan.shown["updated_at"].as_str().unwrap();
    let approver = crate::support::cover::approver(&app);
    let reason = json!({ "reason": "the list is incomplete" });
    plan.submitted(&app).await.act(&app, &approver, "return", &reason).await.expect(200);
    let officer = app.officer();
    let history = app.get(&format!("{}/history", plan.path)).as_(&officer).send().await.expect(200);
    let entries = history["data"].as_array().unwrap();
    let actions: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["created", "computed", "submitted", "returned"]);
    assert_eq!(entries[3]["reason"], "the list is incomplete");
    let then =
        app.get(&format!("{}?as_known_at={instant}", plan.path)).as_(&officer).send().await.expect(200);
    assert_eq!((&then["version"], &then["computation"]), (&json!(1), &Value::Null));
    assert_eq!((&then["budget_free_idr"], &then["months"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn plans_are_read_by_those_who_have_to_do_with_them() {
    let app = start().await;
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await;
    let readers = [(Role::Officer, 200), (Role::Approver, 200), (Role::Auditor, 200), (Role::Admin, 200)];
    for path in [plan.path.clone(), format!("{}/history", plan.path), PLANS.to_owned()] {
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        assert_eq!(statuses, readers, "{path}");
    }
    for path in [plan.path.clone(), format!("{}/history", plan.path)] {
        app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    }
    let missing = format!("{PLANS}/{}", uuid::Uuid::now_v7());
    app.get(&missing).as_(&app.officer()).send().await.expect_problem(404, "not_found");
}
