//! `GET /v1/workers/{id}/standing`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    NEXT_DOOR, active, apbd, proposal, source, start, statuses_by_role, stranger, worker,
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
    let projected =
        [json!("active"), json!("projected"), json!("2026-11-23"), json!("2026-12"), basic.clone()];
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
