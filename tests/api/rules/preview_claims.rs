//! `/v1/rules/preview`: what a row would change of open claims

mod documents;

use payung::access::caller::Role;
use payung::domain::new_id;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{approved, keeper};
use crate::support::TestApp;
use crate::support::cover::{
    Worker, active, apbd, found, proposal, registered_abroad, settle, source, start, with, worker,
};
use crate::support::enrolment::execute;
use crate::support::regions::{PAMEKASAN, SUMENEP};

pub(super) async fn preview(app: &TestApp, body: Value) -> Value {
    app.post("/v1/rules/preview").as_(&keeper(app)).json(&body).send().await.expect(200)
}

/// A claim as its wing leaves it: what it is about, and how far it has come.
pub(super) struct Filed<'a> {
    pub regency_id: i32,
    pub kind: &'a str,
    pub status: &'a str,
    pub event_on: &'a str,
    pub died_on: Option<&'a str>,
    /// The day on which its papers were complete, for one that got so far.
    pub complete_on: Option<&'a str>,
}

pub(super) const DEATH: Filed<'static> = Filed {
    regency_id: SUMENEP,
    kind: "death",
    status: "draft",
    event_on: "2026-11-02",
    died_on: None,
    complete_on: None,
};

pub(super) async fn filed(app: &TestApp, worker: &Worker, claim: Filed<'_>) -> Uuid {
    let id = new_id(app.state.clock.now());
    let somebody = new_id(app.state.clock.now());
    let is_under_way = claim.status != "draft";
    let is_sent = claim.status == "sent_to_insurer";
    execute(
        app,
        "insert into claims (id, regency_id, worker_id, person_id, kind, status, event_on, died_on, reported_on, \
           warnings, returned_missing, submitted_at, submitted_by, documents_complete_at, verified_at, verified_by, \
           sent_to_insurer_at, approved_lines, version, created_at, updated_at) \
         select $1::uuid, w.regency_id, w.id, w.person_id, $4, $5, $6::text::date, $7::text::date, \
           greatest($6::text::date, $7::text::date), '{}', '{}', case when $8 then now() end, case when $8 then $9::uuid end, \
           $10::text::timestamptz, $10::text::timestamptz, case when $10::text is not null then $1::uuid end, \
           case when $11 then now() end, '[]', 1, now(), now() \
         from workers w where w.person_id = $2 and w.regency_id = $3",
        &[
            &id,
            &worker.person_id,
            &claim.regency_id,
            &claim.kind,
            &claim.status,
            &claim.event_on,
            &claim.died_on,
            &is_under_way,
            &somebody,
            &claim.complete_on.map(|day| format!("{day} 12:00+07")),
            &is_sent,
        ],
    )
    .await;
    id
}

pub(super) async fn beneficiary(app: &TestApp, claim: Uuid, relation: &str, guardian: Option<&str>) {
    execute(
        app,
        "insert into claim_beneficiaries (id, regency_id, claim_id, place, name, relation, guardian_name, \
           share_basis_points, created_at, updated_at) \
         values ($1, $2, $3, 1, 'Siti Aminah', $4, $5, 10000, now(), now())",
        &[&new_id(app.state.clock.now()), &SUMENEP, &claim, &relation, &guardian],
    )
    .await;
}

fn holiday(day: &str, kind: &str) -> Value {
    json!({
        "holiday_on": day, "kind": kind, "name": "Libur bersama", "legal_reference": "a draft", "confidence": "low",
    })
}

