//! `POST /v1/enrolment-plans/{id}/fill`

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::contributions::sums;
use crate::support::cover::{
    NEXT_DOOR, Worker, admin, apbd, approver, decree, found, one, source, start, statuses_by_role, stranger,
    with, worker,
};
use crate::support::enrolment::{Plan, draft, rank, set, wanted};
use crate::support::places::{begin_and_end, end, period};
use crate::support::request::Request;

/// An approved plan with so many places, and so many people, in the order of their ids.
async fn approved(app: &TestApp, people: u32, terms: Value) -> (Uuid, Vec<Worker>, Plan) {
    let id = source(app, apbd()).await;
    let mut workers = Vec::new();
    for serial in 1..=people {
        workers.push(worker(app, serial).await);
    }
    let plan = draft(app, &with(wanted(id), terms)).await.approved(app).await;
    (id, workers, plan)
}

async fn fill(app: &TestApp, plan: &Plan) -> Value {
    let answer = plan.act(app, &app.officer(), "fill", &json!({})).await;
    answer.expect(200)
}

fn came(filled: &Value) -> Vec<&Value> {
    filled["filled"].as_array().unwrap().iter().map(|one| &one["worker_id"]).collect()
}

#[tokio::test]
async fn a_free_place_goes_to_the_next_on_the_reserve_list_who_can_be_funded() {
    let app = start().await;
    let (id, people, plan) = approved(&app, 4, json!({ "places": 2 })).await;
    let old = begin_and_end(&app, &people[0], "death", "2026-09-10").await;
    set(&app, &people[2], "status = 'registered'").await;
    let filled = fill(&app, &plan).await;
    // The last month paid is September; October and this November's past cannot be made up for, so November is the first.
    let place = &filled["filled"][0];
    assert_eq!(came(&filled), [&json!(people[3].id)]);
    assert_eq!((&place["replaces_id"], &place["rank"]), (&old.shown["id"], &json!(4)));
    assert_eq!((&place["from_month"], &place["until_month"]), (&json!("2026-11"), &json!("2026-12")));
    let counts =
        ["free_before", "free_after", "passed_over_total"].map(|name| filled[name].as_i64().unwrap());
    assert_eq!((counts, &filled["still_free"]), ([1, 0, 1], &json!([])));
    let passed = &filled["passed_over"][0];
    assert_eq!(
        (&passed["worker_id"], &passed["reasons"][0]["code"]),
        (&json!(people[2].id), &json!("not_verified"))
    );

    // A proposal like any other: a second person approves it, and two months at 16,800 are owed.
    let new = period(&app, &people[3]).await;
    assert_eq!((&new.shown["status"], &new.shown["replaces_id"]), (&json!("proposed"), &old.shown["id"]));
    let before = sums(&app, id).await[0];
    new.act(&app, &approver(&app), "approve", &decree()).await.expect(200);
    assert_eq!(sums(&app, id).await[0] - before, 33_600);
    let left = app.get(&old.path).as_(&app.officer()).send().await.expect(200);
    assert_eq!(left["replaced_by_id"], new.shown["id"]);

    // The plan and its candidates remember.
    let read = Plan::read(&app, &plan.path).await;
    assert_eq!(read.shown["version"].as_i64(), plan.shown["version"].as_i64().map(|version| version + 1));
    let history = app.get(&format!("{}/history", plan.path)).as_(&app.officer()).send().await.expect(200);
    assert_eq!(history["data"].as_array().unwrap().last().unwrap()["action"], "filled");
    let candidates = plan.candidates(&app).await;
    let of = |worker: &Worker| candidates.iter().find(|one| one["worker_id"] == json!(worker.id)).unwrap();
    assert_eq!(
        (&of(&people[3])["coverage_id"], &of(&people[3])["passed_over_at"]),
        (&new.shown["id"], &Value::Null)
    );
    let passed = of(&people[2]);
    assert!(passed["passed_over_at"].is_string());
    assert_eq!(passed["passed_over_reasons"][0]["code"], "not_verified");
    let reasons: i64 = one(
        &app,
        "select count(*) from changes where reason like 'enrolment_plan %' and action = 'replaced'",
    )
    .await;
    assert_eq!(reasons, 1);
}

