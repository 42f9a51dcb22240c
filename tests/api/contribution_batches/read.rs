//! Reading batches.

use payung::access::caller::Role;
use serde_json::json;

use crate::support::contributions::{BATCHES, approved, csr, draft, funded, workers};
use crate::support::cover::{HOME, active, proposal, source, start, statuses_by_role, stranger};

#[tokio::test]
async fn batches_are_listed_by_source_state_and_month() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let first = funded(&app, &[&workers[0]]).await;
    let second = source(&app, csr()).await;
    active(&app, &proposal(&workers[1], second), "26000000099").await;
    let january = approved(&app, first, &["2026-01"]).await;
    let february = draft(&app, first, &["2026-02", "2026-03"]).await;
    let other = draft(&app, second, &["2026-01"]).await;
    let officer = app.officer();
    let listed = async |query: &str| {
        let shown = app.get(&format!("{BATCHES}{query}")).as_(&officer).send().await.expect(200);
        let ids = shown["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(listed("").await, [january.id(), february.id(), other.id()]);
    assert_eq!(listed(&format!("?funding_source_id={first}")).await, [january.id(), february.id()]);
    assert_eq!(listed("?status=draft").await, [february.id(), other.id()]);
    assert_eq!(listed("?month=2026-03").await, [february.id()]);
    let page = app.get(&format!("{BATCHES}?limit=2&count=exact")).as_(&officer).send().await;
    assert_eq!(page.expect(200)["count"], 3);
    let rest = page.header("link").unwrap().split(['<', '>']).nth(1).unwrap().to_owned();
    assert_eq!(app.get(&rest).as_(&officer).send().await.expect(200)["data"][0]["id"], other.id());
    app.get(&format!("{BATCHES}?status=x")).as_(&officer).send().await.expect_problem(400, "invalid_query");
    assert_eq!(app.get(BATCHES).as_(&stranger(&app)).send().await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn the_office_the_insurer_and_the_inspectorate_read_batches_and_the_villages_do_not() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = approved(&app, source, &["2026-01"]).await;
    for path in [batch.path.clone(), format!("{}/history", batch.path), format!("{}/lines", batch.path)] {
        app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        let readers = [Role::Officer, Role::Approver, Role::Insurer, Role::Auditor];
        assert_eq!(statuses, readers.map(|role| (role, 200)), "{path}");
    }
    let officer = app.officer();
    let history = app.get(&format!("{}/history", batch.path)).as_(&officer).send().await.expect(200);
    let actions: Vec<&str> =
        history["data"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["created", "approved"]);
    let drafted = history["data"][0]["recorded_at"].as_str().unwrap();
    let then =
        app.get(&format!("{}?as_known_at={drafted}", batch.path)).as_(&officer).send().await.expect(200);
    assert_eq!(then["status"], "draft");
    let held = app.get(&batch.path).as_(&officer).send().await;
    let held = app.get(&batch.path).as_(&officer).header("If-None-Match", held.header("etag").unwrap());
    assert_eq!(held.send().await.status.as_u16(), 304);
    // What of the ledger points at batches is not for the villages either.
    let ledger = workers[0].path("/ledger?limit=1");
    let operator = app.account(Role::VillageOperator, &["35.29.01.1015"]);
    assert_eq!(app.get(&ledger).as_(&operator).send().await.expect(200)["data"][0]["batch_id"], json!(null));
    assert_eq!(app.get(&ledger).as_(&officer).send().await.expect(200)["data"][0]["batch_id"], batch.id());
}

/// A batch names people of the whole regency, so that a system of one village sees none, whatever its scopes.
#[tokio::test]
async fn a_system_of_one_village_reads_no_batch() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    let system = |region| app.system(&["contributions:read", "contributions:prepare"], region);
    let (regency, village) = (system("35.29"), system(HOME));
    app.get(&batch.path).as_(&regency).send().await.expect(200);
    app.get(&batch.path).as_(&village).send().await.expect_problem(404, "not_found");
    app.get(&format!("{}/lines", batch.path)).as_(&village).send().await.expect_problem(404, "not_found");
    assert_eq!(app.get(BATCHES).as_(&village).send().await.expect(200)["data"], json!([]));
    let body = crate::support::contributions::wanted(source, &["2026-02"]);
    let refused = app.post(BATCHES).as_(&village).json(&body).send().await;
    refused.expect_problem(422, "unknown_reference");
}
