//! `GET /v1/enrolment-plans/{id}/renewal` and `/renewal/people`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::deaths::{Report, of};
use crate::support::TestApp;
use crate::support::cover::{
    NEXT_DOOR, Worker, apbd, approved, found, given, one, proposal, source, start, statuses_by_role,
    stranger, with, worker, worker_born,
};
use crate::support::enrolment::{Plan, draft, rank, set, wanted};
use crate::support::places::{begin_and_end, end, member, next_year, period};

/// People of this year's plan, and a newcomer.
pub struct People {
    pub stays: Worker,
    pub aged: Worker,
    pub last: Worker,
    pub rich: Worker,
    pub dead: Worker,
    pub cut: Worker,
    pub gone: Worker,
    pub fresh: Worker,
}

/// This year's plan has paid for everybody but the newcomer. Since then one has another decile, one has died, one fell to a cut
/// of the quota, one withdrew.
pub async fn this_year(app: &TestApp) -> (Plan, People) {
    let id = source(app, apbd()).await;
    let people = People {
        stays: worker_born(app, 1970, 1).await,
        aged: worker_born(app, 1957, 2).await,
        last: worker_born(app, 1990, 3).await,
        rich: worker_born(app, 1958, 4).await,
        dead: worker_born(app, 1971, 5).await,
        cut: worker_born(app, 1972, 6).await,
        gone: worker_born(app, 1974, 7).await,
        fresh: worker_born(app, 1976, 8).await,
    };
    let People { stays, aged, last, rich, dead, cut, gone, fresh } = &people;
    for worker in [stays, aged, last, rich, dead, cut, gone] {
        rank(app, worker, 1).await;
    }
    for worker in [aged, rich] {
        member(app, worker).await;
    }
    let terms = json!({ "deciles": [1], "priorities": ["oldest"] });
    let plan = draft(app, &with(wanted(id), terms)).await.approved(app).await;
    assert_eq!(plan.shown["computation"]["chosen"], 7);
    begin_and_end(app, cut, "quota_cut", "2026-07-10").await;
    begin_and_end(app, gone, "withdrew", "2026-08-10").await;
    rank(app, rich, 9).await;
    set(app, dead, "status = 'inactive', status_reason = 'deceased', status_on = '2026-11-20'").await;
    rank(app, fresh, 1).await;
    (plan, people)
}

/// Next year's plan with one place too few.
pub async fn renewed(app: &TestApp, old: &Plan, terms: Value) -> Plan {
    let body = with(json!({ "funding_source_id": next_year(app).await }), terms);
    let path = format!("{}/renew", old.path);
    let new = Plan::of(&app.post(&path).as_(&app.officer()).json(&body).send().await);
    let patch = json!({ "places": 5, "priorities": ["past_entry_age", "oldest"] });
    let request = app.patch(&new.path).as_(&app.officer()).header("If-Match", &new.etag);
    let patched = request.json(&patch).send().await;
    patched.expect(200);
    Plan::of(&patched).computed(app).await
}

pub async fn read(app: &TestApp, plan: &Plan, rest: &str) -> Value {
    app.get(&format!("{}/renewal{rest}", plan.path)).as_(&app.officer()).send().await.expect(200)
}

