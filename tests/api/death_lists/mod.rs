//! `/v1/death-lists`

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::deaths::{Report, death, of, registration};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{claim, sums};
use crate::support::cover::{
    ABROAD, HOME, NEXT_DOOR, active, apbd, found, nik, one, proposal, source, start, statuses_by_role,
    stranger, with, worker,
};
use crate::support::request::Answer;
use crate::workers::merge::merge;

const PATH: &str = "/v1/death-lists";

async fn send(app: &TestApp, account: &Account, query: &str, file: &str) -> Answer {
    let mut request = app.post(&format!("{PATH}{query}")).as_(account).header("content-type", "text/csv");
    request.0 = request.0.body(file.to_owned());
    request.send().await
}

/// Number, verdict and codes of the rows of a list.
async fn rows(app: &TestApp, list: &Value, query: &str) -> Vec<(i64, String, Vec<String>)> {
    let path = format!("{PATH}/{}/rows{query}", list["id"].as_str().unwrap());
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |row: &Value| {
        let problems = row["problems"].as_array().unwrap();
        let codes = problems.iter().map(|one| format!("{}:{}", text(&one["field"]), text(&one["code"])));
        (row["row_number"].as_i64().unwrap(), text(&row["verdict"]), codes.collect())
    };
    shown["data"].as_array().unwrap().iter().map(row).collect()
}

fn verdict(number: i64, verdict: &str, codes: &[&str]) -> (i64, String, Vec<String>) {
    (number, verdict.to_owned(), codes.iter().map(|code| (*code).to_owned()).collect())
}

#[tokio::test]
async fn every_row_of_a_list_gets_its_verdict() {
    let app = start().await;
    let (dead, known) = (worker(&app, 1).await, worker(&app, 2).await);
    let before = Report::recorded(&app, &of(&known)).await;
    let file = format!(
        "No;NIK;Nama Lengkap;Tgl Lahir;Kode Desa;Tgl Meninggal;No Akta\n\
         1;'{};Siti Aminah;;;02/11/2026;AM 12\n\
         2;{};;;;2026-11-02;\n\
         3;;Siti Aminah;15/06/1990;{HOME};2026-11-03;\n\
         4;{};Bambang Susilo;;{HOME};2026-11-03;\n\
         5;{};;;;2026-11-03;\n\
         6;;Ali;;35.28.01.2001;2026-11-03;\n\
         7;123;;;;kemarin;\n\
         8;{};;;;2026-12-01;\n",
        dead.nik.as_str(),
        known.nik.as_str(),
        nik(1970, 5).as_str(),
        nik(1970, 6).as_str(),
        worker(&app, 3).await.nik.as_str(),
    );
    let query = "?source=civil_registry&file_name=Kematian.csv";
    let answer = send(&app, &app.officer(), query, &file).await;
    let list = answer.expect(201);
    assert_eq!(
        ["source", "file_name", "recorded", "undecided", "not_registered", "known", "refused"]
            .map(|name| list[name].clone()),
        [json!("civil_registry"), json!("Kematian.csv"), json!(1), json!(1), json!(1), json!(1), json!(4)]
    );
    assert_eq!(
        rows(&app, &list, "").await,
        [
            verdict(1, "recorded", &[]),
            verdict(2, "known", &[]),
            verdict(3, "undecided", &[]),
            verdict(4, "not_registered", &[]),
            verdict(5, "refused", &["nik:not_registered"]),
            verdict(6, "refused", &["village_code:outside_regions"]),
            verdict(7, "refused", &["nik:nik_length", "died_on:day_format"]),
            verdict(8, "refused", &["died_on:day_in_future"]),
        ]
    );
    assert_eq!(registration(&app, &dead).await[1], "deceased");
    assert_eq!(rows(&app, &list, "?verdict=known").await, [verdict(2, "known", &[])]);
    let path = format!("{PATH}/{}/rows?verdict=known", list["id"].as_str().unwrap());
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    assert_eq!(shown["data"][0]["death_id"], before.shown["id"]);
    let recorded =
        app.get("/v1/deaths?source=civil_registry&status=recorded").as_(&app.officer()).send().await;
    assert_eq!(recorded.expect(200)["data"][0]["evidence"], "AM 12");
    assert_eq!(app.get(answer.header("location").unwrap()).as_(&app.officer()).send().await.json(), list);
}

