//! Whoever leaves the register works nowhere any more.

use serde_json::{Value, json};

use super::{PAMOLOKAN, actions, add, added, etag, warung, worker};
use crate::support::TestApp;

#[tokio::test]
async fn a_worker_who_leaves_the_register_stops_working_on_the_same_day() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = worker(&app).await;
    let (stall, kiosk) = (
        warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await,
        warung(&app, &officer, PAMOLOKAN, "Kios Barokah").await,
    );
    let owner = added(&app, &officer, &stall, worker, "owner").await;
    let later = add(&app, &officer, &kiosk, worker, "family", "2026-11-02").await;
    later.expect(201);
    let later = later.header("location").unwrap().to_owned();

    let path = format!("/v1/workers/{worker}");
    let held = etag(&app, &officer, &path).await;
    let body = json!({ "reason": "deceased", "on": "2026-11-01" });
    let leave = app.post(&format!("{path}/deactivate")).as_(&officer).header("If-Match", &held);
    leave.json(&body).send().await.expect(200);

    let link = async |path: &str| -> Value { app.get(path).as_(&officer).send().await.expect(200) };
    assert_eq!(link(&owner).await["until_on"], "2026-11-01");
    assert_eq!(link(&later).await["until_on"], "2026-11-02", "what began later lasted one day");
    for place in [&stall, &kiosk] {
        assert_eq!(actions(&app, &officer, place).await, ["created", "worker_added", "worker_updated"]);
        assert_eq!(etag(&app, &officer, place).await, "\"3.write\"");
    }
    let client = app.database().owner().client().await.unwrap();
    let recorded = client
        .query_one(
            "SELECT string_agg(concat_ws(' ', action, reason, version, region_code), ', ') FROM changes \
             WHERE subject = 'warung_worker' AND version = 2",
            &[],
        )
        .await
        .unwrap();
    let one = format!("ended deceased 2 {PAMOLOKAN}");
    assert_eq!(recorded.get::<_, String>(0), format!("{one}, {one}"));

    // The warung can have another owner now.
    let heir = super::worker(&app).await;
    add(&app, &officer, &stall, heir, "owner", "2026-11-02").await.expect(201);
}

#[tokio::test]
async fn leaving_and_getting_work_at_the_same_moment_leaves_nobody_at_work() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = worker(&app).await;
    let stall = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let path = format!("/v1/workers/{worker}");
    let held = etag(&app, &officer, &path).await;
    let body = json!({ "reason": "moved_out", "on": "2026-11-01" });
    let leave = app.post(&format!("{path}/deactivate")).as_(&officer).header("If-Match", &held).json(&body);
    let (left, given) =
        tokio::join!(leave.send(), add(&app, &officer, &stall, worker, "owner", "2024-02-01"));
    let outcome = (left.status.as_u16(), given.status.as_u16());
    assert!([(200, 201), (200, 422), (409, 201)].contains(&outcome), "{outcome:?}");
    let client = app.database().owner().client().await.unwrap();
    let astray = "SELECT count(*) FROM warung_workers l JOIN workers w ON w.id = l.worker_id \
                  WHERE l.until_on IS NULL AND w.status = 'inactive'";
    assert_eq!(client.query_one(astray, &[]).await.unwrap().get::<_, i64>(0), 0);
}
