//! Reading funded periods.

use payung::access::caller::Role;
use serde_json::json;

use crate::support::cover::{
    HOME, NEXT_DOOR, active, apbd, proposal, proposed, source, start, statuses_by_role, stranger, with,
    worker,
};

#[tokio::test]
async fn periods_are_listed_by_worker_source_state_month_and_region() {
    let app = start().await;
    let (apbd_source, csr) = (
        source(&app, apbd()).await,
        source(&app, with(apbd(), json!({ "name": "CSR", "payer_kind": "csr" }))).await,
    );
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let until_june = json!({ "until_month": "2026-06" });
    let one = active(&app, &with(proposal(&first, apbd_source), until_june), "26000000001").await;
    let two = proposed(&app, &with(proposal(&first, csr), json!({ "from_month": "2026-07" }))).await;
    let three = proposed(&app, &proposal(&second, apbd_source)).await;
    let client = app.database().owner().client().await.unwrap();
    let move_ = "update workers set village_code = $1 where id = $2";
    client.execute(move_, &[&NEXT_DOOR, &second.id]).await.unwrap();
    let all = [&one, &two, &three].map(|coverage| coverage.shown["id"].as_str().unwrap().to_owned());
    let listed = async |account: &crate::support::app::Account, query: &str| {
        let shown = app.get(&format!("/v1/coverages{query}")).as_(account).send().await.expect(200);
        let ids = shown["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let officer = app.officer();
    for (query, expected) in [
        (String::new(), vec![0, 1, 2]),
        (format!("?worker_id={}", first.id), vec![0, 1]),
        (format!("?funding_source_id={apbd_source}"), vec![0, 2]),
        ("?status=proposed".to_owned(), vec![1, 2]),
        ("?month=2026-06".to_owned(), vec![0, 2]),
        ("?month=2026-07&status=proposed".to_owned(), vec![1, 2]),
        (format!("?region={NEXT_DOOR}"), vec![2]),
        ("?region=35.29.01".to_owned(), vec![0, 1, 2]),
        ("?region=35.28".to_owned(), vec![]),
    ] {
        let expected: Vec<String> = expected.into_iter().map(|place: usize| all[place].clone()).collect();
        assert_eq!(listed(&officer, &query).await, expected, "{query}");
    }
    // A village sees the periods of its own workers, a neighbouring regency none.
    assert_eq!(listed(&app.account(Role::VillageOperator, &[HOME]), "").await, all[..2]);
    assert_eq!(listed(&app.account(Role::DistrictViewer, &["35.29.01"]), "").await, all);
    assert!(listed(&stranger(&app), "").await.is_empty());
    let page = app.get("/v1/coverages?limit=1&count=exact").as_(&officer).send().await;
    assert_eq!((page.expect(200)["count"].as_i64(), page.header("link").is_some()), (Some(3), true));
    app.get("/v1/coverages?status=lost").as_(&officer).send().await.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn a_period_outside_the_regions_does_not_exist() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let elsewhere = [
        stranger(&app),
        app.account(Role::VillageOperator, &[NEXT_DOOR]),
        app.account(Role::DistrictViewer, &["35.29.02"]),
    ];
    for path in [coverage.path.clone(), format!("{}/history", coverage.path)] {
        for account in &elsewhere {
            app.get(&path).as_(account).send().await.expect_problem(404, "not_found");
        }
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        let readers = [
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Officer,
            Role::Approver,
            Role::Insurer,
            Role::Auditor,
        ];
        assert_eq!(statuses, readers.map(|role| (role, 200)));
    }
}

#[tokio::test]
async fn the_past_stays_readable() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = active(&app, &proposal(&worker, source(&app, apbd()).await), "26000000001").await;
    let officer = app.officer();
    let created_at = coverage.shown["created_at"].as_str().unwrap();
    let then = app.get(&format!("{}?as_known_at={created_at}", coverage.path)).as_(&officer).send().await;
    assert_eq!((&then.expect(200)["status"], &then.json()["version"]), (&json!("proposed"), &json!(1)));
    let before = format!("{}?as_known_at=2020-01-01T00:00:00Z", coverage.path);
    app.get(&before).as_(&officer).send().await.expect_problem(404, "not_found");
    let held = app.get(&coverage.path).as_(&officer).header("If-None-Match", &coverage.etag).send().await;
    assert_eq!(held.status.as_u16(), 304);
    let history = app.get(&format!("{}/history?limit=2", coverage.path)).as_(&officer).send().await;
    let entries = history.expect(200)["data"].as_array().unwrap().len();
    assert_eq!((entries, history.header("link").is_some()), (2, true));
}