#[tokio::test]
async fn nothing_happens_where_no_place_is_free_or_nobody_waits() {
    let app = start().await;
    let (_, people, plan) = approved(&app, 4, json!({ "places": 3 })).await;
    let none = fill(&app, &plan).await;
    assert_eq!((&none["free_before"], &none["version"]), (&json!(0), &plan.shown["version"]));
    // A cut leaves no place, nor does an end in the last month; a period that never began leaves all that is to come.
    begin_and_end(&app, &people[0], "quota_cut", "2026-07-10").await;
    app.state.clock.set_today(crate::support::cover::day("2026-12-02"));
    begin_and_end(&app, &people[1], "death", "2026-12-01").await;
    assert_eq!(fill(&app, &plan).await["free_before"], 0);
    let never = end(&app, &people[2], "withdrew", "2026-12-01").await;
    set(&app, &people[3], "status = 'registered'").await;
    let filled = fill(&app, &plan).await;
    let counts =
        ["free_before", "free_after", "passed_over_total"].map(|name| filled[name].as_i64().unwrap());
    assert_eq!((counts, &filled["still_free"]), ([1, 1, 1], &json!([never.shown["id"]])));
    assert_eq!((came(&filled).len(), &filled["version"]), (0, &plan.shown["version"]));
    // Whoever was passed over is asked again.
    set(&app, &people[3], "status = 'verified'").await;
    let filled = fill(&app, &plan).await;
    assert_eq!(came(&filled), [&json!(people[3].id)]);
    assert_eq!(
        (&filled["filled"][0]["from_month"], &filled["passed_over_total"]),
        (&json!("2026-12"), &json!(0))
    );
}

#[tokio::test]
async fn a_place_stays_in_its_village_while_somebody_of_it_waits_and_no_quota_is_exceeded() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let mut people = Vec::new();
    for serial in 1..=6 {
        people.push(worker(&app, serial).await);
    }
    // Two places of each village: the first, second and fourth live here, the third, fifth and sixth next door.
    for number in [2, 4, 5] {
        set(&app, &people[number], &format!("village_code = '{NEXT_DOOR}'")).await;
    }
    let terms = json!({ "default_village_quota": 2, "places": 3 });
    // Ranks 1, 2 (here) and 3 (next door) are chosen; 4 is beyond the quota, 5 and 6 beyond the places (6 beyond its quota).
    let plan = draft(&app, &with(wanted(id), terms)).await.approved(&app).await;
    end(&app, &people[2], "withdrew", "2026-11-20").await;
    end(&app, &people[0], "withdrew", "2026-11-20").await;
    let filled = fill(&app, &plan).await;
    let mut pairs: Vec<(&Value, &Value)> =
        filled["filled"].as_array().unwrap().iter().map(|one| (&one["worker_id"], &one["rank"])).collect();
    pairs.sort_by_key(|(_, rank)| rank.as_i64());
    let expected = [(json!(people[3].id), json!(4)), (json!(people[4].id), json!(5))];
    assert_eq!(pairs, expected.each_ref().map(|(id, rank)| (id, rank)));
    let replaced = |worker: &Worker| {
        let all = filled["filled"].as_array().unwrap();
        all.iter().find(|one| one["worker_id"] == json!(worker.id)).unwrap()["replaces_id"].clone()
    };
    assert_eq!(replaced(&people[3]), period(&app, &people[0]).await.shown["id"]);
    assert_eq!(replaced(&people[4]), period(&app, &people[2]).await.shown["id"]);
    // Nobody of this village waits any more: somebody from next door comes, whose village has one place left.
    end(&app, &people[1], "withdrew", "2026-11-20").await;
    let again = Plan::read(&app, &plan.path).await;
    let filled = fill(&app, &again).await;
    assert_eq!(came(&filled), [&json!(people[5].id)]);
    // With that the quota of next door is used up, and nobody waits here.
    end(&app, &people[3], "withdrew", "2026-11-20").await;
    let filled = fill(&app, &Plan::read(&app, &plan.path).await).await;
    assert_eq!((came(&filled).len(), &filled["free_after"]), (0, &json!(1)));
}

#[tokio::test]
async fn whoever_does_not_begin_leaves_the_place_to_the_one_after() {
    let app = start().await;
    let (_, people, plan) = approved(&app, 3, json!({ "places": 1 })).await;
    let old = begin_and_end(&app, &people[0], "death", "2026-07-10").await;
    assert_eq!(came(&fill(&app, &plan).await), [&json!(people[1].id)]);
    let again = Plan::read(&app, &plan.path).await;
    assert_eq!(fill(&app, &again).await["free_before"], 0);
    end(&app, &people[1], "withdrew", "2026-11-20").await;
    let filled = fill(&app, &again).await;
    assert_eq!(came(&filled), [&json!(people[2].id)]);
    assert_eq!(filled["filled"][0]["replaces_id"], old.shown["id"]);
    // A place that was filled becomes free again when its new holder leaves.
    period(&app, &people[2]).await.act(&app, &approver(&app), "approve", &decree()).await.expect(200);
    let given = json!({ "member_number": "26000000009", "effective_on": "2026-11-01" });
    period(&app, &people[2]).await.act(&app, &app.officer(), "activate", &given).await.expect(200);
    end(&app, &people[2], "moved_out", "2026-11-20").await;
    let filled = fill(&app, &Plan::read(&app, &plan.path).await).await;
    assert_eq!((&filled["free_before"], came(&filled).len()), (&json!(1), 0));
}