#[tokio::test]
async fn a_row_that_a_claim_contradicts_is_refused_with_words() {
    let app = start().await;
    let (dead, other) = (worker(&app, 1).await, worker(&app, 2).await);
    claim(&app, &dead, "2026-11-20").await;
    let file = format!("nik,died_on\n{},2026-11-11\n{},2026-11-11\n", dead.nik.as_str(), other.nik.as_str());
    let list = send(&app, &app.officer(), "?source=civil_registry", &file).await.expect(201);
    assert_eq!(
        rows(&app, &list, "").await,
        [verdict(1, "refused", &["died_on:claim_says_otherwise"]), verdict(2, "recorded", &[])]
    );
    assert_eq!(registration(&app, &dead).await[0], "verified");
}

#[tokio::test]
async fn a_nik_that_was_a_slip_kills_nobody_unless_name_and_birth_fit() {
    let app = start().await;
    let (from, into) = (worker(&app, 1).await, worker(&app, 2).await);
    merge(&app, &from, &into, json!({})).await.expect(200);
    let slip = from.nik.as_str();
    let officer = app.officer();
    let query = "?source=civil_registry";
    let file = format!(
        "nik,name,birth_on,village_code,died_on\n\
         {slip},,,,2026-11-02\n\
         {slip},Siti Aminah,,,2026-11-03\n\
         {slip},Bambang Susilo,1960-01-01,{HOME},2026-11-04\n"
    );
    let list = send(&app, &officer, query, &file).await.expect(201);
    assert_eq!((&list["undecided"], &list["recorded"]), (&json!(3), &json!(0)));
    assert_eq!(registration(&app, &into).await[0], "verified");
    let shown = app.get("/v1/deaths?status=undecided").as_(&officer).send().await.expect(200);
    for report in shown["data"].as_array().unwrap() {
        let path = format!("/v1/deaths/{}", report["id"].as_str().unwrap());
        let read = app.get(&path).as_(&officer).send().await.expect(200);
        let first = &read["candidates"][0];
        assert_eq!((&first["worker_id"], &first["reasons"][0]), (&json!(into.id), &json!("merged_nik")));
    }
    // Without a name the same day of the same NIK is the same report.
    let again = send(&app, &officer, query, &format!("nik,died_on\n{slip},2026-11-02\n")).await.expect(201);
    assert_eq!(again["known"], json!(1));
    let whole = format!("nik,name,birth_on,died_on\n{slip},SITI AMINAH,1982-06-15,2026-11-05\n");
    let list = send(&app, &officer, query, &whole).await.expect(201);
    assert_eq!(list["recorded"], json!(1));
    assert_eq!(registration(&app, &into).await, [json!("inactive"), json!("deceased"), json!("2026-11-05")]);
}

#[tokio::test]
async fn the_same_file_twice_does_nothing_new_and_neither_do_its_rows_in_another() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let file = format!(
        "nik,nama,kode desa,tanggal meninggal\n{},,,2026-11-02\n,Bambang Susilo,{HOME},2026-11-02\n",
        dead.nik.as_str()
    );
    let officer = app.officer();
    let first = send(&app, &officer, "?source=village_report", &file).await.expect(201);
    let again = send(&app, &officer, "?source=village_report", &file).await.expect(200);
    assert_eq!(again, first);
    let other = send(&app, &officer, "?source=civil_registry", &format!("{file}\n")).await.expect(201);
    assert_eq!((&other["known"], &other["recorded"]), (&json!(2), &json!(0)));
    assert_eq!(one::<i64>(&app, "select count(*) from deaths").await, 2);
}

