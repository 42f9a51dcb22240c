//! Every way to open somebody's record is in the person's access log.

use serde_json::json;
use tokio_postgres::Client;
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::cover::{apbd, proposal, proposed, source, start, stranger, worker};

/// How many openings of a worker's record are on file, once there are this many; what was noted is written in
/// batches, and the service's own task may be writing one still.
async fn opened(app: &TestApp, client: &Client, worker: Uuid, expected: i64) -> i64 {
    let count =
        "select count(*) from person_access_log where worker_id = $1 and fields = '{}' and purpose is null";
    let reached = async {
        loop {
            app.state.opens.flush(&app.state.db).await.unwrap();
            let found: i64 = client.query_one(count, &[&worker]).await.unwrap().get(0);
            if found >= expected {
                return found;
            }
        }
    };
    let reached = tokio::time::timeout(std::time::Duration::from_secs(10), reached).await;
    reached.unwrap_or_else(|_| panic!("fewer than {expected} openings are kept"))
}

#[tokio::test]
async fn whatever_shows_a_persons_record_is_noted_once() {
    let app = start().await;
    let officer = app.officer();
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let fact = json!({
        "worker_id": worker.id, "state": "active", "programmes": ["jkm"], "as_of": "2026-11-01", "evidence": "BPJS",
    });
    let fact = app.post("/v1/memberships").as_(&officer).json(&fact).send().await;
    let fact = format!("/v1/memberships/{}", fact.expect(201)["id"].as_str().unwrap());
    let claim = json!({ "kind": "death", "worker_id": worker.id, "event_on": "2026-11-01" });
    let claim = app.post("/v1/claims").as_(&officer).json(&claim).send().await;
    let claim = format!("/v1/claims/{}", claim.expect(201)["id"].as_str().unwrap());
    let heir = json!({ "name": "Ali", "relation": "spouse", "share_basis_points": 10000 });
    let heir = app.post(&format!("{claim}/beneficiaries")).as_(&officer).json(&heir).send().await;
    let heir = format!("{claim}/beneficiaries/{}", heir.expect(201)["id"].as_str().unwrap());

    let client = app.database().owner().client().await.unwrap();
    let paths = [
        worker.path(""),
        worker.path("/history"),
        worker.path("/eligibility"),
        worker.path("/standing"),
        coverage.path.clone(),
        format!("{}/history", coverage.path),
        fact.clone(),
        format!("{fact}/history"),
        claim.clone(),
        format!("{claim}/history"),
        format!("{claim}/timeline"),
        format!("{claim}/beneficiaries"),
        heir,
    ];
    let mut expected = 0;
    for path in &paths {
        app.get(path).as_(&officer).send().await.expect(200);
        // To whom it does not exist, it was not opened.
        app.get(path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
        expected += 1;
        assert_eq!(opened(&app, &client, worker.id, expected).await, expected, "{path}");
    }
    let search = json!({ "nik": worker.nik.as_str() });
    app.post("/v1/workers/search").as_(&officer).json(&search).send().await.expect(200);
    assert_eq!(opened(&app, &client, worker.id, expected + 1).await, expected + 1);
    let by: Vec<Uuid> = client
        .query("select distinct actor_id from person_access_log", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(by, [officer.id]);
}