#[tokio::test]
async fn no_more_places_are_filled_than_asked_for() {
    let app = start().await;
    let (_, people, plan) = approved(&app, 6, json!({ "places": 3 })).await;
    for person in &people[..3] {
        end(&app, person, "withdrew", "2026-11-20").await;
    }
    let officer = app.officer();
    let filled = plan.act(&app, &officer, "fill", &json!({ "places_max": 2 })).await.expect(200);
    assert_eq!(came(&filled), [&json!(people[3].id), &json!(people[4].id)]);
    assert_eq!((&filled["free_before"], &filled["free_after"]), (&json!(3), &json!(1)));
    assert_eq!(filled["still_free"].as_array().unwrap().len(), 1);
    plan.act(&app, &officer, "fill", &json!({})).await.expect_problem(412, "version_mismatch");
    let again = Plan::read(&app, &plan.path).await;
    assert_eq!(came(&fill(&app, &again).await), [&json!(people[5].id)]);
}

#[tokio::test]
async fn the_version_the_state_and_the_number_must_be_right() {
    let app = start().await;
    let (id, people, plan) = approved(&app, 2, json!({ "places": 1 })).await;
    end(&app, &people[0], "withdrew", "2026-11-20").await;
    let officer = app.officer();
    for wrong in [0, 501] {
        let body = json!({ "places_max": wrong });
        let problem = plan.act(&app, &officer, "fill", &body).await.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/places_max", "out_of_range")]);
    }
    plan.act(&app, &officer, "fill", &json!({ "x": 1 })).await.expect_problem(422, "unknown_field");
    let path = format!("{}/fill", plan.path);
    app.post(&path).as_(&officer).json(&json!({})).send().await.expect_problem(428, "precondition_required");
    plan.act(&app, &stranger(&app), "fill", &json!({})).await.expect_problem(404, "not_found");
    let fresh = draft(&app, &with(wanted(id), json!({ "name": "2" }))).await;
    let early = fresh.act(&app, &officer, "fill", &json!({})).await.expect_problem(409, "invalid_state");
    assert_eq!(early["allowed_actions"], json!(["update", "compute", "withdraw"]));
    // A source that was closed meanwhile pays for nobody new.
    let (admin, path) = (admin(&app), format!("/v1/funding-sources/{id}"));
    let etag = app.get(&path).as_(&admin).send().await.header("etag").unwrap().to_owned();
    let close = app.post(&format!("{path}/close")).as_(&admin).header("If-Match", &etag);
    close.json(&json!({ "reason": "spent" })).send().await.expect(200);
    let problem = plan.act(&app, &officer, "fill", &json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "funding_source_closed")]);
    assert_eq!(problem["allowed_actions"], json!(["renew", "fill"]));
    assert_eq!(one::<i64>(&app, "select count(*) from coverages").await, 1);
}

#[tokio::test]
async fn only_officers_fill_places_and_a_repeated_call_answers_as_before() {
    let app = start().await;
    let (_, people, plan) = approved(&app, 2, json!({ "places": 1 })).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => plan.act(&app, account, "fill", &json!({})).await,
        None => app.post(&format!("{}/fill", plan.path)).json(&json!({})).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    end(&app, &people[0], "withdrew", "2026-11-20").await;
    let (officer, path, body) = (app.officer(), format!("{}/fill", plan.path), json!({}));
    let send = || {
        let request = app.post(&path).as_(&officer).header("If-Match", &plan.etag);
        request.header("Idempotency-Key", "k").json(&body).send()
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.expect(200), second.expect(200));
    assert_eq!((came(&first.json()).len(), second.header("idempotency-replayed")), (1, Some("true")));
    assert_eq!(one::<i64>(&app, "select count(*) from coverages").await, 2);
}

/// The plan is for the deciles 1 to 4; the second on the list has moved up to 8 since, the third the insurer has said of that she
/// is insured elsewhere.
#[tokio::test]
async fn who_does_not_fit_the_plan_any_more_does_not_come_into_a_place() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let mut people = Vec::new();
    for serial in 1..=4 {
        let person = worker(&app, serial).await;
        rank(&app, &person, 2).await;
        people.push(person);
    }
    let plan = draft(&app, &with(wanted(id), json!({ "places": 1, "deciles": [1, 2, 3, 4] }))).await;
    let computed = plan.computed(&app).await;
    let file = format!("worker_id,verdict\n{},active_wage_earner\n", people[2].id);
    let request = app
        .post(&format!("{}/pre-check?against=insurer&checked_on=2026-01-10", plan.path))
        .as_(&app.officer())
        .header("If-Match", &computed.etag)
        .header("content-type", "text/csv");
    Request(request.0.body(file)).send().await.expect(200);
    let plan = Plan::read(&app, &plan.path).await.approved(&app).await;
    rank(&app, &people[1], 8).await;
    begin_and_end(&app, &people[0], "death", "2026-09-10").await;
    let filled = fill(&app, &plan).await;
    assert_eq!(came(&filled), [&json!(people[3].id)]);
    assert_eq!(filled["passed_over"][0]["reasons"][0]["code"], "decile_outside_plan");
}