/// The village told of her without a NIK; the civil registry knows who she was.
#[tokio::test]
async fn a_nik_in_the_register_counts_before_a_report_of_the_same_name() {
    let app = start().await;
    let (dead, officer) = (worker(&app, 1).await, app.officer());
    let budget = source(&app, apbd()).await;
    active(&app, &proposal(&dead, budget), "26000000001").await;
    let unnumbered = format!("name,village_code,died_on\nSiti Aminah,{HOME},2026-11-02\n");
    let village = send(&app, &officer, "?source=village_report", &unnumbered).await.expect(201);
    assert_eq!(rows(&app, &village, "").await, [verdict(1, "undecided", &[])]);
    assert_eq!(sums(&app, budget).await, [201_600, 0, 0, 1_209_600_000 - 201_600]);
    let numbered = |nik: &str| {
        format!("nik,name,village_code,died_on,evidence\n{nik},Siti Aminah,{HOME},2026-11-02,AM 12\n")
    };
    let file = numbered(dead.nik.as_str());
    let registry = send(&app, &officer, "?source=civil_registry", &file).await.expect(201);
    assert_eq!(rows(&app, &registry, "").await, [verdict(1, "recorded", &[])]);
    assert_eq!(registration(&app, &dead).await, [json!("inactive"), json!("deceased"), json!("2026-11-02")]);
    assert_eq!(sums(&app, budget).await, [184_800, 0, 0, 1_209_600_000 - 184_800]);
    // The report of the village stays for somebody to decide, as beside a death that is recorded alone.
    let deaths = app.get("/v1/deaths").as_(&officer).send().await.expect(200);
    let told: Vec<[&Value; 2]> =
        deaths["data"].as_array().unwrap().iter().map(|one| [&one["status"], &one["evidence"]]).collect();
    assert_eq!(told, [[&json!("undecided"), &Value::Null], [&json!("recorded"), &json!("AM 12")]]);
    // Both lists come again, the one with a NIK that nobody has, too: it says nothing new.
    for file in [format!("{file}\n"), format!("{unnumbered}\n"), numbered(nik(1970, 5).as_str())] {
        let again = send(&app, &officer, "?source=family", &file).await.expect(201);
        assert_eq!(rows(&app, &again, "").await, [verdict(1, "known", &[])], "{file}");
    }
    assert_eq!(one::<i64>(&app, "select count(*) from deaths").await, 2);
}

#[tokio::test]
async fn a_row_of_a_foreign_village_is_refused_also_where_its_death_was_told_there() {
    let app = start().await;
    let told = |village: &str| death(json!({ "name": "Bambang Susilo", "village_code": village }));
    crate::deaths::send(&app, &stranger(&app), &told(ABROAD)).await.expect(201);
    crate::deaths::send(&app, &app.officer(), &told(NEXT_DOOR)).await.expect(201);
    let file = format!(
        "name,village_code,died_on\n\
         Bambang Susilo,{NEXT_DOOR},2026-11-02\n\
         Bambang Susilo,{ABROAD},2026-11-02\n\
         Bambang Susilo,{HOME},2026-11-02\n"
    );
    let foreign = |number: i64| verdict(number, "refused", &["village_code:outside_regions"]);
    let village = app.account(Role::VillageOperator, &[HOME]);
    let own = send(&app, &village, "?source=village_report", &file).await.expect(201);
    assert_eq!(
        rows(&app, &own, "").await,
        [foreign(1), foreign(2), verdict(3, "not_registered", &[])],
        "neither the village next door nor the other regency"
    );
    let office = send(&app, &app.officer(), "?source=village_report", &file).await.expect(201);
    assert_eq!(
        rows(&app, &office, "").await,
        [verdict(1, "known", &[]), foreign(2), verdict(3, "known", &[])]
    );
    let path = format!("{PATH}/{}/rows?verdict=refused", own["id"].as_str().unwrap());
    let shown = app.get(&path).as_(&village).send().await.expect(200);
    assert_eq!([0_usize, 1].map(|row| &shown["data"][row]["death_id"]), [&Value::Null, &Value::Null]);
    assert_eq!(one::<i64>(&app, "select count(*) from deaths").await, 3);
}

