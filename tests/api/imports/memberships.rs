//! `POST /v1/imports?kind=memberships`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{count, finish, problems, rows, upload};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    HOME, Worker, active, apbd, found, nik, one, proposal, registered_abroad, source, start, worker,
};
use crate::workers::merge::merge;

const LIST: &str = "/v1/imports?kind=memberships&file_name=Daftar%20November.csv&as_of=2026-11-01";

async fn import(app: &TestApp, account: &Account, csv: &str) -> Value {
    let job = upload(app, LIST, account, csv).send().await.expect(202);
    finish(app, account, job["id"].as_str().unwrap()).await
}

fn insurer(app: &TestApp) -> Account {
    app.account(Role::Insurer, &["35.29"])
}

async fn known(app: &TestApp, worker: &Worker, number: &str) {
    active(app, &proposal(worker, source(app, apbd()).await), number).await;
}

async fn refusals(app: &TestApp, account: &Account, job: &Value) -> Vec<(i64, String, String)> {
    problems(&rows(app, account, &job["id"], "?verdict=refused").await.expect(200))
}

#[tokio::test]
async fn the_insurers_list_becomes_facts_with_the_file_as_their_evidence() {
    let app = start().await;
    let (first, second, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    known(&app, &second, "26000000002").await;
    let csv = format!(
        "No;NIK;No KPJ;Nama;Status Kepesertaan;TMT;BLTH Terakhir;Program\r\n\
         1;{};26000000001;Siti Aminah;Aktif;01/03/2024;Oktober 2026;JKK, JKM\r\n\
         2;;26000000002;Siti Aminah;Menunggak;;08-2026;\r\n\
         3;{};;Siti Aminah;Bukan Peserta;;;\r\n",
        first.nik.as_str(),
        third.nik.as_str()
    );
    let job = import(&app, &insurer(&app), &csv).await;
    assert_eq!(
        (&job["status"], &job["rows_applied"], &job["rows_refused"], &job["as_of"]),
        (&json!("completed"), &json!(3), &json!(0), &json!("2026-11-01"))
    );
    let facts: String = one(
        &app,
        "select string_agg(concat_ws(' ', m.state, m.programmes, m.since_on, m.paid_until, m.member_number_mask), ', ' \
           order by m.id) from memberships m",
    )
    .await;
    assert_eq!(
        facts,
        "active {jkk,jkm} 2024-03-01 2026-10-01 ********001, in_arrears {jkk,jkm} 2026-08-01 ********002, \
         not_member {}"
    );
    let evidence: String = one(&app, "select evidence from memberships where state = 'active'").await;
    assert!(
        evidence.starts_with("Daftar November.csv, baris 1, SHA-256 ") && evidence.len() == 102,
        "{evidence}"
    );
    let recorded = format!(
        "select count(*) from memberships m join changes c on c.subject_id = m.id and c.import_id = m.import_id \
         and c.action = 'created' and c.region_code = '{HOME}'"
    );
    assert_eq!(count(&app, &recorded).await, 3);
    assert_eq!(count(&app, "select count(*) from staged_memberships").await, 0);
    let standing = app.get(&first.path("/standing?on=2026-10-05")).as_(&app.officer()).send().await;
    assert_eq!(standing.expect(200)["basis"], "insurer_confirmed");
    for table in ["memberships", "changes", "import_rows", "imports"] {
        let sql = format!(
            "select count(*) from {table} t where t::text like '%{}%' or t::text like '%26000000001%'",
            first.nik.as_str()
        );
        assert_eq!(count(&app, &sql).await, 0, "{table}");
    }
}

#[tokio::test]
async fn the_same_list_again_changes_nothing() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let csv = format!("nik,state,paid_until\n{},active,2026-10\n", worker.nik.as_str());
    for _ in 0..2 {
        let job = import(&app, &insurer(&app), &csv).await;
        assert_eq!((&job["rows_applied"], &job["rows_refused"]), (&json!(1), &json!(0)));
    }
    assert_eq!(count(&app, "select count(*) from memberships").await, 1);
    let later = format!("nik,state,paid_until\n{},active,2026-11\n", worker.nik.as_str());
    import(&app, &insurer(&app), &later).await;
    assert_eq!(count(&app, "select count(*) from memberships").await, 2);
}

