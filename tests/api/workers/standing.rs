//! `GET /v1/workers/{id}/standing`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    NEXT_DOOR, active, apbd, proposal, settle, source, start, statuses_by_role, stranger, worker,
};

#[tokio::test]
async fn a_standing_names_its_basis_and_since_when_it_is_known() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let on = async |day: &str| {
        let path = worker.path(&format!("/standing?on={day}"));
        let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
        ["standing", "basis", "known_on", "until_month", "programmes"].map(|name| shown[name].clone())
    };
    assert_eq!(
        on("2026-11-23").await,
        [json!("not_covered"), json!("unknown"), Value::Null, Value::Null, json!([])]
    );
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    let basic = json!(["jkk", "jkm"]);
    let unpaid = [json!("lapsed"), json!("projected"), json!("2026-11-23"), json!("2026-02"), basic.clone()];
    assert_eq!(on("2026-11-23").await, unpaid, "a funded month is not a paid one");
    settle(&app, &worker, "2026-11", "2026-12", "2026-11-20").await;
    let projected =
        [json!("active"), json!("projected"), json!("2026-11-20"), json!("2026-12"), basic.clone()];
    assert_eq!(on("2026-11-23").await, projected);
    let said = json!({
        "worker_id": worker.id, "state": "active", "programmes": ["jkk", "jkm"], "since_on": "2026-02-01",
        "paid_until": "2026-10", "as_of": "2026-11-01", "evidence": "list of November",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&said).send().await.expect(201);
    let confirmed =
        [json!("active"), json!("insurer_confirmed"), json!("2026-11-01"), json!("2026-10"), basic];
    assert_eq!(on("2026-10-31").await, confirmed);
    assert_eq!(on("2026-11-23").await, projected);
}

#[tokio::test]
async fn the_clocks_say_which_months_count_and_why_the_others_do_not() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-02", "2026-03", "2026-02-10").await;
    settle(&app, &worker, "2026-04", "2026-06", "2026-06-20").await;
    let path = worker.path("/standing?on=2026-06-10");
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    assert_eq!((&shown["standing"], &shown["until_month"]), (&json!("in_arrears"), &json!("2026-03")));
    let clock = &shown["clocks"][1];
    assert_eq!(
        ["programme", "since_month", "consecutive_paid_months", "total_paid_months"].map(|name| &clock[name]),
        [&json!("jkm"), &json!("2026-02"), &json!(2), &json!(2)]
    );
    let months: Vec<(&str, bool, Option<&str>)> = clock["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let [month, reason] = ["month", "not_counted_reason"].map(|name| one[name].as_str());
            (month.unwrap(), one["counts"].as_bool().unwrap(), reason)
        })
        .collect();
    assert_eq!(
        months[..7],
        [
            ("2026-01", false, Some("unpaid")),
            ("2026-02", true, None),
            ("2026-03", true, None),
            ("2026-04", false, Some("paid_after")),
            ("2026-05", false, Some("paid_after")),
            ("2026-06", false, Some("paid_after")),
            ("2026-07", false, Some("unpaid")),
        ]
    );
    assert_eq!(months.len(), 12);
}

#[tokio::test]
async fn a_benefit_is_quoted_with_the_months_paid_by_the_day_of_the_death() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-02", "2026-03", "2026-02-10").await;
    settle(&app, &worker, "2026-04", "2026-06", "2026-06-20").await;
    let quote = async |day: &str, account| {
        let body = json!({
            "kind": "death", "event_on": day, "wage_base_idr": 1_000_000, "worker_id": worker.id,
        });
        app.post("/v1/quotes/benefit").as_(&account).json(&body).send().await
    };
    let total = async |day: &str| {
        let shown = quote(day, app.officer()).await.expect(200);
        (shown["total_idr"].as_i64().unwrap(), shown["member"]["consecutive_paid_months"].as_i64().unwrap())
    };
    // Arrears paid after the death do not turn ten millions into forty-two.
    assert_eq!(total("2026-06-19").await, (10_000_000, 2));
    assert_eq!(total("2026-06-20").await, (42_000_000, 5));
    let shown = quote("2026-06-19", app.officer()).await.expect(200);
    assert_eq!(shown["member"]["standing"], "in_arrears");
    let unknown = quote("2026-06-19", stranger(&app)).await;
    assert_eq!(
        crate::support::cover::found(&unknown.expect_problem(422, "unknown_reference")),
        [("/worker_id", "unknown_worker")]
    );
    let admin = app.account(Role::Admin, &["35.29"]);
    quote("2026-06-19", admin).await.expect_problem(403, "forbidden");
    let both = json!({
        "kind": "death", "event_on": "2026-06-19", "wage_base_idr": 1_000_000, "worker_id": worker.id,
        "total_paid_months": 3,
    });
    let answer = app.post("/v1/quotes/benefit").as_(&app.officer()).json(&both).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["pointer"], "/total_paid_months");
}

#[tokio::test]
async fn a_worker_outside_the_regions_does_not_exist() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let path = worker.path("/standing");
    for account in [stranger(&app), app.account(Role::VillageOperator, &[NEXT_DOOR])] {
        app.get(&path).as_(&account).send().await.expect_problem(404, "not_found");
    }
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(&path).as_(account).send().await,
        None => app.get(&path).send().await,
    })
    .await;
    let roles = [
        Role::VillageOperator,
        Role::DistrictViewer,
        Role::Officer,
        Role::Approver,
        Role::Insurer,
        Role::Auditor,
    ];
    assert_eq!(statuses, roles.map(|role| (role, 200)));
}

#[tokio::test]
async fn a_page_of_workers_shows_standing_and_membership_in_one_call() {
    let app = start().await;
    let (covered, other) = (worker(&app, 1).await, worker(&app, 2).await);
    active(&app, &proposal(&covered, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &covered, "2026-10", "2026-12", "2026-10-05").await;
    let fact = |as_of: &str, state: &str| {
        json!({
            "worker_id": other.id, "state": state, "programmes": ["jkm"], "as_of": as_of, "evidence": "list",
        })
    };
    for body in [fact("2026-11-20", "lapsed"), fact("2026-10-20", "active")] {
        app.post("/v1/memberships").as_(&app.officer()).json(&body).send().await.expect(201);
    }
    let path = "/v1/workers?expand=standing,membership";
    let shown = app.get(path).as_(&app.officer()).send().await.expect(200);
    let found = |id: uuid::Uuid| {
        let rows = shown["data"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == json!(id)).unwrap()
    };
    let [first, second] = [found(covered.id), found(other.id)];
    assert_eq!(
        (&first["expanded"]["standing"]["standing"], &first["expanded"]["membership"]),
        (&json!("active"), &Value::Null)
    );
    assert_eq!(
        (&second["expanded"]["standing"]["standing"], &second["expanded"]["membership"]["as_of"]),
        (&json!("lapsed"), &json!("2026-11-20"))
    );
    let village = app.account(Role::VillageOperator, &[crate::support::cover::HOME]);
    app.get("/v1/workers?expand=membership").as_(&village).send().await.expect_problem(403, "forbidden");
    let own = app.get(&covered.path("?expand=standing")).as_(&village).send().await.expect(200);
    assert_eq!(own["expanded"]["standing"]["until_month"], "2026-12");
}
