//! `/livez`, `/readyz`, `/metrics`.

use crate::support::TestApp;

#[tokio::test]
async fn a_started_service_is_alive_and_ready() {
    let app = TestApp::start().await;
    app.get("/livez").send().await.expect(200);
    app.get("/readyz").send().await.expect(200);
}

#[tokio::test]
async fn metrics_are_on_their_own_port() {
    let app = TestApp::start().await;
    app.get("/livez").send().await.expect(200);
    app.get("/metrics").send().await.expect_problem(404, "not_found");
    let metrics = reqwest::get(format!("http://{}/metrics", app.metrics_address)).await.unwrap();
    let text = metrics.text().await.unwrap();
    assert!(text.contains("payung_database_connections_open"), "{text}");
}
