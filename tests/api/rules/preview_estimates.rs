//! `/v1/rules/preview`: claims of several regencies, more of them than are listed, and rows that give more than an amount holds

use serde_json::{Value, json};

use super::keeper;
use super::preview_claims::{DEATH, Filed, beneficiary, filed, preview, quoted};
use crate::support::cover::{
    active, apbd, found, proposal, registered_abroad, settle, source, start, with, worker,
};
use crate::support::enrolment::execute;
use crate::support::regions::{PAMEKASAN, SUMENEP};

fn funeral(changes: Value) -> Value {
    let row = json!({
        "kind": "death", "circumstance": "death", "item": "funeral", "measure": "fixed", "amount_idr": 12_000_000,
        "factor": 1, "once_per_person": true, "valid_from": "2019-12-02", "legal_reference": "a draft",
        "confidence": "low",
    });
    json!({ "benefit": with(row, changes), "supersedes": "01935000-0455-7000-8000-000000000006" })
}

/// Ten months of hers were paid in Sumenep, and her heirs claim in Pamekasan; nothing was paid for the other. Whoever died
/// before there was a waiting rule waits for nothing.
#[tokio::test]
async fn estimates_of_all_regencies_count_what_any_of_them_paid() {
    let app = start().await;
    let fund = source(&app, apbd()).await;
    let (full, bare, early) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    active(&app, &proposal(&full, fund), "10000000001").await;
    settle(&app, &full, "2026-01", "2026-10", "2026-03-02").await;
    let abroad = registered_abroad(&app, &full).await;
    let there = filed(&app, &abroad, Filed { regency_id: PAMEKASAN, ..DEATH }).await;
    let here = filed(&app, &bare, DEATH).await;
    let before = filed(&app, &early, Filed { event_on: "2024-06-03", ..DEATH }).await;

    let estimates = preview(&app, funeral(json!({}))).await["estimates"].clone();
    let mut claims = estimates["claims"].as_array().unwrap().clone();
    let mut expected = Vec::new();
    for (claim, region, event_on, before_idr) in [
        (there, "35.28", "2026-11-02", 42_000_000),
        (here, "35.29", "2026-11-02", 10_000_000),
        (before, "35.29", "2024-06-03", 42_000_000),
    ] {
        expected.push(json!({
            "claim_id": claim, "region_code": region, "kind": "death", "event_on": event_on,
            "before_idr": before_idr, "after_idr": before_idr + 2_000_000,
            "scholarships_before_idr": 0, "scholarships_after_idr": 0,
        }));
    }
    for list in [&mut claims, &mut expected] {
        list.sort_by_key(|claim| claim["claim_id"].to_string());
    }
    assert_eq!(claims, expected);
    assert_eq!(
        estimates["regencies"],
        json!([
            { "region_code": "35.29", "name": "Kabupaten Sumenep", "claims": 2 },
            { "region_code": "35.28", "name": "Kabupaten Pamekasan", "claims": 1 },
        ])
    );
    assert_eq!(quoted(&app, &full, "2026-11-02").await, 42_000_000);
    assert_eq!(quoted(&app, &early, "2024-06-03").await, 42_000_000);
}

/// Years of months were paid of both, and of one nobody is an heir.
#[tokio::test]
async fn a_claim_of_whoever_buried_the_dead_comes_to_the_funeral() {
    let app = start().await;
    for (serial, relation) in [(1, "spouse"), (2, "funeral_payer")] {
        let dead = worker(&app, serial).await;
        let fact = json!({
            "worker_id": dead.id, "state": "active", "programmes": ["jkk", "jkm"], "since_on": "2022-01-01",
            "paid_until": "2026-10", "as_of": "2026-11-01", "evidence": "Daftar peserta BPU",
        });
        app.post("/v1/memberships").as_(&app.officer()).json(&fact).send().await.expect(201);
        beneficiary(&app, filed(&app, &dead, DEATH).await, relation, None).await;
    }
    let shown = preview(&app, funeral(json!({}))).await["estimates"].clone();
    let claims = shown["claims"].as_array().unwrap();
    let mut sums: Vec<[i64; 2]> = claims
        .iter()
        .map(|claim| ["before_idr", "after_idr"].map(|name| claim[name].as_i64().unwrap()))
        .collect();
    sums.sort_unstable();
    assert_eq!(sums, [[10_000_000, 12_000_000], [42_000_000, 44_000_000]]);
}

