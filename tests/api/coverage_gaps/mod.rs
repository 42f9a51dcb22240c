//! `GET /v1/coverage-gaps` and `/members`

mod agreement;

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::contributions::csr;
use crate::support::cover::{
    HOME, NEXT_DOOR, Worker, active, apbd, approved, proposal, settle, source, start, statuses_by_role,
    stranger, with, worker,
};

const LIST: &str = "/v1/coverage-gaps";

/// Somebody with a year of cover from a source, of which the months until one are paid.
async fn member(app: &TestApp, serial: u32, source: uuid::Uuid, paid_until: Option<&str>) -> Worker {
    let worker = worker(app, serial).await;
    active(app, &proposal(&worker, source), &format!("260000{serial:05}")).await;
    if let Some(until) = paid_until {
        settle(app, &worker, "2026-01", until, "2026-02-10").await;
    }
    worker
}

async fn gaps(app: &TestApp, query: &str) -> Vec<Value> {
    let shown = app.get(&format!("{LIST}{query}")).as_(&app.officer()).send().await.expect(200);
    shown["data"].as_array().unwrap().clone()
}

async fn members(app: &TestApp, query: &str) -> Vec<Value> {
    let shown = app.get(&format!("{LIST}/members{query}")).as_(&app.officer()).send().await.expect(200);
    shown["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_gap_says_until_when_to_pay_and_what_heirs_would_lose() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let full = member(&app, 1, source, Some("2026-09")).await;
    let young = member(&app, 2, source, None).await;
    settle(&app, &young, "2026-09", "2026-09", "2026-09-10").await;
    member(&app, 3, source, Some("2026-12")).await;
    let found = gaps(&app, "").await;
    assert_eq!(
        found,
        [json!({
            "month": "2026-12",
            "pay_by": "2026-11-30",
            "region_code": "35.29",
            "funding_source_id": source,
            "members": 2,
            "full_benefit_members": 1,
            "unfunded_members": 0,
            "unpaid_idr": 2 * 2 * 16_800,
            "benefit_before_idr": 42_000_000,
            "benefit_after_idr": 10_000_000,
            "at_stake_idr": 32_000_000,
        })]
    );
    let people = members(&app, "").await;
    let shown: Vec<Value> = people
        .iter()
        .map(|one| {
            json!([one["worker_id"], one["last_paid_month"], one["has_full_benefit"], one["unpaid_idr"]])
        })
        .collect();
    let mut expected =
        vec![json!([full.id, "2026-09", true, 33_600]), json!([young.id, "2026-09", false, 33_600])];
    expected.sort_by_key(|one| one[0].to_string());
    assert_eq!(shown, expected);
    assert_eq!((&people[0]["nik"], &people[0]["pay_by"]), (&json!("3529************"), &json!("2026-11-30")));
}

/// What a year that is over says of somebody whose next one was ended is nothing: she has left.
#[tokio::test]
async fn who_was_ended_falls_out_of_no_earlier_year() {
    let app = start().await;
    let year = |year: i32| {
        let months = json!({ "from_month": format!("{year}-01"), "until_month": format!("{year}-12") });
        with(months, json!({ "name": format!("APBD {year}"), "fiscal_year": year }))
    };
    let (last, this) = (with(apbd(), year(2025)), with(apbd(), year(2026)));
    let (last, this) = (source(&app, last).await, source(&app, this).await);
    let (gone, here) = (worker(&app, 1).await, worker(&app, 2).await);
    for (worker, number) in [(&gone, "26000000001"), (&here, "26000000002")] {
        let months = json!({ "from_month": "2025-01", "until_month": "2025-12" });
        let old = approved(&app, &with(proposal(worker, last), months)).await;
        let begun = json!({ "member_number": number, "effective_on": "2025-01-05" });
        old.act(&app, &app.officer(), "activate", &begun).await.expect(200);
        let new = active(&app, &proposal(worker, this), number).await;
        settle(&app, worker, "2025-01", "2026-06", "2025-01-20").await;
        if worker.id == gone.id {
            let left = json!({ "reason": "wage_worker", "ended_on": "2026-06-10" });
            new.act(&app, &app.officer(), "end", &left).await.expect(200);
        }
    }
    let fallen = members(&app, "?from_month=2026-07&until_month=2026-12").await;
    let fallen: Vec<&Value> = fallen.iter().map(|one| &one["worker_id"]).collect();
    assert_eq!(fallen, [&json!(here.id)]);
}

#[tokio::test]
async fn at_the_turn_of_the_year_people_fall_out_for_whom_nothing_is_owed() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    member(&app, 1, source, Some("2026-12")).await;
    assert_eq!(gaps(&app, "?until_month=2027-02").await, Vec::<Value>::new());
    let found = gaps(&app, "?until_month=2027-03").await;
    assert_eq!(
        ["month", "pay_by", "members", "unfunded_members", "unpaid_idr", "at_stake_idr"]
            .map(|name| found[0][name].clone()),
        [json!("2027-03"), json!("2027-02-28"), json!(1), json!(1), json!(0), json!(32_000_000)]
    );
}