#[tokio::test]
async fn a_renewal_says_who_returns_who_cannot_who_drops_out_and_who_is_new() {
    let app = start().await;
    let (old, people) = this_year(&app).await;
    let new = renewed(&app, &old, json!({})).await;
    // By age: the member past the entry age, then 1970, 1972, 1974, 1976; the youngest has no place.
    let summary = read(&app, &new, "").await;
    assert_eq!((&summary["plan_id"], &summary["renews_plan_id"]), (&json!(new.id()), &json!(old.id())));
    let counts = ["returning", "cannot_return", "dropped", "new", "not_returning_past_entry_age"]
        .map(|name| summary[name].as_i64().unwrap());
    assert_eq!(counts, [3, 2, 1, 2, 1]);
    let reasons: Vec<(&str, &str, i64)> = summary["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap();
            (text("fate"), text("code"), one["people"].as_i64().unwrap())
        })
        .collect();
    let expected = [
        ("cannot_return", "decile_outside_plan", 1),
        ("cannot_return", "not_verified", 1),
        ("dropped", "places_full", 1),
    ];
    assert_eq!(reasons, expected);

    let page = read(&app, &new, "/people?count=exact").await;
    assert_eq!(page["count"], 8);
    let of = |worker: &Worker| {
        let data = page["data"].as_array().unwrap();
        let one = data.iter().find(|one| one["worker_id"] == json!(worker.id)).unwrap();
        ["fate", "last_covered_month", "unfunded_from_month", "self_payment_idr", "is_past_entry_age"]
            .map(|name| one[name].clone())
    };
    let none = Value::Null;
    // Twelve months of 2027 at 16,800: relief for general workers ends with December 2026.
    for (worker, expected) in [
        (&people.aged, json!(["returning", "2026-12", "2028-01", none, true])),
        (&people.stays, json!(["returning", "2026-12", "2028-01", none, false])),
        // Funded until July, and again from January: August is the first gap.
        (&people.cut, json!(["returning", "2026-07", "2026-08", none, false])),
        (&people.last, json!(["dropped", "2026-12", "2027-01", 201_600, false])),
        (&people.rich, json!(["cannot_return", "2026-12", "2027-01", 201_600, true])),
        // The dead pay nothing.
        (&people.dead, json!(["cannot_return", "2026-12", "2027-01", none, false])),
        // Who withdrew was not funded to the end, and comes as somebody new.
        (&people.gone, json!(["new", none, "2028-01", none, false])),
        (&people.fresh, json!(["new", none, "2028-01", none, false])),
    ] {
        assert_eq!(json!(of(worker)), expected, "{}", worker.id);
    }
}

