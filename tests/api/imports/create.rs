//! `POST /v1/imports`

use payung::access::caller::Role;
use serde_json::json;

use super::{URL, count, finish, import, nik, problems, rows, upload};
use crate::support::TestApp;

#[tokio::test]
async fn good_rows_are_applied_and_bad_rows_are_reported_with_everything_wrong() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let csv = format!(
        "NIK;Nama;Tanggal Lahir;JK;Kecamatan;Desa;No. HP;Pekerjaan;Warung;Peran;Desil\r\n\
         {};Sri Wahyuni;;P;Kota Sumenep;Pabian;081234567890;warung_keeper;Warung Bu Sri;pemilik;2\r\n\
         123;;31/02/1980;X;Kota Sumenep;Atlantis;12;astronaut;;;11\r\n\
         ;Moh. Ali;17/08/1985;L;Kota Sumenep;Pabian;;;;;\r\n",
        nik(1)
    );
    let job = import(&app, &officer, &csv).await;
    assert_eq!(
        (&job["status"], &job["rows_total"], &job["rows_applied"], &job["rows_refused"]),
        (&json!("completed"), &json!(3), &json!(2), &json!(1))
    );
    let refused = rows(&app, &officer, &job["id"], "?verdict=refused").await.expect(200);
    let mut found = problems(&refused);
    found.sort();
    let expected = [
        (2, "birth_on", "day_format"),
        (2, "decile", "decile_range"),
        (2, "name", "required"),
        (2, "nik", "nik_length"),
        (2, "occupation", "unknown_code"),
        (2, "phone", "phone_prefix"),
        (2, "sex", "unknown_code"),
        (2, "village", "unknown_village"),
    ];
    let found: Vec<(i64, &str, &str)> =
        found.iter().map(|(row, field, code)| (*row, field.as_str(), code.as_str())).collect();
    assert_eq!(found, expected);

    // Every applied row is a registration with a person, a change, and nothing left in the stage.
    let applied = "select count(*) from workers w join persons p on p.open_worker_id = w.id \
        join changes c on c.subject_id = w.id and c.version = 1 and c.import_id = w.import_id \
        where w.village_code like '35.29.01.%' and w.status = 'registered'";
    assert_eq!(count(&app, applied).await, 2);
    assert_eq!(count(&app, "select count(*) from staged_workers").await, 0);
    // The identifiers of good and bad rows stand nowhere in clear.
    let clear = format!("%{}%", nik(1));
    for table in ["workers", "changes", "import_rows", "imports"] {
        let sql = format!(
            "select count(*) from {table} t where t::text like '{clear}' or t::text like '%081234567890%'"
        );
        assert_eq!(count(&app, &sql).await, 0, "{table}");
    }
}

#[tokio::test]
async fn the_key_names_the_job() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let csv = format!("nik,name,village_code\n{},Sri,35.29.01.2006\n", nik(2));
    let post = || upload(&app, URL, &officer, &csv).header("Idempotency-Key", "roster-pabian").send();
    let first = post().await;
    let second = post().await;
    assert_eq!(first.expect(202)["id"], second.expect(202)["id"]);
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    let id = first.json()["id"].as_str().unwrap().to_owned();
    finish(&app, &officer, &id).await;
    assert_eq!(count(&app, "select count(*) from workers").await, 1);
    assert_eq!(count(&app, "select count(*) from imports").await, 1);
}

#[tokio::test]
async fn a_key_with_another_file_is_a_mistake_and_not_a_repetition() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let post = async |url: &str, name: &str| {
        let csv = format!("nik,name,village_code\n{},{name},35.29.01.2006\n", nik(3));
        upload(&app, url, &officer, &csv).header("Idempotency-Key", "roster").send().await
    };
    post(URL, "Sri").await.expect(202);
    post(URL, "Ali").await.expect_problem(422, "idempotency_key_reused");
    let asked_otherwise = format!("{URL}&decile_source=dtsen");
    post(&asked_otherwise, "Sri").await.expect_problem(422, "idempotency_key_reused");
    assert_eq!(count(&app, "select count(*) from imports").await, 1);
}

