//! `GET /v1/unclaimed-deaths`

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::deaths::{Report, of};
use crate::support::TestApp;
use crate::support::cover::{
    HOME, NEXT_DOOR, Worker, active, apbd, proposal, settle, source, start, statuses_by_role, stranger, with,
    worker,
};
use crate::support::enrolment::execute;

const PATH: &str = "/v1/unclaimed-deaths";

async fn unclaimed(app: &TestApp, query: &str) -> Vec<Value> {
    let shown = app.get(&format!("{PATH}{query}")).as_(&app.officer()).send().await.expect(200);
    shown["data"].as_array().unwrap().clone()
}

/// Somebody with a year of cover, of which the months until one are paid, who died on a day.
async fn dead(app: &TestApp, serial: u32, source: Uuid, paid_until: &str, died_on: &str) -> (Worker, Report) {
    let worker = worker(app, serial).await;
    active(app, &proposal(&worker, source), &format!("260000{serial:05}")).await;
    settle(app, &worker, "2026-01", paid_until, "2026-02-10").await;
    let report = Report::recorded(app, &with(of(&worker), json!({ "died_on": died_on }))).await;
    (worker, report)
}

#[tokio::test]
async fn whoever_died_covered_is_listed_with_the_days_and_what_is_at_stake() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (full, first) = dead(&app, 1, source, "2026-11", "2026-11-02").await;
    let (young, second) = dead(&app, 2, source, "2026-02", "2026-02-20").await;
    let unknown = worker(&app, 3).await;
    Report::recorded(&app, &with(of(&unknown), json!({ "died_on": "2026-11-03" }))).await;
    let known = worker(&app, 4).await;
    let fact = json!({
        "worker_id": known.id, "state": "not_member", "programmes": [], "as_of": "2026-11-01",
        "evidence": "Daftar peserta BPU",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&fact).send().await.expect(201);
    Report::recorded(&app, &of(&known)).await;
    let found = unclaimed(&app, "").await;
    let shown: Vec<Value> = found
        .iter()
        .map(|one| json!([one["worker_id"], one["days_since_death"], one["standing"], one["at_stake_idr"]]))
        .collect();
    assert_eq!(
        shown,
        [
            json!([young.id, 276, "active", 10_000_000]),
            json!([full.id, 21, "active", 42_000_000]),
            json!([unknown.id, 20, "not_covered", 10_000_000]),
        ]
    );
    assert_eq!(
        ["death_id", "name", "nik", "village_code", "draft_claim_id"].map(|name| found[1][name].clone()),
        [
            first.shown["id"].clone(),
            json!("Siti Aminah"),
            json!("3529************"),
            json!(HOME),
            first.shown["claim_id"].clone()
        ]
    );
    assert_eq!(found[0]["death_id"], second.shown["id"]);
    assert_eq!(found[2]["standing_basis"], "unknown");
}

#[tokio::test]
async fn a_draft_that_names_only_who_buried_the_dead_leaves_the_funeral_at_stake() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (_, first) = dead(&app, 1, source, "2026-11", "2026-11-02").await;
    let path = format!("/v1/claims/{}/beneficiaries", first.shown["claim_id"].as_str().unwrap());
    let mut at_stake = vec![unclaimed(&app, "").await[0]["at_stake_idr"].clone()];
    for relation in ["funeral_payer", "sibling"] {
        let payee = json!({ "name": "Moh. Rasyid", "relation": relation, "share_basis_points": 5_000 });
        app.post(&path).as_(&app.officer()).json(&payee).send().await.expect(201);
        at_stake.push(unclaimed(&app, "").await[0]["at_stake_idr"].clone());
    }
    assert_eq!(at_stake, [42_000_000, 10_000_000, 42_000_000]);
}

