//! `POST /v1/enrolment-plans/{id}/pre-check`, and below it `GET`.

mod export;
mod refused;

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    Worker, apbd, approver, decree, one, source, start, statuses_by_role, stranger, with, worker_born,
};
use crate::support::enrolment::{Plan, draft, expected, outcomes, wanted};
use crate::support::request::Answer;

/// Three people, of whom two are chosen and one is on the reserve list, and one who is too old to enter.
async fn computed(app: &TestApp) -> (Vec<Worker>, Plan) {
    let id = source(app, apbd()).await;
    let mut people = Vec::new();
    for (serial, year) in [(1, 1970), (2, 1980), (3, 1990), (4, 1950)] {
        people.push(worker_born(app, year, serial).await);
    }
    let terms = json!({ "places": 2, "priorities": ["oldest"] });
    let plan = draft(app, &with(wanted(id), terms)).await.computed(app).await;
    (people, plan)
}

async fn bring(app: &TestApp, account: &Account, plan: &Plan, query: &str, file: &str) -> Answer {
    let path = format!("{}/pre-check?{query}", plan.path);
    let request = app.post(&path).as_(account).header("If-Match", &plan.etag);
    let mut request = request.header("content-type", "text/csv");
    request.0 = request.0.body(file.to_owned());
    request.send().await
}

/// Brings a file of the population registry.
async fn brought(app: &TestApp, plan: &Plan, file: &str) -> Plan {
    let answer =
        bring(app, &app.officer(), plan, "against=population_registry&checked_on=2026-01-10", file).await;
    answer.expect(200);
    Plan::read(app, &plan.path).await
}

/// Pointer and code of every error.
fn errors(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn the_next_computation_excludes_whom_a_registry_has_something_against() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let [first, second, third, old] = [0, 1, 2, 3].map(|place: usize| &people[place]);
    let file = format!(
        "NIK;Nama;Hasil;Keterangan\n{};x;Meninggal dunia;akta 12/2025\n{};x;nama berbeda;\n{};x;;\n{};x;ok;\n",
        first.nik.as_str(),
        second.nik.as_str(),
        third.nik.as_str(),
        old.nik.as_str(),
    );
    let query = "against=population_registry&checked_on=2026-01-10&file_name=Padanan.csv";
    let officer = app.officer();
    let answer = bring(&app, &officer, &plan, query, &file).await;
    let shown = answer.expect(200);
    let counts = json!([
        { "verdict": "ok", "people": 1 },
        { "verdict": "data_mismatch", "people": 1 },
        { "verdict": "deceased", "people": 1 },
    ]);
    assert_eq!(
        (&shown["verdicts"], &shown["outdated"], &shown["unanswered"]),
        (&counts, &json!(0), &json!(1))
    );
    let stale = &shown["plan"];
    assert_eq!((&stale["computation"]["is_stale"], &stale["version"]), (&json!(true), &json!(3)));
    assert_eq!(stale["allowed_actions"], json!(["update", "compute", "pre_check", "withdraw"]));
    let registries = stale["pre_checks"].as_array().unwrap();
    assert_eq!(
        (&registries[0]["against"], &registries[0]["chosen_unchecked"]),
        (&json!("population_registry"), &json!(0))
    );
    assert_eq!(
        (&registries[1]["against"], &registries[1]["chosen_unchecked"]),
        (&json!("insurer"), &json!(2))
    );
    assert_eq!(registries[1]["last_file"], Value::Null);
    let last = &registries[0]["last_file"];
    let sha256: String = one(&app, "select encode(sha256(convert_to($$x$$, 'UTF8')), 'hex')").await;
    assert_eq!(last["sha256"].as_str().unwrap().len(), sha256.len());
    assert_eq!((&last["name"], &last["checked_on"]), (&json!("Padanan.csv"), &json!("2026-01-10")));
    assert_eq!(last["recorded_by"], json!(officer.id));

    let stale = Plan::read(&app, &plan.path).await;
    let early = stale.take(&app, &officer, "submit").await.expect_problem(409, "invalid_state");
    assert_eq!(early["allowed_actions"], json!(["update", "compute", "pre_check", "withdraw"]));
    let again = stale.computed(&app).await;
    assert_eq!(again.shown["computation"]["is_stale"], false);
    // The third, whom nobody checked, takes the place of the first.
    let expected = expected(&[
        (second, "chosen", &["no_running_membership", "pre_check_data_mismatch"]),
        (third, "chosen", &["no_running_membership"]),
        (first, "excluded", &["pre_check_deceased"]),
        (old, "excluded", &["too_old_to_enter", "membership_unknown"]),
    ]);
    let candidates = again.candidates(&app).await;
    assert_eq!(outcomes(&candidates), expected);
    let reason = json!({
        "code": "pre_check_deceased",
        "text": {
            "id": "hasil pemeriksaan: sudah meninggal",
            "en": "the check found that the person has died",
        },
        "inputs": { "against": "population_registry", "checked_on": "2026-01-10" },
    });
    assert_eq!(candidates[2]["reasons"][0], reason);
    assert_eq!(again.shown["pre_checks"][0]["chosen_unchecked"], 1);
    let note: String = one(&app, "select note from enrolment_pre_checks where verdict = 'deceased'").await;
    assert_eq!(note, "akta 12/2025");

    let submitted = again.take(&app, &officer, "submit").await;
    submitted.expect(200);
    Plan::of(&submitted).act(&app, &approver(&app), "approve", &decree()).await.expect(200);
    let funded = "select count(*) from coverages where status = 'approved'";
    assert_eq!(one::<i64>(&app, funded).await, 2);
    let trace: String = one(
        &app,
        "select string_agg(action, ' ' order by version) from changes \
         where subject_id = (select id from enrolment_plans)",
    )
    .await;
    assert_eq!(trace, "created computed pre_checked computed submitted approved");
}

