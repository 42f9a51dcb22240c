//! `POST /v1/monthly-closes` and what it shows

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{LIST, closed, create};
use crate::support::cover::{
    active, apbd, found, one, proposal, settle, source, start, statuses_by_role, stranger, worker,
};

#[tokio::test]
async fn a_close_records_who_lapsed_in_the_month_and_why() {
    let app = start().await;
    let (lapsed, paying) = (worker(&app, 1).await, worker(&app, 2).await);
    let source = source(&app, apbd()).await;
    active(&app, &proposal(&lapsed, source), "26000000001").await;
    active(&app, &proposal(&paying, source), "26000000002").await;
    settle(&app, &lapsed, "2026-01", "2026-03", "2026-02-10").await;
    settle(&app, &paying, "2026-01", "2026-12", "2026-02-10").await;
    assert_eq!(closed(&app, "2026-06").await.shown["lapses_total"], 0, "June is the third unpaid month");
    let close = closed(&app, "2026-07").await;
    assert_eq!(
        ["status", "run", "lapses_total", "closed_on", "reopened_at", "allowed_actions"]
            .map(|name| close.shown[name].clone()),
        [json!("closed"), json!(1), json!(1), json!("2026-11-23"), Value::Null, json!(["reopen"])]
    );
    let path = format!("{}/lapses?count=exact", close.path);
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    assert_eq!(shown["count"], 1);
    let row = &shown["data"][0];
    assert_eq!(
        ["worker_id", "kind", "last_paid_month", "unpaid_months", "basis", "nik"]
            .map(|name| row[name].clone()),
        [
            json!(lapsed.id),
            json!("lapsed"),
            json!("2026-03"),
            json!(4),
            json!("projected"),
            json!("3529************")
        ]
    );
    assert_eq!(closed(&app, "2026-08").await.shown["lapses_total"], 0, "a lapse is of one month");
    let stored: String = one(
        &app,
        "select concat_ws(' ', l.kind, l.last_paid_month, l.unpaid_months, c.status, h.action) \
         from monthly_close_lapses l join monthly_closes c on c.id = l.close_id \
         join changes h on h.subject_id = c.id and h.subject = 'monthly_close'",
    )
    .await;
    assert_eq!(stored, "lapsed 2026-03-01 4 closed created");
    let listed = app.get(&format!("{LIST}?month=2026-07&status=closed")).as_(&app.officer()).send().await;
    assert_eq!(listed.expect(200)["data"][0]["id"], close.shown["id"]);
    let history = app.get(&format!("{}/history", close.path)).as_(&app.officer()).send().await;
    assert_eq!(history.expect(200)["data"][0]["action"], "created");
}

#[tokio::test]
async fn a_month_is_closed_once_and_when_it_is_over() {
    let app = start().await;
    let officer = app.officer();
    for month in ["2026-11", "2026-12"] {
        let problem = create(&app, &officer, month).await.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/month", "month_not_over")]);
    }
    create(&app, &officer, "2026-13").await.expect_problem(422, "validation_failed");
    let close = closed(&app, "2026-10").await;
    let again = create(&app, &officer, "2026-10").await.expect_problem(409, "already_exists");
    assert_eq!(
        (found(&again), &again["existing_id"]),
        (vec![("/month", "already_exists")], &close.shown["id"])
    );
    assert_eq!(one::<i64>(&app, "select count(*) from monthly_closes").await, 1);
}

#[tokio::test]
async fn of_two_closes_at_once_one_wins() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26000000001").await;
    let officer = app.officer();
    let (first, second) = tokio::join!(create(&app, &officer, "2026-06"), create(&app, &officer, "2026-06"));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let (won, lost) = if first.status == 201 { (first, second) } else { (second, first) };
    assert_eq!(lost.json()["existing_id"], won.json()["id"]);
    assert_eq!(one::<i64>(&app, "select count(*) from monthly_close_lapses").await, 1);
}

#[tokio::test]
async fn the_office_closes_and_strangers_see_nothing() {
    let app = start().await;
    let close = closed(&app, "2026-06").await;
    let statuses = statuses_by_role(&app, async |account| {
        let request = app.post(LIST).json(&json!({ "month": "2026-06" }));
        match account {
            Some(account) => request.as_(account).send().await,
            None => request.send().await,
        }
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 409)]);
    for path in [close.path.clone(), format!("{}/lapses", close.path), format!("{}/history", close.path)] {
        app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    }
    let body = json!({ "month": "2026-05", "region_code": "35.29" });
    app.post(LIST).as_(&stranger(&app)).json(&body).send().await.expect_problem(404, "not_found");
}

/// Without a rule on lapses a close would say that nobody lapsed.
#[tokio::test]
async fn a_month_before_the_rules_is_not_closed() {
    let app = start().await;
    for month in ["1999-01", "2015-06"] {
        create(&app, &app.officer(), month).await.expect_problem(409, "rule_missing");
    }
    let problem = create(&app, &app.officer(), "2200-01").await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/month", "month_year")]);
    closed(&app, "2015-07").await;
    assert_eq!(one::<i64>(&app, "select count(*) from monthly_closes").await, 1);
}