#[tokio::test]
async fn a_claim_that_was_handed_in_and_a_death_in_error_are_listed_no_more() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (_, claimed) = dead(&app, 1, source, "2026-11", "2026-11-02").await;
    let (_, error) = dead(&app, 2, source, "2026-11", "2026-11-02").await;
    let officer = app.officer();
    let path = format!("/v1/claims/{}", claimed.shown["claim_id"].as_str().unwrap());
    let heir = json!({ "name": "Moh. Rasyid", "relation": "spouse", "share_basis_points": 10_000 });
    app.post(&format!("{path}/beneficiaries")).as_(&officer).json(&heir).send().await.expect(201);
    assert_eq!(unclaimed(&app, "").await.len(), 2, "a draft is no claim yet");
    let act = async |action: &str, body: Value| {
        let etag = app.get(&path).as_(&officer).send().await.header("etag").unwrap().to_owned();
        let request = app.post(&format!("{path}/{action}")).as_(&officer).header("If-Match", &etag);
        request.json(&body).send().await.expect(200)
    };
    act("submit", json!({})).await;
    error.act(&app, &officer, "revoke", &json!({ "reason": "wrong person" })).await.expect(200);
    assert_eq!(unclaimed(&app, "").await, [json!(null); 0]);
    act("withdraw", json!({ "reason": "to be filed anew" })).await;
    let found = unclaimed(&app, "").await;
    assert_eq!((found.len(), &found[0]["draft_claim_id"]), (1, &Value::Null));
}

#[tokio::test]
async fn they_are_found_by_region_and_day_and_paged_in_the_order_of_their_deaths() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    for (serial, day) in [(1, "2026-11-02"), (2, "2026-10-02"), (3, "2026-11-02")] {
        dead(&app, serial, source, "2026-09", day).await;
    }
    let statement = "update deaths set village_code = $1 where died_on = '2026-10-02'";
    execute(&app, statement, &[&NEXT_DOOR]).await;
    let all = unclaimed(&app, "").await;
    assert_eq!(all.len(), 3);
    assert_eq!(all[0]["died_on"], "2026-10-02");
    for (query, count) in [
        (format!("?region={NEXT_DOOR}"), 1),
        ("?region=35.29.01".to_owned(), 3),
        ("?died_from=2026-11-01".to_owned(), 2),
        ("?died_until=2026-10-31".to_owned(), 1),
    ] {
        assert_eq!(unclaimed(&app, &query).await.len(), count, "{query}");
    }
    let (mut path, mut paged) = (format!("{PATH}?limit=1&count=exact"), Vec::new());
    loop {
        let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
        assert_eq!(shown["count"], 3);
        paged.extend(shown["data"].as_array().unwrap().clone());
        let Some(cursor) = shown["next_cursor"].as_str() else { break };
        path = format!("{PATH}?limit=1&count=exact&cursor={cursor}");
    }
    assert_eq!(paged, all);
    let village = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    let own = app.get(PATH).as_(&village).send().await.expect(200);
    assert_eq!(own["data"].as_array().unwrap().len(), 1);
    let none = app.get(PATH).as_(&stranger(&app)).send().await.expect(200);
    assert_eq!(none["data"], json!([]));
    for query in ["?region=x", "?died_from=x", "?died_until=x"] {
        app.get(&format!("{PATH}{query}"))
            .as_(&app.officer())
            .send()
            .await
            .expect_problem(400, "invalid_query");
    }
}

#[tokio::test]
async fn what_is_at_stake_needs_its_rule() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    Report::recorded(&app, &of(&dead)).await;
    execute(&app, "delete from benefit_rules where kind = 'death'", &[]).await;
    app.get(PATH).as_(&app.officer()).send().await.expect_problem(409, "rule_missing");
}

#[tokio::test]
async fn who_may_see_workers_may_see_whose_death_is_unclaimed() {
    let app = start().await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(PATH).as_(account).send().await,
        None => app.get(PATH).send().await,
    })
    .await;
    let readers = [
        Role::VillageOperator,
        Role::DistrictViewer,
        Role::Officer,
        Role::Approver,
        Role::Insurer,
        Role::Auditor,
    ];
    assert_eq!(statuses, readers.map(|role| (role, 200)));
}
