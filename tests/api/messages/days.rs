//! What still waits when the day of a death is corrected

use serde_json::json;

use super::{made, only};
use crate::deaths::{Report, of};
use crate::support::contributions::decide;
use crate::support::cover::{one, start, worker};

#[tokio::test]
async fn a_family_still_hears_which_papers_are_missing() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let report = Report::recorded(&app, &of(&dead)).await;
    let path = format!("/v1/claims/{}", report.shown["claim_id"].as_str().unwrap());
    let heir = json!({ "name": "Moh. Rasyid", "relation": "spouse", "share_basis_points": 10_000 });
    app.post(&format!("{path}/beneficiaries")).as_(&app.officer()).json(&heir).send().await.expect(201);
    decide(&app, &path, "submit", &json!({})).await;
    decide(&app, &path, "return", &json!({ "missing": ["death_certificate"] })).await;
    let letter = only(&app, "claim_returned").await;
    assert_eq!((&letter["status"], &letter["version"]), (&json!("ready"), &json!(1)));
    report.patch(&app, &app.officer(), &json!({ "died_on": "2026-11-01" })).await.expect(200);
    made(&app).await;
    let recorded = "select string_agg(action, ' ' order by version) from changes where subject = 'worker'";
    assert_eq!(one::<String>(&app, recorded).await, "deactivated reopened deactivated");
    assert_eq!(only(&app, "claim_returned").await, letter);
}