/// Complete on the eve of Nyepi and Idulfitri, three working days end on 27 March and seven on 2 April.
#[tokio::test]
async fn a_holiday_shows_which_open_claims_are_due_on_another_day() {
    let app = start().await;
    let (dead, hurt, later, waiting) =
        (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await, worker(&app, 4).await);
    let abroad = registered_abroad(&app, &later).await;
    let sent = |claim: Filed<'static>, day| Filed {
        status: "sent_to_insurer",
        event_on: "2026-03-01",
        complete_on: Some(day),
        ..claim
    };
    let death = filed(&app, &dead, sent(DEATH, "2026-03-17")).await;
    let accident = sent(Filed { kind: "work_accident", ..DEATH }, "2026-03-17");
    let accident = filed(&app, &hurt, Filed { status: "verified", ..accident }).await;
    let elsewhere = filed(&app, &abroad, sent(Filed { regency_id: PAMEKASAN, ..DEATH }, "2026-03-25")).await;
    filed(&app, &later, sent(Filed { kind: "work_accident", ..DEATH }, "2026-08-03")).await;
    filed(&app, &waiting, DEATH).await;

    let shown = preview(&app, json!({ "holiday": holiday("2026-03-26", "national") })).await;
    let row = |claim: Uuid, region: &str, kind: &str, days: [&str; 3]| {
        json!({
            "claim_id": claim, "region_code": region, "kind": kind, "complete_on": days[0], "before_on": days[1],
            "after_on": days[2],
        })
    };
    let mut claims = shown["clocks"]["claims"].as_array().unwrap().clone();
    let mut expected = vec![
        row(death, "35.29", "death", ["2026-03-17", "2026-03-27", "2026-03-30"]),
        row(accident, "35.29", "work_accident", ["2026-03-17", "2026-04-02", "2026-04-06"]),
        row(elsewhere, "35.28", "death", ["2026-03-25", "2026-03-30", "2026-03-31"]),
    ];
    assert_eq!(claims[1]["region_code"], "35.28", "the first of each regency comes before the second of one");
    for list in [&mut claims, &mut expected] {
        list.sort_by_key(|claim| claim["claim_id"].to_string());
    }
    assert_eq!(claims, expected);
    let clocks = &shown["clocks"];
    assert_eq!(
        [&clocks["running"], &clocks["moved"], &clocks["later"], &clocks["earlier"]],
        [&json!(4), &json!(3), &json!(3), &json!(0)]
    );
    assert_eq!(
        clocks["regencies"],
        json!([
            { "region_code": "35.29", "name": "Kabupaten Sumenep", "claims": 2 },
            { "region_code": "35.28", "name": "Kabupaten Pamekasan", "claims": 1 },
        ])
    );
    assert_eq!((&shown["checklists"], &shown["estimates"]), (&Value::Null, &Value::Null));
    assert!(shown["quotes"].as_array().unwrap().iter().all(|quote| quote["changes"] == false));

    // A holiday that is taken back brings the days forward, and what a weekend or nobody's clock holds moves nothing.
    let path = "/v1/rules/holidays?on=2026-03-24";
    let old = app.get(path).as_(&keeper(&app)).send().await.expect(200)["data"][0]["id"].clone();
    let cancelled = json!({ "holiday": holiday("2026-03-24", "cancelled"), "supersedes": old });
    let clocks = preview(&app, cancelled).await["clocks"].clone();
    assert_eq!([&clocks["moved"], &clocks["earlier"]], [&json!(2), &json!(2)]);
    for idle in ["2026-03-28", "2026-05-04"] {
        let clocks = preview(&app, json!({ "holiday": holiday(idle, "national") })).await["clocks"].clone();
        assert_eq!((&clocks["moved"], &clocks["claims"]), (&json!(0), &json!([])), "{idle}");
    }
    let overlap = json!({ "holiday": holiday("2026-03-24", "national") });
    let answer = app.post("/v1/rules/preview").as_(&keeper(&app)).json(&overlap).send().await;
    let problem = answer.expect_problem(409, "rule_overlap");
    assert_eq!(found(&problem), [("/holiday/holiday_on", "rule_overlap")]);

    // Once it counts, the daily work says the same.
    let body = holiday("2026-03-26", "national");
    let proposal = app.post("/v1/rules/holidays").as_(&keeper(&app)).json(&body).send().await;
    approved(&app, &proposal).await;
    let insurer = app.account(Role::Insurer, &["35.29"]);
    let items = app.get("/v1/work-items?kind=claim_to_decide").as_(&insurer).send().await.expect(200);
    assert_eq!(items["data"][0]["due_on"], "2026-03-30");
}

#[tokio::test]
async fn other_working_days_of_the_insurer_move_the_claims_of_their_kind() {
    let app = start().await;
    let (dead, hurt) = (worker(&app, 1).await, worker(&app, 2).await);
    let sent = Filed { status: "sent_to_insurer", complete_on: Some("2026-11-02"), ..DEATH };
    filed(&app, &dead, sent).await;
    let sent = Filed { status: "sent_to_insurer", complete_on: Some("2026-11-02"), ..DEATH };
    filed(&app, &hurt, Filed { kind: "work_accident", ..sent }).await;
    let path = "/v1/rules/parameters?key=death_claim_service_working_days";
    let old = app.get(path).as_(&keeper(&app)).send().await.expect(200)["data"][0].clone();
    let row = json!({
        "key": "death_claim_service_working_days", "value": 5, "valid_from": old["valid_from"],
        "legal_reference": "a draft", "confidence": "low",
    });
    let clocks = preview(&app, json!({ "parameter": row, "supersedes": old["id"] })).await["clocks"].clone();
    assert_eq!([&clocks["running"], &clocks["moved"]], [&json!(2), &json!(1)]);
    let one = &clocks["claims"][0];
    assert_eq!((&one["before_on"], &one["after_on"]), (&json!("2026-11-05"), &json!("2026-11-09")));
    // Of another parameter it is no correction.
    let other = with(row, json!({ "key": "jobs_maximum" }));
    let body = json!({ "parameter": other, "supersedes": old["id"] });
    let answer = app.post("/v1/rules/preview").as_(&keeper(&app)).json(&body).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/supersedes", "no_correction")]);
}

