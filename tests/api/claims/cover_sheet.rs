//! `GET /v1/claims/{id}/cover-sheet`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Held, Stage};
use crate::support::app::Account;
use crate::support::cover::{HOME, active, apbd, proposal, source, start, with, worker};
use crate::support::request::Answer;

async fn read(stage: &Stage, held: &Held, by: &Account, accept: &str, purpose: bool) -> Answer {
    let request = stage.app.get(&held.action("cover-sheet")).as_(by).header("accept", accept);
    let request = if purpose { request.header("x-purpose", "claim_handling") } else { request };
    request.send().await
}

#[tokio::test]
async fn the_page_shows_who_is_paid_what_is_missing_and_what_was_decided_beside_the_estimate() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let name = "UPDATE claim_beneficiaries SET name = 'Siti <b>Aminah</b>'";
    stage.database.execute(name, &[]).await.unwrap();
    let answer = read(&stage, &held, &stage.insurer, "text/html", false).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"));
    let page = answer.text();
    for shown in [
        "Moh. Hasan",
        "Siti &lt;b&gt;Aminah&lt;/b&gt;",
        "*******000",
        "Akta kematian",
        "Ada dan diterima",
        "Perkiraan manfaat",
        "Jumlah keputusan",
        "42.000.000",
        "100,00 %",
        "hari kerja",
    ] {
        assert!(page.contains(shown), "{shown} is missing in {page}");
    }
    assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("KONSEP"));
    let draft = read(&stage, &stage.with_widow().await, &stage.operator, "text/html", false).await.text();
    assert!(draft.contains("KONSEP") && draft.contains("Belum ada"));
}

#[tokio::test]
async fn the_data_show_the_estimate_the_decision_and_the_difference() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let sheet = read(&stage, &held, &stage.officer, "application/json", false).await.expect(200);
    assert_eq!(sheet["claim"]["id"], json!(held.id));
    assert_eq!(
        (&sheet["regency"], &sheet["checklist"]["is_complete"]),
        (&json!("Kabupaten Sumenep"), &json!(true))
    );
    // Nothing is known to be paid, so that only the funeral is due by the rules.
    let estimate = &sheet["estimate"];
    assert_eq!((&estimate["total_idr"], &estimate["decided_idr"]), (&json!(10_000_000), &json!(42_000_000)));
    assert_eq!(estimate["difference_idr"], 32_000_000);
    assert_eq!(estimate["lines"][0]["item"], "funeral");
    let waiting = |item: &str| json!({"item": item, "reason": "waiting_months"});
    assert_eq!(estimate["not_due"], json!([waiting("death"), waiting("periodic")]));
    assert_eq!((&estimate["late_fee"], &estimate["decided_benefit_idr"]), (&Value::Null, &json!(42_000_000)));
    assert_eq!(sheet["clock"]["working_days"], 3);
}

/// Three dead, each with years of paid months.
#[tokio::test]
async fn whoever_buried_the_dead_without_being_an_heir_is_paid_for_the_funeral_alone() {
    let stage = Stage::on(start().await).await;
    let app = &stage.app;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let no_heir = |item: &str| json!({"item": item, "reason": "no_heir"});
    let left_out = json!([no_heir("death"), no_heir("periodic")]);
    for (serial, kind, relation, total, not_due) in [
        (1, "death", "spouse", 42_000_000, &json!([])),
        (2, "death", "funeral_payer", 10_000_000, &left_out),
        (3, "work_accident", "funeral_payer", 10_000_000, &left_out),
    ] {
        let dead = worker(app, serial).await;
        let fact = json!({
            "worker_id": dead.id, "state": "active", "programmes": ["jkk", "jkm"], "since_on": "2022-01-01",
            "paid_until": "2026-10", "as_of": "2026-11-01", "evidence": "Daftar peserta BPU",
        });
        app.post("/v1/memberships").as_(&stage.officer).json(&fact).send().await.expect(201);
        let mut claim = json!({ "kind": kind, "worker_id": dead.id, "event_on": "2026-11-02" });
        if kind == "work_accident" {
            claim["died_on"] = json!("2026-11-02");
        }
        let filed = app.post("/v1/claims").as_(&village).json(&claim).send().await.expect(201);
        let path = format!("/v1/claims/{}", filed["id"].as_str().unwrap());
        let payee = json!({ "name": "Siti Aminah", "relation": relation, "share_basis_points": 10_000 });
        app.post(&format!("{path}/beneficiaries")).as_(&village).json(&payee).send().await.expect(201);
        let sheet = async |accept: &str| {
            let request = app.get(&format!("{path}/cover-sheet")).as_(&stage.officer);
            request.header("accept", accept).send().await
        };
        let estimate = sheet("application/json").await.expect(200)["estimate"].clone();
        assert_eq!((&estimate["total_idr"], &estimate["not_due"]), (&json!(total), not_due), "{kind}");
        let funeral = estimate["lines"].as_array().unwrap().last().unwrap();
        assert_eq!((&funeral["item"], &funeral["amount_idr"]), (&json!("funeral"), &json!(10_000_000)));
        let says_why =
            sheet("text/html").await.text().contains("Tidak ada ahli waris, hanya biaya pemakaman");
        assert_eq!(says_why, relation == "funeral_payer");
    }
}

