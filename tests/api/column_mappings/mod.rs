//! `/v1/column-mappings`, and files that are taken by them

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{Batch, PAYMENTS, funded, paid, workers};
use crate::support::cover::{found, one, start, statuses_by_role, stranger, with};
use crate::support::request::{Answer, Request};

const PATH: &str = "/v1/column-mappings";

fn mapping(kind: &str, name: &str, columns: &[(&str, &str)]) -> Value {
    let columns: Vec<Value> =
        columns.iter().map(|(header, field)| json!({ "header": header, "field": field })).collect();
    json!({ "kind": kind, "name": name, "columns": columns })
}

async fn keep(app: &TestApp, account: &Account, body: &Value) -> Answer {
    app.post(PATH).as_(account).json(body).send().await
}

async fn kept(app: &TestApp, body: Value) -> String {
    keep(app, &app.officer(), &body).await.expect(201)["id"].as_str().unwrap().to_owned()
}

async fn patched(app: &TestApp, id: &str, tag: &str, body: Value) -> Answer {
    app.patch(&format!("{PATH}/{id}")).as_(&app.officer()).header("If-Match", tag).json(&body).send().await
}

async fn export(app: &TestApp, batch: &Batch, query: &str) -> Answer {
    let path = format!("{}/lines{query}", batch.path);
    app.get(&path).as_(&app.officer()).header("Accept", "text/csv").send().await
}

async fn statement(app: &TestApp, query: &str, file: &str) -> Answer {
    let request = app.post(&format!("{PAYMENTS}/bank-statement{query}")).as_(&app.officer());
    Request(request.header("content-type", "text/csv").0.body(file.to_owned())).send().await
}

#[tokio::test]
async fn a_mapping_is_kept_read_listed_and_changed_with_its_history() {
    let app = start().await;
    let officer = app.officer();
    let body = with(
        mapping("insurer_export", "Templat 2026", &[("No KTP", "nik"), ("Kosong", "blank")]),
        json!({ "delimiter": "semicolon", "is_default": true }),
    );
    let answer = keep(&app, &officer, &body).await;
    let shown = answer.expect(201);
    assert_eq!((&shown["kind"], &shown["columns"]), (&body["kind"], &body["columns"]));
    assert_eq!((&shown["delimiter"], &shown["is_default"]), (&json!("semicolon"), &json!(true)));
    let path = answer.header("location").unwrap().to_owned();
    let read = app.get(&path).as_(&officer).send().await;
    assert_eq!(read.expect(200), shown);
    let held =
        app.get(&path).as_(&officer).header("If-None-Match", read.header("etag").unwrap()).send().await;
    assert_eq!(held.status.as_u16(), 304);
    let id = shown["id"].as_str().unwrap();
    let changed =
        patched(&app, id, "\"1.v\"", json!({ "delimiter": "tab", "name": "Templat" })).await.expect(200);
    assert_eq!(
        (&changed["delimiter"], &changed["name"], &changed["version"], &changed["columns"]),
        (&json!("tab"), &json!("Templat"), &json!(2), &body["columns"])
    );
    patched(&app, id, "\"1.v\"", json!({ "name": "x" })).await.expect_problem(412, "version_mismatch");
    assert_eq!(patched(&app, id, "\"2.v\"", json!({ "name": "Templat" })).await.expect(200)["version"], 2);
    let history = app.get(&format!("{path}/history")).as_(&officer).send().await.expect(200);
    assert_eq!(
        (&history["data"][1]["action"], &history["data"][1]["before"]["name"]),
        (&json!("updated"), &json!("Templat 2026"))
    );
    kept(&app, mapping("bank_statement", "Bank Jatim", &[("Tgl", "day")])).await;
    let listed =
        app.get(&format!("{PATH}?kind=insurer_export&count=exact")).as_(&officer).send().await.expect(200);
    assert_eq!((&listed["count"], &listed["data"][0]["id"]), (&json!(1), &json!(id)));
    app.get(&format!("{PATH}?kind=x")).as_(&officer).send().await.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn a_kind_has_one_default_also_when_two_come_at_once() {
    let app = start().await;
    let officer = app.officer();
    let default =
        |name: &str| with(mapping("insurer_result", name, &[("KTP", "nik")]), json!({ "is_default": true }));
    let first = kept(&app, default("A")).await;
    let second = kept(&app, default("B")).await;
    let shown = app.get(&format!("{PATH}/{first}")).as_(&officer).send().await.expect(200);
    assert_eq!((&shown["is_default"], &shown["version"]), (&json!(false), &json!(2)));
    patched(&app, &first, "\"2.v\"", json!({ "is_default": true })).await.expect(200);
    let shown = app.get(&format!("{PATH}/{second}")).as_(&officer).send().await.expect(200);
    assert_eq!(shown["is_default"], false);
    let bodies: Vec<Value> = (0..6).map(|number| default(&format!("C{number}"))).collect();
    let answers = join_all(bodies.iter().map(|body| keep(&app, &officer, body))).await;
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 201) {
        assert_eq!(found(&answer.expect_problem(409, "already_exists")), [("/is_default", "already_exists")]);
    }
    assert_eq!(one::<i64>(&app, "select count(*) from column_mappings where is_default").await, 1);
    let problem = keep(&app, &officer, &default("A")).await.expect_problem(409, "already_exists");
    assert_eq!(found(&problem), [("/name", "already_exists")]);
}

