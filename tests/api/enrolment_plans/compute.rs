//! `POST /v1/enrolment-plans/{id}/compute`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    NEXT_DOOR, admin, apbd, found, one, proposal, proposed, source, start, statuses_by_role, stranger, with,
    worker, worker_born,
};
use crate::support::enrolment::{Plan, draft, execute, expected, outcomes, rank, set, wanted};

/// The budget bears three of the four who may be funded: 3 x 12 x 16,800 = 604,800 of 704,800.
#[tokio::test]
async fn the_budget_goes_to_those_who_come_first_and_the_others_wait_with_their_reasons() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({ "budget_idr": 704_800 }))).await;
    let poorest = worker_born(&app, 1970, 1).await;
    let younger = worker_born(&app, 1980, 2).await;
    let older = worker_born(&app, 1975, 3).await;
    let last = worker_born(&app, 1990, 4).await;
    let (too_old, unverified, unknown, funded, rich) = (
        worker_born(&app, 1958, 5).await,
        worker(&app, 6).await,
        worker(&app, 7).await,
        worker(&app, 8).await,
        worker(&app, 9).await,
    );
    for (worker, decile) in [
        (&poorest, 1),
        (&younger, 2),
        (&older, 2),
        (&last, 3),
        (&too_old, 1),
        (&unverified, 1),
        (&funded, 1),
        (&rich, 8),
    ] {
        rank(&app, worker, decile).await;
    }
    set(&app, &unverified, "status = 'registered'").await;
    let csr = source(&app, with(apbd(), json!({ "name": "CSR", "payer_kind": "csr" }))).await;
    proposed(&app, &with(proposal(&funded, csr), json!({ "until_month": "2026-03" }))).await;

    let terms = json!({ "deciles": [1, 2, 3], "priorities": ["lowest_decile", "oldest"] });
    let plan = draft(&app, &with(wanted(id), terms)).await.computed(&app).await;
    const WAY_IN: &[&str] = &["no_running_membership"];
    const WAITING: &[&str] = &["no_running_membership", "budget_exhausted"];
    let mut excluded = [
        (&too_old, vec!["too_old_to_enter", "membership_unknown"]),
        (&unverified, vec!["not_verified"]),
        (&unknown, vec!["plan_decile_unknown"]),
        (&funded, vec!["funded_in_plan_months"]),
        (&rich, vec!["decile_outside_plan"]),
    ];
    excluded.sort_by_key(|(worker, _)| worker.id);
    let mut all: Vec<(&_, &str, &[&str])> = vec![
        (&poorest, "chosen", WAY_IN),
        (&older, "chosen", WAY_IN),
        (&younger, "chosen", WAY_IN),
        (&last, "reserve", WAITING),
    ];
    all.extend(excluded.iter().map(|(worker, codes)| (*worker, "excluded", codes.as_slice())));
    let candidates = plan.candidates(&app).await;
    assert_eq!(outcomes(&candidates), expected(&all));

    let ranks: Vec<&Value> = candidates.iter().map(|one| &one["rank"]).collect();
    assert_eq!(ranks[..5], [&json!(1), &json!(2), &json!(3), &json!(4), &Value::Null]);
    assert_eq!((&candidates[0]["cost_idr"], &candidates[4]["cost_idr"]), (&json!(201_600), &Value::Null));
    assert_eq!(candidates[3]["reasons"][1]["inputs"], json!({ "free_idr": 704_800 }));
    assert!(candidates[3]["reasons"][1]["text"]["id"].as_str().unwrap().contains("anggaran"));
    let funded = candidates.iter().find(|one| one["reasons"][0]["code"] == "funded_in_plan_months").unwrap();
    let months = json!({ "programmes": ["jkk", "jkm"], "from_month": "2026-01", "until_month": "2026-03" });
    assert_eq!(funded["reasons"][0]["inputs"], months);

    let computation = &plan.shown["computation"];
    let sums = ["chosen", "reserve", "excluded", "cost_idr", "free_before_idr", "free_after_idr"]
        .map(|name| computation[name].as_i64().unwrap());
    assert_eq!(sums, [3, 1, 5, 604_800, 704_800, 100_000]);
    assert_eq!(computation["judged_on"], "2026-11-23");
    // Every month 3 x 10,000 for accidents and 3 x 6,800 for death: 50,400.
    let months = plan.shown["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    assert!(months.iter().all(|month| month["amount_idr"] == 50_400));
    let lines: Vec<[&Value; 4]> = months[4]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| ["programme", "people", "monthly_idr", "amount_idr"].map(|name| &line[name]))
        .collect();
    let expected = [
        [json!("jkk"), json!(3), json!(10_000), json!(30_000)],
        [json!("jkm"), json!(3), json!(6_800), json!(20_400)],
    ];
    assert_eq!(lines, expected.each_ref().map(|line| line.each_ref()));
    assert_eq!(
        plan.shown["allowed_actions"],
        json!(["update", "compute", "pre_check", "submit", "withdraw"])
    );
    assert_eq!(one::<i64>(&app, "select count(*) from staged_enrolment_candidates").await, 0);
    // Nothing is promised before somebody approves it.
    assert_eq!(one::<i64>(&app, "select sum(committed_idr)::bigint from funding_sources").await, 0);
}

