//! `GET /v1/imports`, `/v1/imports/{id}` and `/v1/imports/{id}/rows`

use payung::access::caller::Role;

use super::{import, nik, rows};
use crate::support::TestApp;

#[tokio::test]
async fn received_values_are_shown_to_the_sender_only() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let job = import(&app, &officer, "nik,name,village_code\n352901,Sri,35.29.01.2006\n").await;
    let own = rows(&app, &officer, &job["id"], "").await.expect(200);
    assert_eq!(own["data"][0]["problems"][0]["received"], "352901");
    assert_eq!(own["data"][0]["problems"][0]["detail"], "NIK harus tepat 16 angka.");
    let colleague = rows(&app, &app.officer(), &job["id"], "").await.expect(200);
    assert!(colleague["data"][0]["problems"][0]["received"].is_null());
}

#[tokio::test]
async fn what_the_merge_refuses_is_shown_with_its_number_too() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let csv = format!("nik,name,village_code\n{0},Sri,35.29.01.2006\n{0},Ali,35.29.01.2006\n", nik(6));
    let first = import(&app, &officer, &csv).await;
    let second = import(&app, &officer, &csv).await;
    let cases = [
        (first, "duplicate_in_file", "Baris sebelumnya di berkas ini sudah memuat orang yang sama."),
        (second, "already_registered", "Orang ini sudah terdaftar di wilayah Anda."),
    ];
    for (job, code, words) in cases {
        let refused = rows(&app, &officer, &job["id"], "?verdict=refused&limit=1").await.expect(200);
        let problem = &refused["data"][0]["problems"][0];
        assert_eq!((&problem["code"], &problem["received"]), (&code.into(), &nik(6).into()));
        assert_eq!(problem["detail"], words);
    }
}

#[tokio::test]
async fn an_import_is_seen_in_its_regency_only() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let job = import(&app, &officer, "name,village_code\nSri,35.29.01.2006\n").await;
    let path = format!("/v1/imports/{}", job["id"].as_str().unwrap());
    let neighbour = app.account(Role::Officer, &["35.28"]);
    app.get(&path).as_(&neighbour).send().await.expect_problem(404, "not_found");
    rows(&app, &neighbour, &job["id"], "").await.expect_problem(404, "not_found");
    let listed = app.get("/v1/imports?count=exact").as_(&neighbour).send().await.expect(200);
    assert_eq!(listed["count"], 0);
    let listed = app.get("/v1/imports?count=exact").as_(&officer).send().await.expect(200);
    assert_eq!((&listed["count"], &listed["data"][0]["id"]), (&1.into(), &job["id"]));
    app.get(&path).send().await.expect_problem(401, "unauthenticated");
    let viewer = app.account(Role::DistrictViewer, &["35.29.01"]);
    app.get(&path).as_(&viewer).send().await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn verdicts_come_in_pages_in_the_order_of_the_file() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let mut csv = "nik,name,village_code\n".to_owned();
    for number in 0..7 {
        csv.push_str(&format!("{},Sri,35.29.01.2006\n", nik(number)));
    }
    let job = import(&app, &officer, &csv).await;
    let mut seen = Vec::new();
    let mut query = "?limit=3&verdict=applied".to_owned();
    loop {
        let page = rows(&app, &officer, &job["id"], &query).await.expect(200);
        seen.extend(page["data"].as_array().unwrap().iter().map(|row| row["row_number"].as_i64().unwrap()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        query = format!("?limit=3&verdict=applied&cursor={cursor}");
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
}