#[tokio::test]
async fn everything_wrong_with_a_mapping_is_said_at_once() {
    let app = start().await;
    let officer = app.officer();
    let wrong = with(
        mapping("insurer_result", "", &[("NIK", "nik"), ("KTP", "nik"), ("n i k", "status"), ("Tgl", "day")]),
        json!({ "delimiter": "dash" }),
    );
    let problem = keep(&app, &officer, &wrong).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/name", "text_empty"),
        ("/columns/1/field", "field_repeated"),
        ("/columns/2/header", "heading_repeated"),
        ("/columns/3/field", "field_not_of_kind"),
        ("/delimiter", "unknown_code"),
    ];
    assert_eq!(found(&problem), expected);
    let problem =
        keep(&app, &officer, &mapping("x", "a", &[])).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/kind", "unknown_code"), ("/columns", "required")]);
    let body = mapping("bank_statement", "Bank Jatim", &[("Tgl", "day")]);
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => keep(&app, account, &body).await,
        None => app.post(PATH).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 201)]);
    let id = one::<uuid::Uuid>(&app, "select id from column_mappings").await;
    let path = format!("{PATH}/{id}");
    app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    let request = app.patch(&path).as_(&stranger(&app)).header("If-Match", "\"1.v\"");
    request.json(&json!({ "name": "x" })).send().await.expect_problem(404, "not_found");
    let bare = app.patch(&path).as_(&officer).json(&json!({ "name": "x" })).send().await;
    bare.expect_problem(428, "precondition_required");
    let problem = patched(&app, &id.to_string(), "\"1.v\"", json!({ "name": null, "columns": [] })).await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/name", "required"), ("/columns", "required")]);
}

#[tokio::test]
async fn the_insurer_gets_the_columns_of_its_template_and_answers_with_its_own() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let standard = export(&app, &batch, "").await.text();
    assert!(standard.starts_with("line_number,worker_id,nik,name,birth_on,programme,month,"), "{standard}");
    let columns = [("No", "line_number"), ("Nama; Lengkap", "name"), ("", "blank"), ("Iuran", "amount_idr")];
    let columns =
        columns.map(|(header, field)| if header.is_empty() { ("Kosong", field) } else { (header, field) });
    let template = with(
        mapping("insurer_export", "Templat", &columns),
        json!({ "delimiter": "semicolon", "is_default": true }),
    );
    let id = kept(&app, template).await;
    let expected = "No;\"Nama; Lengkap\";Kosong;Iuran\n1;Siti Aminah;;10000\n2;Siti Aminah;;6800\n";
    assert_eq!(export(&app, &batch, "").await.text(), expected);
    assert_eq!(export(&app, &batch, &format!("?mapping={id}")).await.text(), expected);
    assert_eq!(export(&app, &batch, "?mapping=none").await.text(), standard);

    // The answer has other headings and a vertical bar. One of them the request names itself.
    let answers = with(
        mapping("insurer_result", "Jawaban", &[("Urut", "line_number"), ("Ket", "status")]),
        json!({ "delimiter": "pipe" }),
    );
    let answers = kept(&app, answers).await;
    let file = "Urut|Keputusan, akhir\n1|ok\n2|ok\n";
    let officer = app.officer();
    for query in [format!("?mapping={id}"), "?mapping=x".to_owned()] {
        let problem =
            batch.reconcile(&app, &officer, &query, file).await.expect_problem(400, "invalid_query");
        assert_eq!(found(&problem), [("/mapping", "unknown_mapping")]);
    }
    let query = format!("?mapping={answers}&status_column=Keputusan%2C%20akhir");
    let shown = batch.reconcile(&app, &officer, &query, file).await.expect(200);
    assert_eq!((&shown["accepted_lines"], &shown["batch"]["status"]), (&json!(2), &json!("reconciled")));
}

#[tokio::test]
async fn a_banks_statement_is_read_by_the_regencys_default() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    paid(&app, source, &["2026-01"], "926011").await;
    let file = "Wkt\tKeluar Rp\tBerita acara\n10/03/2026\t16.800,00\tSP2D-926011\n";
    let problem = statement(&app, "", file).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem)[0], ("/day", "column_missing"));
    let columns = [("Wkt", "day"), ("Keluar Rp", "amount"), ("Berita acara", "description")];
    let bank = with(
        mapping("bank_statement", "Bank Jatim", &columns),
        json!({ "delimiter": "tab", "is_default": true }),
    );
    kept(&app, bank).await;
    statement(&app, "?mapping=none", file).await.expect_problem(422, "validation_failed");
    let shown = statement(&app, "", file).await.expect(200);
    assert_eq!(shown["confirmed"][0]["amount_idr"], 16_800);
}
