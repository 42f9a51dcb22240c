//! Reading transfers.

use payung::access::caller::Role;
use serde_json::json;

use crate::support::contributions::{PAYMENTS, billed, funded, pay, transfer, workers};
use crate::support::cover::{start, statuses_by_role, stranger, with};

#[tokio::test]
async fn transfers_are_listed_by_day_and_read_by_the_office_the_insurer_and_the_inspectorate() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let officer = app.officer();
    let mut ids = Vec::new();
    for (month, day, code) in [("2026-01", "2026-01-20", "926011"), ("2026-02", "2026-02-20", "926012")] {
        let batch = billed(&app, source, &[month], code).await;
        let body = with(transfer(&[&batch], 16_800, code), json!({ "paid_on": day }));
        ids.push(pay(&app, &officer, &body).await.expect(201)["id"].as_str().unwrap().to_owned());
    }
    let listed = async |query: &str| {
        let shown = app.get(&format!("{PAYMENTS}{query}")).as_(&officer).send().await.expect(200);
        let ids = shown["data"].as_array().unwrap().iter().map(|row| {
            assert_eq!(row["batches"].as_array().unwrap().len(), 1);
            row["id"].as_str().unwrap().to_owned()
        });
        ids.collect::<Vec<_>>()
    };
    assert_eq!(listed("").await, ids);
    assert_eq!(listed("?from=2026-02-01").await, ids[1..]);
    assert_eq!(listed("?until=2026-02-01").await, ids[..1]);
    let page = app.get(&format!("{PAYMENTS}?limit=1&count=exact")).as_(&officer).send().await;
    assert_eq!((&page.expect(200)["count"], page.header("link").is_some()), (&json!(2), true));
    app.get(&format!("{PAYMENTS}?from=x")).as_(&officer).send().await.expect_problem(400, "invalid_query");
    assert_eq!(app.get(PAYMENTS).as_(&stranger(&app)).send().await.expect(200)["data"], json!([]));
    let path = format!("{PAYMENTS}/{}", ids[0]);
    for path in [path.clone(), format!("{path}/history")] {
        app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        let readers = [Role::Officer, Role::Approver, Role::Insurer, Role::Auditor];
        assert_eq!(statuses, readers.map(|role| (role, 200)), "{path}");
    }
    let batches =
        app.get(&format!("/v1/contribution-batches?payment_id={}", ids[0])).as_(&officer).send().await;
    assert_eq!(batches.expect(200)["data"].as_array().unwrap().len(), 1);
}