/// What a worker's death is quoted at.
pub(super) async fn quoted(app: &TestApp, worker: &Worker, event_on: &str) -> i64 {
    let ask = json!({
        "kind": "death", "event_on": event_on, "wage_base_idr": 1_000_000, "worker_id": worker.id,
    });
    let quote = app.post("/v1/quotes/benefit").as_(&app.officer()).json(&ask).send().await.expect(200);
    quote["total_idr"].as_i64().unwrap()
}

/// A dead member with ten paid months, another with none, one who died at work at twice the lowest base, and claims of whom
/// no estimate speaks.
#[tokio::test]
async fn a_benefit_and_a_parameter_show_what_open_claims_would_come_to() {
    let app = start().await;
    let fund = source(&app, apbd()).await;
    let (full, bare, at_work, before) =
        (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await, worker(&app, 4).await);
    active(&app, &proposal(&full, fund), "10000000001").await;
    settle(&app, &full, "2026-01", "2026-10", "2026-03-02").await;
    let dear = with(proposal(&at_work, fund), json!({ "wage_base_idr": 2_000_000 }));
    active(&app, &dear, "10000000002").await;
    let first = filed(&app, &full, Filed { status: "submitted", ..DEATH }).await;
    let second = filed(&app, &bare, DEATH).await;
    let accident = Filed { kind: "work_accident", died_on: Some("2026-11-03"), ..DEATH };
    let third = filed(&app, &at_work, accident).await;
    filed(&app, &before, Filed { event_on: "2019-12-01", ..DEATH }).await;
    let hurt = worker(&app, 5).await;
    filed(&app, &hurt, Filed { kind: "work_accident", ..DEATH }).await;

    let funeral = json!({
        "kind": "death", "circumstance": "death", "item": "funeral", "measure": "fixed", "amount_idr": 12_000_000,
        "factor": 1, "once_per_person": true, "valid_from": "2019-12-02", "legal_reference": "a draft",
        "confidence": "low",
    });
    let old = "01935000-0455-7000-8000-000000000006";
    let shown = preview(&app, json!({ "benefit": funeral, "supersedes": old })).await["estimates"].clone();
    let row = |claim: Uuid, kind: &str, before: i64, after: i64| {
        json!({
            "claim_id": claim, "region_code": "35.29", "kind": kind, "event_on": "2026-11-02", "before_idr": before,
            "after_idr": after, "scholarships_before_idr": 0, "scholarships_after_idr": 0,
        })
    };
    let mut claims = shown["claims"].as_array().unwrap().clone();
    claims.sort_by_key(|claim| claim["before_idr"].as_i64());
    assert_eq!(
        claims,
        [row(second, "death", 10_000_000, 12_000_000), row(first, "death", 42_000_000, 44_000_000)]
    );
    assert_eq!(
        ["open", "estimated", "changed", "before_idr", "after_idr"].map(|name| shown[name].as_i64().unwrap()),
        [2, 2, 2, 52_000_000, 56_000_000]
    );
    assert_eq!(quoted(&app, &full, "2026-11-02").await, 42_000_000);
    assert_eq!(quoted(&app, &bare, "2026-11-02").await, 10_000_000);

    // At work it is 48 wage bases, 12 million periodic and the funeral; twenty wage bases more for a death at work.
    let path = "/v1/rules/benefits?kind=work_accident&circumstance=death&on=2026-11-02&limit=500";
    let rows = app.get(path).as_(&keeper(&app)).send().await.expect(200);
    let wage =
        rows["data"].as_array().unwrap().iter().find(|row| row["measure"] == "wage_base").unwrap().clone();
    let more = json!({
        "kind": "work_accident", "circumstance": "death", "item": wage["item"], "measure": "wage_base",
        "factor": wage["factor"].as_i64().unwrap() + 20, "valid_from": wage["valid_from"],
        "legal_reference": "a draft", "confidence": "low",
    });
    let shown =
        preview(&app, json!({ "benefit": more, "supersedes": wage["id"] })).await["estimates"].clone();
    assert_eq!(shown["claims"], json!([row(third, "work_accident", 118_000_000, 158_000_000)]));

    let waiting = json!({
        "key": "waiting_months_full_death_benefit", "value": 11, "valid_from": "2025-01-01",
        "legal_reference": "a draft", "confidence": "low",
    });
    let old = "01935000-0405-7000-8000-000000000006";
    let shown = preview(&app, json!({ "parameter": waiting, "supersedes": old })).await["estimates"].clone();
    assert_eq!(shown["claims"], json!([row(first, "death", 42_000_000, 10_000_000)]));
    assert_eq!((&shown["open"], &shown["estimated"]), (&json!(3), &json!(3)));
}