#[tokio::test]
async fn of_many_who_send_a_file_at_once_nobody_records_a_death_twice() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let file = format!("nik,died_on\n{},2026-11-02\n", dead.nik.as_str());
    let officers: Vec<Account> = (0..6).map(|_| app.officer()).collect();
    let sent = officers.iter().map(|officer| send(&app, officer, "?source=village_report", &file));
    let lists: Vec<Value> = join_all(sent).await.iter().map(|answer| answer.expect(201)).collect();
    let sum = |name: &str| lists.iter().map(|list| list[name].as_i64().unwrap()).sum::<i64>();
    assert_eq!((sum("recorded"), sum("known")), (1, 5));
}

#[tokio::test]
async fn lists_of_people_whom_two_sources_fund_crosswise_do_not_wait_for_each_other() {
    let app = start().await;
    let other = with(apbd(), json!({ "name": "APBD 2026 kedua" }));
    let sources = [source(&app, apbd()).await, source(&app, other).await];
    let mut rows = Vec::new();
    for (serial, paid_by) in (1..=8).zip(sources.iter().cycle()) {
        let dead = worker(&app, serial).await;
        active(&app, &proposal(&dead, *paid_by), &format!("2600000000{serial}")).await;
        rows.push(format!("{},2026-11-02\n", dead.nik.as_str()));
    }
    // The first begins with the one source, the second with the other.
    let (first, second) = rows.split_at(4);
    let second: String = second.iter().rev().map(String::as_str).collect();
    let files = [first.concat(), second].map(|rows| format!("nik,died_on\n{rows}"));
    let officers = [app.officer(), app.officer()];
    let sent = officers.iter().zip(&files);
    let sent = sent.map(|(officer, file)| send(&app, officer, "?source=village_report", file));
    for answer in join_all(sent).await {
        assert_eq!(answer.expect(201)["recorded"], json!(4));
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_as_a_whole() {
    let app = start().await;
    let officer = app.officer();
    let refused = async |file: &str| send(&app, &officer, "?source=family", file).await;
    let problem = refused("kode desa,nama\n").await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/died_on", "column_missing")]);
    let problem = refused("nik,died_on\n").await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("", "empty_file")]);
    let long = "nik,died_on\n".to_owned() + &"1,2026-01-01\n".repeat(1_001);
    refused(&long).await.expect_problem(413, "body_too_large");
    let request = app.post(&format!("{PATH}?source=family")).as_(&officer);
    request.json(&json!({})).send().await.expect_problem(415, "unsupported_media_type");
    send(&app, &officer, "?source=rumour", "nik,died_on\n1,2\n").await.expect_problem(400, "invalid_query");
    send(&app, &officer, "", "nik,died_on\n1,2\n").await.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn a_village_sees_its_own_lists_and_the_office_all_of_the_regency() {
    let app = start().await;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let file = format!("name,village_code,died_on\nAli,{HOME},2026-11-02\nAli,{NEXT_DOOR},2026-11-02\n");
    let own = send(&app, &village, "?source=village_report", &file).await.expect(201);
    assert_eq!((&own["not_registered"], &own["refused"]), (&json!(1), &json!(1)));
    let office = send(&app, &app.officer(), "?source=village_report", &file).await.expect(201);
    assert_eq!((&office["known"], &office["not_registered"]), (&json!(1), &json!(1)));
    let listed = async |account: &Account| {
        let shown = app.get(PATH).as_(account).send().await.expect(200);
        shown["data"].as_array().unwrap().iter().map(|list| list["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed(&village).await, [own["id"].clone()]);
    assert_eq!(listed(&app.officer()).await, [office["id"].clone(), own["id"].clone()]);
    assert_eq!(listed(&stranger(&app)).await, [json!(null); 0]);
    let path = format!("{PATH}/{}", office["id"].as_str().unwrap());
    app.get(&path).as_(&village).send().await.expect_problem(404, "not_found");
    app.get(&format!("{path}/rows")).as_(&village).send().await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(PATH).as_(account).send().await,
        None => app.get(PATH).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::VillageOperator, 200), (Role::Officer, 200)]);
}