#[tokio::test]
async fn identifiers_are_opened_for_a_purpose_and_leave_a_record() {
    let stage = Stage::set().await;
    let held = stage.verified().await;
    let masked = read(&stage, &held, &stage.officer, "text/csv", false).await;
    assert_eq!(masked.status, 200);
    assert!(masked.text().contains("*******000") && !masked.text().contains("00123456000"));
    let open = read(&stage, &held, &stage.officer, "text/csv", true).await;
    assert_eq!(open.header("content-type"), Some("text/csv"));
    let name = format!("attachment; filename=\"klaim-{}.csv\"", held.id);
    assert_eq!(open.header("content-disposition"), Some(name.as_str()));
    let table = open.text();
    assert_eq!(table.lines().count(), 2);
    assert!(
        table.lines().next().unwrap().contains("account_number") && table.contains("00123456000"),
        "{table}"
    );
    let logged = "SELECT format('%s %s', purpose, fields) FROM person_access_log WHERE purpose IS NOT NULL";
    assert_eq!(stage.column(logged).await, ["claim_handling {beneficiary_account_number}"]);
    let viewer = stage.app.account(Role::DistrictViewer, &["35.29.01"]);
    read(&stage, &held, &viewer, "text/csv", true).await.expect_problem(403, "forbidden");
    read(&stage, &held, &stage.officer, "application/pdf", false).await.expect_problem(406, "not_acceptable");
}

#[tokio::test]
async fn the_member_number_is_that_of_the_event_or_the_insurers_last_word_or_an_older_one() {
    let stage = Stage::on(start().await).await;
    let app = &stage.app;
    let dead = worker(app, 1).await;
    let budget = source(app, apbd()).await;
    let spring = with(proposal(&dead, budget), json!({ "until_month": "2026-06" }));
    active(app, &spring, "26000000001").await;
    let said = json!({ "worker_id": dead.id, "member_number": "26000000002", "state": "active",
        "programmes": ["jkk", "jkm"], "as_of": "2026-09-10", "evidence": "Daftar peserta BPU" });
    app.post("/v1/memberships").as_(&stage.officer).json(&said).send().await.expect(201);
    let village = app.account(Role::VillageOperator, &[HOME]);
    let death = json!({ "kind": "death", "worker_id": dead.id, "event_on": "2026-06-30" });
    let filed = app.post("/v1/claims").as_(&village).json(&death).send().await;
    let json = filed.expect(201);
    let held = Held {
        id: json["id"].as_str().unwrap().to_owned(),
        etag: filed.header("etag").unwrap().to_owned(),
        json,
    };
    let number = async || {
        let sheet = read(&stage, &held, &stage.officer, "application/json", true).await.expect(200);
        sheet["worker_member_number"].clone()
    };
    assert_eq!(number().await, "26000000001");
    stage.database.execute("UPDATE claims SET event_on = '2026-10-01'", &[]).await.unwrap();
    assert_eq!(number().await, "26000000002");
    stage.database.execute("DELETE FROM memberships", &[]).await.unwrap();
    assert_eq!(number().await, "26000000001");
}

#[tokio::test]
async fn outsiders_read_nothing() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.action("cover-sheet");
    let call = Call {
        method: Method::GET,
        path: &path,
        body: Value::Null,
        allowed: Role::VillageOperator,
        forbidden: &[Role::Admin, Role::PlatformAdmin],
    };
    stage.refuses_outsiders(&held, &call).await;
}
