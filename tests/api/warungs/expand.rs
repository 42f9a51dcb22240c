//! `expand=warungs` of workers.

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{KEPANJIN, PAMOLOKAN, added, change, warung, worker, worker_in};
use crate::support::TestApp;

#[tokio::test]
async fn workers_show_where_they_work_now_without_strangers_warungs() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let (owner, helper) = (worker(&app).await, worker_in(&app, PAMOLOKAN, "Ahmad", "verified").await);
    let idle = worker_in(&app, PAMOLOKAN, "Budi", "verified").await;
    let home = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let away = warung(&app, &officer, KEPANJIN, "Kios Barokah").await;
    let link = added(&app, &officer, &home, owner, "owner").await;
    added(&app, &officer, &away, owner, "owner").await;
    added(&app, &officer, &home, helper, "family").await;

    let read = async |account, path: &str| app.get(path).as_(account).send().await.expect(200);
    let names = |worker: &Value| -> Vec<Value> {
        let jobs = worker["expanded"]["warungs"].as_array().unwrap().iter();
        jobs.map(|job| json!([job["role"], job["warung_name"]])).collect()
    };
    let page = read(&officer, "/v1/workers?expand=warungs").await;
    let workers = page["data"].as_array().unwrap();
    assert_eq!(names(&workers[0]), [json!(["owner", "Warung Bu Sri"]), json!(["owner", "Kios Barokah"])]);
    assert_eq!(names(&workers[1]), [json!(["family", "Warung Bu Sri"])]);
    assert_eq!((&workers[2]["id"], names(&workers[2]).len()), (&json!(idle), 0));

    let one = format!("/v1/workers/{owner}?expand=warungs");
    let operator = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    let shown = read(&operator, &one).await;
    assert_eq!(names(&shown), [json!(["owner", "Warung Bu Sri"]), json!(["owner", null])]);
    change(&app, &officer, &link, json!({ "until_on": "2025-12-31" })).await.expect(200);
    assert_eq!(names(&read(&officer, &one).await), [json!(["owner", "Kios Barokah"])]);
}