#[tokio::test]
async fn a_row_whose_nik_and_number_are_of_different_people_is_refused() {
    let app = start().await;
    let (first, second, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    known(&app, &first, "26000000001").await;
    let csv = format!(
        "nik;kpj;status\n{};26000000001;aktif\n{};26000000009;aktif\n{};26000000009;aktif\n",
        second.nik.as_str(),
        second.nik.as_str(),
        third.nik.as_str(),
    );
    let account = insurer(&app);
    let job = import(&app, &account, &csv).await;
    assert_eq!(
        refusals(&app, &account, &job).await,
        [
            (1, "member_number".to_owned(), "different_persons".to_owned()),
            (3, "nik".to_owned(), "duplicate_in_file".to_owned()),
        ]
    );
    let shown = rows(&app, &account, &job["id"], "?verdict=refused").await.expect(200);
    assert_eq!(shown["data"][0]["problems"][0]["received"], "26000000001");
    let other = rows(&app, &app.officer(), &job["id"], "?verdict=refused").await.expect(200);
    assert_eq!(other["data"][0]["problems"][0]["received"], Value::Null, "only who sent it sees it");
    let facts: String = one(&app, "select string_agg(worker_id::text, ' ') from memberships").await;
    assert_eq!(facts, second.id.to_string());
}

#[tokio::test]
async fn what_is_said_of_a_merged_registration_is_a_fact_of_the_one_that_stays() {
    let app = start().await;
    let (from, into, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    known(&app, &from, "26000000001").await;
    let word = json!({
        "worker_id": from.id, "state": "active", "programmes": ["jkk", "jkm"], "as_of": "2026-10-01",
        "evidence": "Daftar BPJS",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&word).send().await.expect(201);
    merge(&app, &from, &into, json!({})).await.expect(200);
    merge(&app, &into, &third, json!({})).await.expect(200);
    for row in ["26000000001;aktif", ";aktif"] {
        let csv = format!("nik;kpj;status\n{};{row}\n", from.nik.as_str());
        let job = import(&app, &insurer(&app), &csv).await;
        assert_eq!((&job["rows_applied"], &job["rows_refused"]), (&json!(1), &json!(0)), "{row}");
    }
    let facts =
        "select string_agg(distinct worker_id || ' ' || person_id, ', ') || count(*) from memberships";
    assert_eq!(one::<String>(&app, facts).await, format!("{} {}3", third.id, third.person_id));
    // Whoever really has the NIK is somebody else.
    let body = json!({ "village_code": HOME, "name": "Sri Wahyuni", "nik": from.nik.as_str() });
    let real = app.post("/v1/workers").as_(&app.officer()).json(&body).send().await.expect(201);
    import(&app, &insurer(&app), &format!("nik;status\n{};bukan peserta\n", from.nik.as_str())).await;
    let newest: String =
        one(&app, "select worker_id::text from memberships where state = 'not_member'").await;
    assert_eq!(json!(newest), real["id"]);
}

#[tokio::test]
async fn a_nik_that_was_a_slip_and_that_the_insurer_never_had_is_nobodys() {
    let app = start().await;
    let (from, into) = (worker(&app, 1).await, worker(&app, 2).await);
    known(&app, &into, "26000000001").await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    let slip = from.nik.as_str();
    let account = insurer(&app);
    for row in [format!("{slip};;bukan peserta"), format!("{slip};26000000009;aktif")] {
        let job = import(&app, &account, &format!("nik;kpj;status\n{row}\n")).await;
        let refused = refusals(&app, &account, &job).await;
        assert_eq!(refused, [(1, "nik".to_owned(), "nik_of_merged".to_owned())]);
        let shown = rows(&app, &account, &job["id"], "?verdict=refused").await.expect(200);
        let problem = &shown["data"][0]["problems"][0];
        assert_eq!(problem["received"], slip);
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("digabung")), "{problem}");
    }
    // The number that she has as well says whom the insurer means.
    let job = import(&app, &account, &format!("nik;kpj;status\n{slip};26000000001;aktif\n")).await;
    assert_eq!((&job["rows_applied"], &job["rows_refused"]), (&json!(1), &json!(0)));
    let facts: String = one(&app, "select string_agg(distinct worker_id::text, ' ') from memberships").await;
    assert_eq!(facts, into.id.to_string());
}

#[tokio::test]
async fn every_bad_row_is_reported_with_everything_wrong() {
    let app = start().await;
    let (worker, abroad) = (worker(&app, 1).await, worker(&app, 2).await);
    app.database()
        .owner()
        .client()
        .await
        .unwrap()
        .execute("delete from workers where id = $1", &[&abroad.id])
        .await
        .unwrap();
    registered_abroad(&app, &abroad).await;
    let csv = format!(
        "nik;kpj;status;tmt;lunas sampai;per;program\n\
         123;26;entah;31/02/2024;13/2026;2027-01-01;jkx\n\
         ;;aktif;;;;\n\
         {unknown};;aktif;;;;\n\
         ;26000000007;aktif;;;;\n\
         {abroad};;aktif;;;;\n\
         {nik};;bukan peserta;2024-01-01;2026-10;;jkk\n\
         {nik};;aktif;;;;\n\
         {nik};;menunggak;;;;\n\
         {unknown};;aktif;15/05/2026;2026-04;;\n",
        unknown = nik(1990, 9).as_str(),
        abroad = abroad.nik.as_str(),
        nik = worker.nik.as_str(),
    );
    let account = insurer(&app);
    let job = import(&app, &account, &csv).await;
    let mut refused = refusals(&app, &account, &job).await;
    refused.sort();
    let refused: Vec<(i64, &str, &str)> =
        refused.iter().map(|(row, field, code)| (*row, field.as_str(), code.as_str())).collect();
    assert_eq!(
        refused,
        [
            (1, "as_of", "day_in_future"),
            (1, "member_number", "member_number_length"),
            (1, "nik", "nik_length"),
            (1, "paid_until", "month_number"),
            (1, "programmes", "unknown_code"),
            (1, "since_on", "day_format"),
            (1, "state", "unknown_code"),
            (2, "nik", "required"),
            (3, "nik", "not_registered"),
            (4, "member_number", "unknown_member_number"),
            (5, "nik", "not_registered"),
            (6, "paid_until", "not_with_state"),
            (6, "programmes", "not_with_state"),
            (6, "since_on", "not_with_state"),
            (8, "nik", "duplicate_in_file"),
            (9, "paid_until", "paid_until_before_since"),
        ]
    );
    assert_eq!(job["rows_applied"], 1);
}

#[tokio::test]
async fn a_list_needs_its_name_its_day_and_somebody_to_speak_of() {
    let app = start().await;
    let account = insurer(&app);
    let nameless =
        upload(&app, "/v1/imports?kind=memberships&as_of=2027-01-01", &account, "nik;status\n1;aktif\n");
    let problem = nameless.send().await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/as_of", "day_in_future"), ("/file_name", "required")]);
    let url = "/v1/imports?kind=memberships&file_name=a.csv";
    let problem = upload(&app, url, &account, "nama;program\nSiti;jkk\n")
        .send()
        .await
        .expect_problem(422, "validation_failed");
    assert_eq!(
        found(&problem),
        [("/nik", "column_missing"), ("/state", "column_missing"), ("/as_of", "column_missing")]
    );
    assert_eq!(count(&app, "select count(*) from imports").await, 0);
}

#[tokio::test]
async fn the_insurer_imports_lists_and_no_rosters_and_sees_only_lists() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let account = insurer(&app);
    let csv = format!("nik;status\n{};aktif\n", worker.nik.as_str());
    upload(&app, "/v1/imports?kind=workers", &account, "nik;nama\n")
        .send()
        .await
        .expect_problem(403, "forbidden");
    for role in [Role::VillageOperator, Role::Approver, Role::Auditor, Role::Admin] {
        let regions: &[&str] = if role == Role::VillageOperator { &[HOME] } else { &["35.29"] };
        let other = app.account(role, regions);
        upload(&app, LIST, &other, &csv).send().await.expect_problem(403, "forbidden");
    }
    let list = import(&app, &account, &csv).await;
    let roster = super::import(&app, &app.officer(), "nama;kode desa\nSri;35.29.01.1015\n").await;
    let shown = app.get("/v1/imports").as_(&account).send().await.expect(200);
    let ids: Vec<&Value> = shown["data"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
    assert_eq!(ids, [&list["id"]]);
    let path = format!("/v1/imports/{}", roster["id"].as_str().unwrap());
    app.get(&path).as_(&account).send().await.expect_problem(404, "not_found");
    app.get(&path).as_(&app.officer()).send().await.expect(200);
    let stranger = app.account(Role::Insurer, &["35.28"]);
    let path = format!("/v1/imports/{}/rows", list["id"].as_str().unwrap());
    app.get(&path).as_(&stranger).send().await.expect_problem(404, "not_found");
}
