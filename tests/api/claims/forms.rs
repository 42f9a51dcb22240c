//! `GET /v1/claims/{id}/forms/{form}`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Held, Stage, VILLAGE};
use crate::support::app::Account;
use crate::support::request::Answer;

async fn print(stage: &Stage, held: &Held, by: &Account, form: &str, purpose: bool) -> Answer {
    let request = stage.app.get(&held.action(&format!("forms/{form}"))).as_(by);
    let request = if purpose { request.header("x-purpose", "claim_handling") } else { request };
    request.send().await
}

fn assert_shows(page: &str, shown: &[&str]) {
    for words in shown {
        assert!(page.contains(words), "{words} is missing in {page}");
    }
    assert!(!page.contains("<script") && !page.contains("http"), "{page}");
}

#[tokio::test]
async fn the_forms_of_a_death_are_filled_with_what_is_known() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let name = "UPDATE claim_beneficiaries SET name = 'Siti <b>Aminah</b>'";
    stage.database.execute(name, &[]).await.unwrap();
    let answer = print(&stage, &held, &stage.operator, "death_benefit", false).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    assert_shows(
        &answer.text(),
        &[
            "Pengajuan Manfaat Jaminan Kematian",
            "Moh. Hasan",
            "Siti &lt;b&gt;Aminah&lt;/b&gt;",
            "*******000",
            "BPR Bhakti Sumekar",
            "KONSEP",
            "<i></i>",
        ],
    );
    let page = print(&stage, &held, &stage.operator, "heir_statement", false).await.text();
    assert_shows(
        &page,
        &["Surat Keterangan Ahli Waris", "Siti &lt;b&gt;Aminah&lt;/b&gt;", "Camat ", "Saksi"],
    );
    for other in ["accident_stage_one", "guardian_power", "form"] {
        let answer = print(&stage, &held, &stage.operator, other, false).await;
        answer.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn an_accident_has_a_report_for_each_stage() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let body = json!({ "kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9), "circumstances": "Tersiram minyak panas." });
    let draft = stage.file(body).await;
    let first = print(&stage, &draft, &stage.operator, "accident_stage_one", false).await.text();
    assert_shows(&first, &["Tahap I", "3 KK 1", "Tersiram minyak panas.", "2 x 24 jam", "&#9744; Ya"]);
    let second = print(&stage, &draft, &stage.operator, "accident_stage_two", false).await.text();
    assert_shows(&second, &["Tahap II", "3a KK 2", "&#9744; Meninggal dunia"]);
    print(&stage, &draft, &stage.operator, "heir_statement", false).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_minor_has_a_guardian_who_signs() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let child = json!({ "name": "Rizky", "relation": "child", "birth_on": "2018-01-05", "guardian_name": "Nenek Sumiati",
        "share_basis_points": 10000 });
    let held = stage.add(&draft, child).await;
    let page = print(&stage, &held, &stage.operator, "guardian_power", false).await.text();
    assert_shows(&page, &["Kuasa Wali Anak", "Nenek Sumiati", "Rizky", "5 Januari 2018"]);
}

#[tokio::test]
async fn each_guardian_answers_for_the_own_wards_and_their_accounts() {
    let stage = Stage::set().await;
    let mut held = stage.draft().await;
    for (name, guardian) in [("Rizky", "Nenek Sumiati"), ("Putri", "Paman Zaini"), ("Bayu", "NENEK SUMIATI")]
    {
        let child = json!({ "name": name, "relation": "child", "birth_on": "2018-01-05", "guardian_name": guardian,
            "share_basis_points": 3000 });
        held = stage.add(&held, child).await;
    }
    for place in 0..3 {
        held = stage.give_account(&held, place).await;
    }
    let page = print(&stage, &held, &stage.operator, "guardian_power", false).await.text();
    let sheets: Vec<&str> = page.split("<article>").skip(1).collect();
    assert_eq!(sheets.len(), 2, "{page}");
    assert_shows(sheets[0], &["Nenek Sumiati", "Rizky", "Bayu", "*******000", "*******002"]);
    assert_shows(sheets[1], &["Paman Zaini", "Putri", "*******001"]);
    for (sheet, others) in
        [(sheets[0], "Putri Zaini *******001"), (sheets[1], "Rizky Bayu Sumiati *******000")]
    {
        for other in others.split(' ') {
            assert!(!sheet.contains(other), "{other} is in {sheet}");
        }
    }
}

#[tokio::test]
async fn a_purpose_opens_numbers_and_is_written_down() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let page = print(&stage, &held, &stage.officer, "death_benefit", true).await.text();
    assert_shows(&page, &["00123456000"]);
    let log = "SELECT actor_kind || ' ' || array_to_string(fields, ',') FROM person_access_log \
               WHERE purpose = 'claim_handling' AND fields <> '{}'";
    assert_eq!(stage.column(log).await, ["user beneficiary_account_number"]);
    let viewer = stage.app.account(Role::DistrictViewer, &["35.29.01"]);
    print(&stage, &held, &viewer, "death_benefit", true).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn the_member_number_is_filled_in_but_never_for_the_village() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let death = json!({ "kind": "death", "worker_id": worker, "event_on": stage.days_ago(10) });
    let held = stage.file(death).await;
    let fact = json!({ "worker_id": worker, "member_number": "26012345678", "state": "active",
        "programmes": ["jkk", "jkm"], "as_of": stage.days_ago(20), "evidence": "Daftar peserta BPU" });
    stage.app.post("/v1/memberships").as_(&stage.officer).json(&fact).send().await.expect(201);
    let page = print(&stage, &held, &stage.officer, "death_benefit", false).await.text();
    assert_shows(&page, &["********678"]);
    let page = print(&stage, &held, &stage.officer, "death_benefit", true).await.text();
    assert_shows(&page, &["26012345678"]);
    for purpose in [false, true] {
        let page = print(&stage, &held, &stage.operator, "death_benefit", purpose).await.text();
        assert!(!page.contains("*678") && !page.contains("26012345678"), "{page}");
    }
    let sheet = stage.app.get(&held.action("cover-sheet")).as_(&stage.officer);
    let sheet = sheet.header("accept", "application/json").header("x-purpose", "claim_handling");
    assert_eq!(sheet.send().await.expect(200)["worker_member_number"], "26012345678");
    let log = "SELECT DISTINCT array_to_string(fields, ',') FROM person_access_log WHERE 'member_number' = ANY (fields)";
    assert_eq!(stage.column(log).await, ["member_number"]);
}

#[tokio::test]
async fn outsiders_print_nothing() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let path = held.action("forms/death_benefit");
    let call = Call {
        method: Method::GET,
        path: &path,
        body: Value::Null,
        allowed: Role::VillageOperator,
        forbidden: &[Role::Admin, Role::PlatformAdmin],
    };
    stage.refuses_outsiders(&held, &call).await;
}
