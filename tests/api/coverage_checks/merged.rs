//! What is asked of a NIK that a merged registration left behind.

use serde_json::json;

use super::{by_nik, check};
use crate::support::contributions::{funded, paid};
use crate::support::cover::{active, apbd, proposal, settle, source, start, worker};
use crate::workers::merge::merge;

#[tokio::test]
async fn the_nik_of_a_merged_registration_is_found_under_the_one_that_stays() {
    let app = start().await;
    let (from, into, nobody) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    active(&app, &proposal(&from, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &from, "2026-01", "2026-12", "2026-02-01").await;
    let word = json!({
        "worker_id": from.id, "member_number": "26012345678", "state": "active", "programmes": ["jkk", "jkm"],
        "paid_until": "2026-11", "as_of": "2026-11-20", "evidence": "Daftar BPJS",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&word).send().await.expect(201);
    merge(&app, &from, &into, json!({})).await.expect(200);
    let alone = check(&app, &app.officer(), json!([by_nik(&from.nik)])).await;
    assert_eq!(alone[0]["standing"], "active");
    let checks = json!([by_nik(&from.nik), by_nik(&into.nik), by_nik(&nobody.nik)]);
    let many = check(&app, &app.officer(), checks).await;
    assert_eq!((&many[0], &many[1]), (&alone[0], &alone[0]));
    assert_eq!(many[2]["standing"], "not_covered");
}

#[tokio::test]
async fn a_nik_that_the_insurer_never_had_says_nothing_of_the_one_that_stays() {
    let app = start().await;
    let (from, into) = (worker(&app, 1).await, worker(&app, 2).await);
    active(&app, &proposal(&into, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &into, "2026-01", "2026-12", "2026-02-01").await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    let checks = json!([by_nik(&from.nik), by_nik(&into.nik)]);
    let told = check(&app, &app.officer(), checks).await;
    assert_eq!((&told[0]["standing"], &told[1]["standing"]), (&json!("not_covered"), &json!("active")));
    let alone = check(&app, &app.officer(), json!([by_nik(&from.nik)])).await;
    assert_eq!(alone[0], told[0]);
}

#[tokio::test]
async fn a_nik_under_which_the_insurer_took_a_month_is_that_of_the_one_that_stays() {
    let app = start().await;
    let (from, into) = (worker(&app, 1).await, worker(&app, 2).await);
    let source = funded(&app, &[&from]).await;
    let months =
        ["02", "03", "04", "05", "06", "07", "08", "09", "10", "11"].map(|month| format!("2026-{month}"));
    let batch = paid(&app, source, &months.each_ref().map(String::as_str), "926011").await;
    let file = format!("nik,status\n{},ok\n", from.nik.as_str());
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    merge(&app, &from, &into, json!({})).await.expect(200);
    let told = check(&app, &app.officer(), json!([by_nik(&from.nik), by_nik(&into.nik)])).await;
    assert_eq!(told[0], told[1]);
    assert_ne!(told[0]["standing"], "not_covered");
}
