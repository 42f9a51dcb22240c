//! The statements that every screen sends must be served by an index, however many workers there are.

use super::one;
use crate::support::TestApp;

/// Postgres's plan where a sequential scan is out of the question, as it is with a million rows.
async fn plan(app: &TestApp, query: &str) -> String {
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("set enable_seqscan = off").await.unwrap();
    let rows = client.query(&format!("explain (costs off) {query}"), &[]).await.unwrap();
    rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn hot_statements_are_served_by_an_index_in_order() {
    let app = TestApp::start().await;
    let no_sort = |plan: &str| !plan.contains("Sort");
    let id = "'01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10'";
    for (query, index, is_ordered) in [
        (format!("select * from workers where id = {id} and regency_id = any('{{1}}')"), "workers_pkey", true),
        (
            "select * from workers where regency_id = any('{1}') and village_code = '35.29.01.1015' \
             order by id limit 51"
                .to_owned(),
            "workers_village_code_idx",
            true,
        ),
        (
            "select * from workers where nik_hash = decode(repeat('00', 32), 'hex') and regency_id = any('{1}')"
                .to_owned(),
            "workers_nik_hash_idx",
            true,
        ),
        (
            "select * from workers where name %> 'siti' order by word_similarity('siti', name) desc, id limit 51"
                .to_owned(),
            "workers_name_trgm_idx",
            false,
        ),
        (
            "select * from workers where regency_id = 1 and status = 'verified' order by id desc limit 500"
                .to_owned(),
            "workers_verified_idx",
            true,
        ),
        (
            format!("select * from person_access_log where worker_id = {id} and regency_id = 1 order by id"),
            "person_access_log_worker_idx",
            true,
        ),
    ] {
        let plan = plan(&app, &query).await;
        assert!(plan.contains(index), "{query}\n{plan}");
        assert!(!is_ordered || no_sort(&plan), "{query}\n{plan}");
    }
    assert_eq!(one::<i64>(&app, "select count(*) from workers").await, 0, "no statistics decide here");
}