/// Two more years of primary school for a child in its fifth year of it, after a death of a member of three years.
#[tokio::test]
async fn scholarships_of_children_whom_claims_name_stand_beside_what_is_due_at_once() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let fact = json!({
        "worker_id": dead.id, "state": "active", "programmes": ["jkk", "jkm"], "since_on": "2022-01-01",
        "paid_until": "2026-10", "as_of": "2026-11-01", "evidence": "Daftar peserta BPU",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&fact).send().await.expect(201);
    let claim = filed(&app, &dead, DEATH).await;
    let child = "insert into claim_children (id, regency_id, claim_id, place, name, birth_on, level, level_year, may_be_due, \
        created_at, updated_at) values (gen_random_uuid(), 1, $1, 1, 'Ani', '2016-03-01', 'primary', 5, true, now(), now())";
    execute(&app, child, &[&claim]).await;
    let rows = app
        .get("/v1/rules/benefits?kind=death&item=scholarship&on=2026-11-02")
        .as_(&keeper(&app))
        .send()
        .await
        .expect(200);
    let primary =
        rows["data"].as_array().unwrap().iter().find(|row| row["education_level"] == "primary").unwrap();
    let row = json!({
        "kind": "death", "circumstance": "death", "item": "scholarship", "measure": "school_year",
        "amount_idr": 1_500_000, "factor": 8, "education_level": "primary", "after_waiting": true,
        "total_months_from": 36, "children_maximum": 2, "child_age_below": 23, "valid_from": "2019-12-02",
        "legal_reference": "a draft", "confidence": "low",
    });
    let shown =
        preview(&app, json!({ "benefit": row, "supersedes": primary["id"] })).await["estimates"].clone();
    // 2 x 1,500,000 + 3 x 2,000,000 + 3 x 3,000,000 + 5 x 12,000,000, then 4 x 1,500,000 for primary school.
    let figures = ["before_idr", "after_idr", "scholarships_before_idr", "scholarships_after_idr"];
    let expected = [42_000_000, 42_000_000, 78_000_000, 81_000_000];
    assert_eq!(figures.map(|name| shown[name].as_i64().unwrap()), expected);
    assert_eq!(figures.map(|name| shown["claims"][0][name].as_i64().unwrap()), expected);
}

#[tokio::test]
async fn more_claims_than_are_listed_are_counted_in_full() {
    let app = start().await;
    let (hurt, other) = (worker(&app, 1).await, worker(&app, 2).await);
    let abroad = registered_abroad(&app, &other).await;
    let claim = Filed {
        kind: "work_accident",
        status: "sent_to_insurer",
        event_on: "2025-12-01",
        complete_on: Some("2026-03-17"),
        ..DEATH
    };
    filed(&app, &hurt, Filed { ..claim }).await;
    filed(&app, &abroad, Filed { regency_id: PAMEKASAN, ..claim }).await;
    // A hundred and fifty more accidents of the first worker, each on a day of its own.
    execute(
        &app,
        "insert into claims (id, regency_id, worker_id, person_id, kind, status, event_on, reported_on, warnings, \
           returned_missing, submitted_at, submitted_by, documents_complete_at, verified_at, verified_by, \
           sent_to_insurer_at, approved_lines, version, created_at, updated_at) \
         select gen_random_uuid(), c.regency_id, c.worker_id, c.person_id, c.kind, c.status, c.event_on - n, c.reported_on, \
           c.warnings, c.returned_missing, c.submitted_at, c.submitted_by, c.documents_complete_at, c.verified_at, \
           c.verified_by, c.sent_to_insurer_at, c.approved_lines, c.version, c.created_at, c.updated_at \
         from claims c, generate_series(1, 150) as n where c.regency_id = $1",
        &[&SUMENEP],
    )
    .await;
    let holiday = json!({
        "holiday_on": "2026-03-26", "kind": "national", "name": "Libur bersama", "legal_reference": "a draft",
        "confidence": "low",
    });
    let clocks = preview(&app, json!({ "holiday": holiday })).await["clocks"].clone();
    assert_eq!(
        ["running", "moved", "later", "earlier"].map(|name| clocks[name].as_i64().unwrap()),
        [152, 152, 152, 0]
    );
    assert_eq!(
        clocks["regencies"],
        json!([
            { "region_code": "35.29", "name": "Kabupaten Sumenep", "claims": 151 },
            { "region_code": "35.28", "name": "Kabupaten Pamekasan", "claims": 1 },
        ])
    );
    let claims = clocks["claims"].as_array().unwrap();
    assert_eq!(claims.len(), 100);
    let regions: Vec<&str> = claims.iter().map(|claim| claim["region_code"].as_str().unwrap()).collect();
    assert_eq!(
        regions[..3],
        ["35.29", "35.28", "35.29"],
        "the first of each regency comes before the second of one"
    );
}

#[tokio::test]
async fn a_row_by_which_claims_come_to_more_than_an_amount_holds_is_refused() {
    let app = start().await;
    for serial in 1..=2 {
        let worker = worker(&app, serial).await;
        filed(&app, &worker, DEATH).await;
    }
    let largest = funeral(json!({ "amount_idr": (1_i64 << 53) - 1, "factor": 1_000 }));
    let answer = app.post("/v1/rules/preview").as_(&keeper(&app)).json(&largest).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/benefit", "amount_too_large")]);
}