#[tokio::test]
async fn of_uploads_with_one_key_at_the_same_time_one_makes_the_job() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let csv = format!("nik,name,village_code\n{},Sri,35.29.01.2006\n", nik(4));
    let post = || upload(&app, URL, &officer, &csv).header("Idempotency-Key", "roster").send();
    let (one, other) = tokio::join!(post(), post());
    for answer in [one, other] {
        match answer.status.as_u16() {
            202 => {}
            503 => drop(answer.expect_problem(503, "busy")),
            _ => drop(answer.expect_problem(409, "idempotency_in_progress")),
        }
    }
    assert_eq!(count(&app, "select count(*) from imports").await, 1);
    let orphans = "select count(*) from staged_workers s where not exists (select from imports i where i.id = s.load_id)";
    assert_eq!(count(&app, orphans).await, 0);
}

#[tokio::test]
async fn rows_are_numbered_as_in_the_file_and_may_lack_their_last_cells() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let csv =
        format!("nik;name;village_code;phone\n;;;\n{};Sri;35.29.01.2006\n1;Ali;35.29.01.2006;;x\n", nik(5));
    let job = import(&app, &officer, &csv).await;
    assert_eq!((&job["rows_applied"], &job["rows_refused"]), (&json!(1), &json!(1)));
    let refused = rows(&app, &officer, &job["id"], "?verdict=refused").await.expect(200);
    let found = problems(&refused);
    assert!(found.contains(&(3, "row".to_owned(), "wrong_column_count".to_owned())), "{found:?}");
}

#[tokio::test]
async fn only_callers_with_the_permission_import_and_only_where_they_may_write() {
    let app = TestApp::start().await;
    let csv = "name,village_code\nSri,35.29.01.2006\n";
    app.post(URL).header("Content-Type", "text/csv").send().await.expect_problem(401, "unauthenticated");
    let auditor = app.account(Role::Auditor, &["35.29"]);
    upload(&app, URL, &auditor, csv).send().await.expect_problem(403, "forbidden");
    let foreign = format!("{URL}&regency=35.28");
    upload(&app, &foreign, &app.officer(), csv).send().await.expect_problem(400, "invalid_query");

    let neighbour = app.account(Role::Officer, &["35.28"]);
    let job = import(&app, &neighbour, csv).await;
    assert_eq!((&job["rows_applied"], &job["rows_refused"]), (&json!(0), &json!(1)));
    let refused = rows(&app, &neighbour, &job["id"], "").await.expect(200);
    assert_eq!(problems(&refused), [(1, "village_code".to_owned(), "unknown_village".to_owned())]);
}

#[tokio::test]
async fn what_is_no_roster_is_refused_as_a_whole() {
    let app = TestApp::configured(|config| config.import_limit = 4096).await;
    let officer = app.officer();
    let send = |csv: &str| upload(&app, URL, &officer, csv).send();
    let missing = send("nik,desa\n1,Pabian\n").await.expect_problem(422, "validation_failed");
    assert_eq!(missing["errors"][0]["code"], "column_missing");
    let empty = send("name,village_code\n\n").await.expect_problem(422, "validation_failed");
    assert_eq!(empty["errors"][0]["code"], "empty_file");
    let long = format!("name,village_code\n{}", "Sri,35.29.01.2006\n".repeat(1000));
    send(&long).await.expect_problem(413, "body_too_large");
    app.post(URL).as_(&officer).json(&json!({})).send().await.expect_problem(415, "unsupported_media_type");
    upload(&app, "/v1/imports?kind=cats", &officer, "").send().await.expect_problem(400, "invalid_query");
    upload(&app, &format!("{URL}&mode=x"), &officer, "")
        .send()
        .await
        .expect_problem(400, "unknown_parameter");
    assert_eq!(count(&app, "select count(*) from staged_workers").await, 0);
    assert_eq!(count(&app, "select count(*) from imports").await, 0);
}