#[tokio::test]
async fn the_insurers_word_counts_for_what_it_says_is_paid() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let worker = member(&app, 1, source, None).await;
    let said = |state: &str, as_of: &str| {
        json!({
            "worker_id": worker.id, "state": state, "programmes": ["jkk", "jkm"], "since_on": "2025-01-01",
            "paid_until": "2026-10", "as_of": as_of, "evidence": "list",
        })
    };
    app.post("/v1/memberships")
        .as_(&app.officer())
        .json(&said("in_arrears", "2026-11-01"))
        .send()
        .await
        .expect(201);
    let found = members(&app, "").await;
    assert_eq!(
        (&found[0]["month"], &found[0]["has_full_benefit"], &found[0]["last_paid_month"]),
        (&json!("2027-01"), &json!(true), &json!("2026-10"))
    );
    app.post("/v1/memberships")
        .as_(&app.officer())
        .json(&said("lapsed", "2026-11-20"))
        .send()
        .await
        .expect(201);
    assert_eq!(members(&app, "").await, Vec::<Value>::new(), "who has fallen out cannot fall out");
}

#[tokio::test]
async fn gaps_are_counted_by_region_and_source_and_paged() {
    let app = start().await;
    let (first, second) = (source(&app, apbd()).await, source(&app, csr()).await);
    member(&app, 1, first, Some("2026-09")).await;
    member(&app, 2, second, Some("2026-09")).await;
    let moved = member(&app, 3, first, Some("2026-10")).await;
    let client = app.database().owner().client().await.unwrap();
    client
        .execute("update workers set village_code = $2 where id = $1", &[&moved.id, &NEXT_DOOR])
        .await
        .unwrap();
    let by_village = gaps(&app, "?by=village").await;
    let shown: Vec<(&str, &str, i64)> = by_village
        .iter()
        .map(|gap| {
            let text = |name: &str| gap[name].as_str().unwrap();
            (text("month"), text("region_code"), gap["members"].as_i64().unwrap())
        })
        .collect();
    assert_eq!(shown, [("2026-12", HOME, 1), ("2026-12", HOME, 1), ("2027-01", NEXT_DOOR, 1)]);
    assert_eq!(gaps(&app, "?by=district").await[0]["region_code"], "35.29.01");
    assert_eq!(gaps(&app, &format!("?funding_source_id={second}")).await.len(), 1);
    assert_eq!(gaps(&app, &format!("?region={NEXT_DOOR}")).await.len(), 1);
    assert_eq!(members(&app, &format!("?funding_source_id={first}&until_month=2026-12")).await.len(), 1);
    let mut path = format!("{LIST}?by=village&limit=1");
    let mut paged = Vec::new();
    loop {
        let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
        paged.extend(shown["data"].as_array().unwrap().clone());
        let Some(cursor) = shown["next_cursor"].as_str() else { break };
        path = format!("{LIST}?by=village&limit=1&cursor={cursor}");
    }
    assert_eq!(paged, by_village);
    let people = app.get(&format!("{LIST}/members?limit=2")).as_(&app.officer()).send().await.expect(200);
    assert!(people["next_cursor"].is_string());
    let village = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    let own = app.get(LIST).as_(&village).send().await.expect(200);
    assert_eq!((&own["data"][0]["members"], own["data"].as_array().unwrap().len()), (&json!(1), 1));
}

#[tokio::test]
async fn a_question_spans_two_years_at_most_and_needs_its_rule() {
    let app = start().await;
    for query in ["?from_month=2026-12&until_month=2026-11", "?from_month=2026-01&until_month=2028-01"] {
        for path in [LIST.to_owned(), format!("{LIST}/members")] {
            let answer = app.get(&format!("{path}{query}")).as_(&app.officer()).send().await;
            answer.expect_problem(400, "invalid_query");
        }
    }
    app.get(&format!("{LIST}?by=house"))
        .as_(&app.officer())
        .send()
        .await
        .expect_problem(400, "invalid_query");
    let client = app.database().owner().client().await.unwrap();
    client
        .execute("delete from rule_parameters where key = 'lapse_alert_after_unpaid_months'", &[])
        .await
        .unwrap();
    for path in [LIST.to_owned(), format!("{LIST}/members")] {
        app.get(&path).as_(&app.officer()).send().await.expect_problem(409, "rule_missing");
    }
}

#[tokio::test]
async fn who_may_see_workers_may_see_who_falls_out() {
    let app = start().await;
    let source = source(&app, with(apbd(), json!({}))).await;
    member(&app, 1, source, Some("2026-09")).await;
    for path in [LIST.to_owned(), format!("{LIST}/members")] {
        let shown = app.get(&path).as_(&stranger(&app)).send().await.expect(200);
        assert_eq!(shown["data"], json!([]));
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        let roles = [
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Officer,
            Role::Approver,
            Role::Insurer,
            Role::Auditor,
        ];
        assert_eq!(statuses, roles.map(|role| (role, 200)));
    }
}

#[tokio::test]
async fn the_dead_of_whom_only_a_claim_tells_do_not_fall_out() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let dead = member(&app, 1, source, Some("2026-09")).await;
    assert_eq!(gaps(&app, "").await.len(), 1);
    let officer = app.officer();
    let body = json!({ "kind": "death", "worker_id": dead.id, "event_on": "2026-11-02" });
    let claim = app.post("/v1/claims").as_(&officer).json(&body).send().await;
    assert_eq!(gaps(&app, "").await.len(), 1, "a draft says nothing yet");
    let path = format!("/v1/claims/{}", claim.expect(201)["id"].as_str().unwrap());
    let heir = json!({ "name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10_000 });
    app.post(&format!("{path}/beneficiaries")).as_(&officer).json(&heir).send().await.expect(201);
    let etag = app.get(&path).as_(&officer).send().await.header("etag").unwrap().to_owned();
    let submit = app.post(&format!("{path}/submit")).as_(&officer).header("If-Match", &etag);
    submit.json(&json!({})).send().await.expect(200);
    assert_eq!(gaps(&app, "").await, [json!(null); 0]);
}