#[tokio::test]
async fn quotas_of_villages_and_places_bound_the_list() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let mut here = Vec::new();
    for serial in 1..=3 {
        here.push(worker(&app, serial).await);
    }
    let mut there = Vec::new();
    for serial in 4..=6 {
        let worker = worker(&app, serial).await;
        set(&app, &worker, &format!("village_code = '{NEXT_DOOR}'")).await;
        there.push(worker);
    }
    // One of the own village by its quota, two of the next by that of all; of these three two have a place. Equals are told
    // apart by their ids, which follow the order of registration here.
    let terms = json!({
        "places": 2, "default_village_quota": 2, "village_quotas": [{ "village_code": "35.29.01.1015", "places": 1 }],
    });
    let plan = draft(&app, &with(wanted(id), terms)).await.computed(&app).await;
    let way_in = "no_running_membership";
    let all: [(&_, &str, &[&str]); 6] = [
        (&here[0], "chosen", &[way_in]),
        (&there[0], "chosen", &[way_in]),
        (&here[1], "reserve", &[way_in, "quota_full"]),
        (&here[2], "reserve", &[way_in, "quota_full"]),
        (&there[1], "reserve", &[way_in, "places_full"]),
        (&there[2], "reserve", &[way_in, "quota_full"]),
    ];
    let candidates = plan.candidates(&app).await;
    assert_eq!(outcomes(&candidates), expected(&all));
    let ranks: Vec<i64> = candidates.iter().map(|one| one["rank"].as_i64().unwrap()).collect();
    assert_eq!(ranks, [1, 4, 2, 3, 5, 6]);
    assert_eq!(candidates[2]["reasons"][1]["inputs"], json!({ "places": 1 }));
    assert_eq!(candidates[5]["reasons"][1]["inputs"], json!({ "places": 2 }));

    // Places and budget together are both said: two places of 201,600 each are one more than 201,600 bear.
    let tight = source(&app, with(apbd(), json!({ "name": "tight", "budget_idr": 201_600 }))).await;
    let plan = draft(&app, &with(wanted(tight), json!({ "places": 1 }))).await.computed(&app).await;
    let candidates = outcomes(&plan.candidates(&app).await);
    assert_eq!(candidates[0].1, "chosen");
    assert!(candidates[1..].iter().all(|(_, outcome, codes)| {
        outcome == "reserve" && codes[1..] == ["places_full", "budget_exhausted"]
    }));
}

