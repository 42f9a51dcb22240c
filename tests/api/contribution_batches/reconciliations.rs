//! `GET /v1/contribution-batches/{id}/reconciliations`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::contributions::{Batch, draft, funded, paid, workers};
use crate::support::cover::{start, statuses_by_role, stranger};

#[tokio::test]
async fn every_verdict_names_the_file_that_it_comes_from() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let source = funded(&app, &[&people[0], &people[1]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let (officer, insurer) = (app.officer(), app.account(Role::Insurer, &["35.29"]));
    let first = "line_number,status,reason\n1,ok,\n2,refused,data_incomplete\n9,ok,\n";
    let query = "?skip_unmatched=true&file_name=Hasil%20Januari.csv";
    let shown = batch.reconcile(&app, &insurer, query, first).await.expect(200);
    let first_id = shown["reconciliation_id"].clone();
    let batch = Batch::read(&app, &batch.path).await;
    let second = batch.reconcile(&app, &officer, "", "line_number,status\n3,ok\n4,ok\n").await.expect(200);

    let path = format!("{}/reconciliations", batch.path);
    let page = app.get(&format!("{path}?limit=1&count=exact")).as_(&officer).send().await.expect(200);
    let told = &page["data"][0];
    assert_eq!((&told["id"], &told["number"], &page["count"]), (&first_id, &json!(1), &json!(2)));
    assert_eq!((&told["file_name"], &told["recorded_by"]), (&json!("Hasil Januari.csv"), &json!(insurer.id)));
    // sha256sum of the file.
    let digest = told["file_sha256"].as_str().unwrap();
    assert_eq!(digest, "7843ec606c61fbc4e0e875bcf08a259ecd48a1cd871fd4caba087ab3d37bbdff");
    assert_eq!(
        (&told["accepted_lines"], &told["accepted_idr"], &told["refused_lines"], &told["refused_idr"]),
        (&json!(1), &json!(10_000), &json!(1), &json!(6_800))
    );
    assert_eq!((&told["skipped_rows"], &told["taken_back_at"]), (&json!(1), &Value::Null));
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = app.get(&format!("{path}?limit=1&cursor={cursor}")).as_(&officer).send().await.expect(200);
    assert_eq!(
        (&rest["data"][0]["id"], &rest["data"][0]["file_name"], &rest["next_cursor"]),
        (&second["reconciliation_id"], &Value::Null, &Value::Null)
    );

    let lines = app.get(&format!("{}/lines", batch.path)).as_(&officer).send().await.expect(200);
    let named: Vec<&Value> =
        lines["data"].as_array().unwrap().iter().map(|line| &line["reconciliation_id"]).collect();
    assert_eq!(named, [&first_id, &first_id, &second["reconciliation_id"], &second["reconciliation_id"]]);
    let history = app.get(&format!("{}/history", batch.path)).as_(&officer).send().await.expect(200);
    let entries: Vec<&Value> = history["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["action"] == "reconciled")
        .map(|entry| &entry["after"]["reconciliation"])
        .collect();
    assert_eq!((&entries[0]["id"], &entries[0]["file_sha256"]), (&first_id, &json!(digest)));
    assert_eq!(entries[1]["accepted_idr"], 16_800);
}

#[tokio::test]
async fn only_who_reads_contributions_of_the_regency_sees_its_files() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    let path = format!("{}/reconciliations", batch.path);
    let empty = app.get(&path).as_(&app.officer()).send().await.expect(200);
    assert_eq!(empty["data"], json!([]));
    app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    let readers = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(&path).as_(account).send().await,
        None => app.get(&path).send().await,
    })
    .await;
    let expected = [Role::Officer, Role::Approver, Role::Insurer, Role::Auditor].map(|role| (role, 200));
    assert_eq!(readers, expected);
}