#[tokio::test]
async fn a_later_file_replaces_an_earlier_one_and_columns_can_be_named() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let of = |verdict: &str| format!("worker_id,verdict\n{},{verdict}\n", people[0].id);
    let plan = brought(&app, &plan, &of("deceased")).await;
    let officer = app.officer();
    // The registry was wrong, and says so in columns of its own.
    let query = "against=population_registry&checked_on=2026-01-12&nik_column=No%20Induk&verdict_column=Cek";
    let file = format!("No Induk,Status,Cek\n{},AKTIF,sesuai\n", people[0].nik.as_str());
    bring(&app, &officer, &plan, query, &file).await.expect(200);
    let plan = Plan::read(&app, &plan.path).await;
    // A file of an earlier day that comes late says nothing new.
    let query = "against=population_registry&checked_on=2026-01-11";
    let late = bring(&app, &officer, &plan, query, &of("moved_away")).await.expect(200);
    assert_eq!(late["outdated"], 1);
    // Another registry speaks for itself.
    let plan = Plan::read(&app, &plan.path).await;
    bring(&app, &officer, &plan, "against=insurer&checked_on=2026-01-12", &of("PNS")).await.expect(200);
    let said: String = one(
        &app,
        "select string_agg(against || ' ' || verdict || ' ' || checked_on, ', ' order by against) from enrolment_pre_checks",
    )
    .await;
    assert_eq!(said, "insurer civil_servant 2026-01-12, population_registry ok 2026-01-12");
    assert_eq!(one::<i64>(&app, "select count(*) from enrolment_pre_check_files").await, 4);
    let again = Plan::read(&app, &plan.path).await.computed(&app).await;
    let candidates = again.candidates(&app).await;
    let first = candidates.iter().find(|one| one["worker_id"] == json!(people[0].id)).unwrap();
    assert_eq!(first["reasons"][0]["code"], "pre_check_civil_servant");
}

#[tokio::test]
async fn a_file_is_taken_by_the_office_for_a_computed_draft_once() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let file = format!("worker_id,verdict\n{},ok\n", people[0].id);
    let query = "against=insurer&checked_on=2026-01-10";
    let officer = app.officer();
    let statuses = statuses_by_role(&app, async |account| match account {
        // Nobody but an officer comes as far as the version.
        Some(account) => {
            bring(
                &app,
                account,
                &Plan { etag: "\"0.v\"".to_owned(), path: plan.path.clone(), shown: Value::Null },
                query,
                &file,
            )
            .await
        }
        None => app.post(&format!("{}/pre-check?{query}", plan.path)).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 412)]);
    bring(&app, &stranger(&app), &plan, query, &file).await.expect_problem(404, "not_found");
    for wrong in [
        "against=insurer",
        "checked_on=2026-01-10",
        "against=x&checked_on=2026-01-10",
        "against=insurer&checked_on=2026-11-24",
        "against=insurer&checked_on=x",
    ] {
        bring(&app, &officer, &plan, wrong, &file).await.expect_problem(400, "invalid_query");
    }
    let path = format!("{}/pre-check?{query}", plan.path);
    let json = app.post(&path).as_(&officer).header("If-Match", &plan.etag).json(&json!({})).send().await;
    json.expect_problem(415, "unsupported_media_type");
    let keyed = async |file: &str, etag: Option<&str>| {
        let mut request = app.post(&path).as_(&officer).header("content-type", "text/csv");
        request = request.header("Idempotency-Key", "padanan-1");
        if let Some(etag) = etag {
            request = request.header("If-Match", etag);
        }
        request.0 = request.0.body(file.to_owned());
        request.send().await
    };
    keyed(&file, None).await.expect_problem(428, "precondition_required");
    keyed(&file, Some(&plan.etag)).await.expect(200);
    let replayed = keyed(&file, Some(&plan.etag)).await;
    assert_eq!((replayed.status.as_u16(), replayed.header("idempotency-replayed")), (200, Some("true")));
    let other = file.replace("ok", "deceased");
    keyed(&other, Some(&plan.etag)).await.expect_problem(422, "idempotency_key_reused");
    assert_eq!(one::<i64>(&app, "select count(*) from enrolment_pre_check_files").await, 1);

    let submitted = Plan::read(&app, &plan.path).await.submitted(&app).await;
    let late = bring(&app, &officer, &submitted, query, &file).await.expect_problem(409, "invalid_state");
    assert_eq!(late["allowed_actions"], json!(["return", "approve", "withdraw"]));
}

#[tokio::test]
async fn whoever_brings_verdicts_does_not_approve() {
    let app = start().await;
    let (people, plan) = computed(&app).await;
    let second = app.account(Role::Officer, &["35.29"]);
    let file = format!("worker_id,verdict\n{},ok\n", people[0].id);
    let query = "against=insurer&checked_on=2026-01-10";
    bring(&app, &second, &plan, query, &file).await.expect(200);
    let hands = Plan::read(&app, &plan.path).await.shown["revised_by"].clone();
    assert!(hands.as_array().unwrap().contains(&json!(second.id)), "{hands}");
}