/// In 2026 relief halves the contributions of general workers from April on and of transport workers from January on:
/// 3 x 16,800 + 9 x 8,400 = 126,000 and 12 x 8,400 = 100,800.
#[tokio::test]
async fn each_group_of_workers_costs_what_the_rates_of_its_months_say() {
    let app = start().await;
    let relief = json!({ "payer_kind": "csr", "relief_eligible": true });
    let id = source(&app, with(apbd(), relief)).await;
    let general = worker(&app, 1).await;
    let driver = worker(&app, 2).await;
    set(&app, &driver, "segment = 'transport'").await;
    let plan = draft(&app, &wanted(id)).await.computed(&app).await;
    let candidates = plan.candidates(&app).await;
    let costs: Vec<(&Value, &Value)> =
        candidates.iter().map(|one| (&one["worker_id"], &one["cost_idr"])).collect();
    let expected = [(json!(general.id), json!(126_000)), (json!(driver.id), json!(100_800))];
    assert_eq!(costs, expected.each_ref().map(|(id, cost)| (id, cost)));
    assert_eq!(plan.shown["computation"]["cost_idr"], 226_800);
    let months: Vec<i64> = plan.shown["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| month["amount_idr"].as_i64().unwrap())
        .collect();
    assert_eq!(months, [[25_200; 3].as_slice(), &[16_800; 9]].concat());
    // What is approved is owed to the rupiah.
    let answer = plan.take(&app, &app.officer(), "submit").await;
    answer.expect(200);
    let approver = crate::support::cover::approver(&app);
    let decree = crate::support::cover::decree();
    Plan::of(&answer).act(&app, &approver, "approve", &decree).await.expect(200);
    let owed: i64 = one(&app, "select sum(amount_idr)::bigint from contribution_obligations").await;
    assert_eq!(owed, 226_800);
    assert_eq!(one::<i64>(&app, "select committed_idr from funding_sources").await, 226_800);
}

#[tokio::test]
async fn the_same_register_gives_the_same_answer_and_another_one_another() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({ "budget_idr": 403_200 }))).await;
    for serial in 1..=5 {
        worker(&app, serial).await;
    }
    let plan = draft(&app, &wanted(id)).await.computed(&app).await;
    let first = plan.candidates(&app).await;
    let again = plan.computed(&app).await;
    assert_eq!(again.candidates(&app).await, first);
    assert_eq!(again.shown["version"], 3);
    execute(
        &app,
        "update workers set status = 'inactive', status_reason = 'moved_out' where id = \
        (select worker_id from enrolment_candidates where place = 1)",
        &[],
    )
    .await;
    let third = again.computed(&app).await;
    let computation = &third.shown["computation"];
    assert_eq!((&computation["chosen"], &computation["reserve"]), (&json!(2), &json!(2)));
    assert_eq!(third.candidates(&app).await[0]["worker_id"], first[1]["worker_id"]);
}

#[tokio::test]
async fn a_plan_over_nobody_is_computed_and_cannot_be_submitted() {
    let app = start().await;
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await.computed(&app).await;
    assert_eq!((&plan.shown["computation"]["chosen"], &plan.shown["months"]), (&json!(0), &json!([])));
    let refused = plan.take(&app, &app.officer(), "submit").await.expect_problem(409, "conflict");
    assert_eq!(found(&refused), [("", "nobody_chosen")]);
    assert_eq!(refused["allowed_actions"], json!(["update", "compute", "pre_check", "submit", "withdraw"]));
}

#[tokio::test]
async fn a_source_that_was_closed_or_changed_meanwhile_is_no_source() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let plan = draft(&app, &wanted(id)).await;
    let (admin, path) = (admin(&app), format!("/v1/funding-sources/{id}"));
    let etag = app.get(&path).as_(&admin).send().await.header("etag").unwrap().to_owned();
    let shrink = app.patch(&path).as_(&admin).header("If-Match", &etag);
    let etag = shrink.json(&json!({ "until_month": "2026-11" })).send().await;
    etag.expect(200);
    let refused = plan.take(&app, &app.officer(), "compute").await.expect_problem(409, "conflict");
    assert_eq!(found(&refused), [("", "outside_funding_source")]);
    let close = app.post(&format!("{path}/close")).as_(&admin);
    let close = close.header("If-Match", etag.header("etag").unwrap());
    close.json(&json!({ "reason": "spent" })).send().await.expect(200);
    let refused = plan.take(&app, &app.officer(), "compute").await.expect_problem(409, "conflict");
    let expected = [("", "funding_source_closed"), ("", "outside_funding_source")];
    assert_eq!(found(&refused), expected);
    assert_eq!(refused["allowed_actions"], json!(["update", "compute", "withdraw"]));
}

#[tokio::test]
async fn only_officers_compute_drafts_of_the_version_that_was_read() {
    let app = start().await;
    worker(&app, 1).await;
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await;
    let path = format!("{}/compute", plan.path);
    app.post(&path).as_(&app.officer()).send().await.expect_problem(428, "precondition_required");
    plan.take(&app, &stranger(&app), "compute").await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => plan.take(&app, account, "compute").await,
        None => app.post(&path).header("If-Match", &plan.etag).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    plan.take(&app, &app.officer(), "compute").await.expect_problem(412, "version_mismatch");
    let submitted = Plan::read(&app, &plan.path).await.submitted(&app).await;
    let problem = submitted.take(&app, &app.officer(), "compute").await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["return", "approve", "withdraw"]));
}