#[tokio::test]
async fn people_are_listed_by_fate_and_region_and_page_by_page_and_count_as_opened() {
    let app = start().await;
    let (old, people) = this_year(&app).await;
    set(&app, &people.last, &format!("village_code = '{NEXT_DOOR}'")).await;
    let new = renewed(&app, &old, json!({})).await;
    let all = read(&app, &new, "/people").await;
    for (query, count) in [
        ("?fate=returning", 3),
        ("?fate=cannot_return", 2),
        ("?fate=dropped", 1),
        ("?fate=new", 2),
        (&format!("?region={NEXT_DOOR}"), 1),
        (&format!("?region={NEXT_DOOR}&fate=new"), 0),
        ("?region=35.29.01", 8),
    ] {
        let page = read(&app, &new, &format!("/people{query}&count=exact")).await;
        assert_eq!(
            (page["data"].as_array().unwrap().len(), &page["count"]),
            (count, &json!(count)),
            "{query}"
        );
    }
    let (mut walked, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = read(&app, &new, &format!("/people?limit=3{cursor}")).await;
        walked.extend(page["data"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(&walked, all["data"].as_array().unwrap());
    for wrong in ["?fate=x", "?region=x"] {
        let path = format!("{}/renewal/people{wrong}", new.path);
        app.get(&path).as_(&app.officer()).send().await.expect_problem(400, "invalid_query");
    }
    let auditor = app.account(Role::Auditor, &["35.29"]);
    let path = format!("{}/renewal/people?fate=dropped", new.path);
    let page = app.get(&path).as_(&auditor).send().await.expect(200);
    let one_of = &page["data"][0];
    assert_eq!((&one_of["name"], &one_of["nik"]), (&json!("Siti Aminah"), &json!("3529************")));
    assert_eq!(one_of["village_code"], NEXT_DOOR);
    app.state.opens.flush(&app.state.db).await.unwrap();
    let query =
        format!("select count(distinct worker_id) from person_access_log where actor_id = '{}'", auditor.id);
    assert_eq!(one::<i64>(&app, &query).await, 1);
}

#[tokio::test]
async fn a_replacement_counts_for_the_place_and_a_period_that_never_began_does_not() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let (first, second, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    let old = draft(&app, &with(wanted(id), json!({ "places": 2 }))).await.approved(&app).await;
    // The first left for good, and the third came in the place; the second's period was cut before it began.
    let left = begin_and_end(&app, &first, "death", "2026-07-10").await;
    let new = left.act(&app, &app.officer(), "replace", &json!({ "worker_id": third.id })).await;
    new.expect(201);
    let new = crate::support::cover::Coverage::of(&new);
    let approver = crate::support::cover::approver(&app);
    new.act(&app, &approver, "approve", &crate::support::cover::decree()).await.expect(200);
    end(&app, &second, "quota_cut", "2026-08-10").await;
    let plan = renewed(&app, &old, json!({})).await;
    let page = read(&app, &plan, "/people").await;
    let data = page["data"].as_array().unwrap();
    let fates: Vec<_> = data.iter().map(|one| (&one["worker_id"], &one["fate"])).collect();
    let expected = [
        (json!(first.id), json!("new")),
        (json!(second.id), json!("new")),
        (json!(third.id), json!("returning")),
    ];
    assert_eq!(fates, expected.each_ref().map(|(id, fate)| (id, fate)));
}

#[tokio::test]
async fn there_is_no_renewal_before_the_computation_or_of_a_plan_that_renews_none() {
    let app = start().await;
    let (old, _) = this_year(&app).await;
    let officer = app.officer();
    for rest in ["", "/people"] {
        let path = format!("{}/renewal{rest}", old.path);
        app.get(&path).as_(&officer).send().await.expect_problem(404, "not_found");
    }
    let body = json!({ "funding_source_id": next_year(&app).await });
    let answer = app.post(&format!("{}/renew", old.path)).as_(&officer).json(&body).send().await;
    let new = Plan::of(&answer);
    for rest in ["", "/people"] {
        let path = format!("{}/renewal{rest}", new.path);
        let problem = app.get(&path).as_(&officer).send().await.expect_problem(409, "conflict");
        assert_eq!(found(&problem), [("", "not_computed")]);
    }
    let new = new.computed(&app).await;
    let statuses = async |path: String| {
        statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await
    };
    let deciding = [(Role::Officer, 200), (Role::Approver, 200), (Role::Auditor, 200)];
    assert_eq!(statuses(format!("{}/renewal/people", new.path)).await, deciding);
    let counting = [deciding.as_slice(), &[(Role::Admin, 200)]].concat();
    assert_eq!(statuses(format!("{}/renewal", new.path)).await, counting);
    for rest in ["", "/people"] {
        let path = format!("{}/renewal{rest}", new.path);
        app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    }
}

/// Two died, one of them in error, and what the deaths freed is somebody else's: who lives was funded as far as the money went.
#[tokio::test]
async fn who_lives_returns_though_the_period_stays_ended_by_a_death() {
    let app = start().await;
    let budget = source(&app, with(apbd(), json!({ "budget_idr": 2 * 201_600 }))).await;
    let (alive, dead) = (worker(&app, 1).await, worker(&app, 2).await);
    let old = draft(&app, &wanted(budget)).await.approved(&app).await;
    assert_eq!(old.shown["computation"]["chosen"], 2);
    let officer = app.officer();
    for (worker, number) in [(&alive, "26000000001"), (&dead, "26000000002")] {
        period(&app, worker).await.act(&app, &officer, "activate", &given(number)).await.expect(200);
    }
    let report = Report::recorded(&app, &of(&alive)).await;
    Report::recorded(&app, &of(&dead)).await;
    let other = worker(&app, 3).await;
    let rest = json!({ "from_month": "2026-11", "until_month": "2026-12" });
    approved(&app, &with(proposal(&other, budget), rest)).await;
    let revoked = report.act(&app, &officer, "revoke", &json!({ "reason": "it was her sister" })).await;
    assert_eq!(revoked.expect(200)["coverage_ids"], json!([period(&app, &alive).await.shown["id"]]));
    let new = renewed(&app, &old, json!({})).await;
    let page = read(&app, &new, "/people").await;
    let shown: Vec<_> = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            ["worker_id", "fate", "last_covered_month", "unfunded_from_month"].map(|name| one[name].clone())
        })
        .collect();
    let mut expected = vec![
        [json!(alive.id), json!("returning"), json!("2026-11"), json!("2026-12")],
        [json!(other.id), json!("new"), Value::Null, json!("2028-01")],
    ];
    expected.sort_by_key(|one| one[0].to_string());
    assert_eq!(shown, expected);
}
