//! `PATCH /v1/contribution-batches/{id}`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::app::Account;
use crate::support::contributions::{Batch, draft, funded, workers};
use crate::support::cover::{found, start, statuses_by_role};

#[tokio::test]
async fn a_batch_gets_another_name_and_nothing_else() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    let patch = async |account: &Account, etag: &str, body: Value| {
        app.patch(&batch.path).as_(account).header("If-Match", etag).json(&body).send().await
    };
    let officer = app.officer();
    let named = patch(&officer, &batch.etag, json!({ "name": "Tahap 2" })).await;
    assert_eq!((&named.expect(200)["name"], &named.json()["version"]), (&json!("Tahap 2"), &json!(2)));
    patch(&officer, &batch.etag, json!({ "name": "Tahap 3" })).await.expect_problem(412, "version_mismatch");
    let same = patch(&officer, named.header("etag").unwrap(), json!({})).await.expect(200);
    assert_eq!(same["version"], 2);
    let problem = patch(&officer, named.header("etag").unwrap(), json!({ "name": "" })).await;
    assert_eq!(found(&problem.expect_problem(422, "validation_failed")), [("/name", "text_empty")]);
    patch(&officer, "\"2.v\"", json!({ "amount_idr": 1 })).await.expect_problem(422, "unknown_field");
    let cleared = patch(&officer, "\"2.v\"", json!({ "name": null })).await.expect(200);
    assert_eq!(cleared["name"], Value::Null);
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => {
            let etag = Batch::read(&app, &batch.path).await.etag;
            patch(account, &etag, json!({ "name": "Tahap 4" })).await
        }
        None => app.patch(&batch.path).json(&json!({})).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
}
