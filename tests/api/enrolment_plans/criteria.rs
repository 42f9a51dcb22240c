//! Whom a plan is for, as the register knows them.

use serde_json::json;

use crate::support::TestApp;
use crate::support::cover::{
    HOME, NEXT_DOOR, Worker, active, apbd, approved, proposal, source, start, with, worker, worker_born,
};
use crate::support::enrolment::{draft, execute, outcomes, set, wanted};

/// The chosen and the codes of the excluded, of a plan with these terms.
async fn chosen(app: &TestApp, terms: serde_json::Value) -> (Vec<String>, Vec<Vec<String>>) {
    let name = terms.to_string();
    let id = source(app, with(apbd(), json!({ "name": name.get(..60.min(name.len())).unwrap() }))).await;
    let plan = draft(app, &with(wanted(id), terms)).await.computed(app).await;
    let (mut chosen, mut excluded) = (Vec::new(), Vec::new());
    for (worker, outcome, codes) in outcomes(&plan.candidates(app).await) {
        match outcome.as_str() {
            "chosen" => chosen.push(worker),
            _ => excluded.push(codes),
        }
    }
    (chosen, excluded)
}

fn ids(workers: &[&Worker]) -> Vec<String> {
    workers.iter().map(|worker| worker.id.to_string()).collect()
}

#[tokio::test]
async fn only_people_of_the_regions_are_looked_at() {
    let app = start().await;
    let here = worker(&app, 1).await;
    let there = worker(&app, 2).await;
    set(&app, &there, &format!("village_code = '{NEXT_DOOR}'")).await;
    assert_eq!(chosen(&app, json!({})).await, (ids(&[&here, &there]), vec![]));
    assert_eq!(chosen(&app, json!({ "include_regions": [HOME] })).await, (ids(&[&here]), vec![]));
    assert_eq!(chosen(&app, json!({ "exclude_regions": [HOME] })).await, (ids(&[&there]), vec![]));
    // Money of a village is for that village.
    let village = source(&app, with(apbd(), json!({ "name": "APBDes", "region_code": NEXT_DOOR }))).await;
    let plan = draft(&app, &wanted(village)).await.computed(&app).await;
    assert_eq!(plan.shown["computation"]["chosen"], 1);
    assert_eq!(plan.candidates(&app).await[0]["worker_id"], json!(there.id));
}

#[tokio::test]
async fn an_occupation_counts_on_the_word_that_the_plan_asks_for() {
    let app = start().await;
    let (listed, stated, unknown) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    for (worker, source) in [(&listed, "office_list"), (&stated, "self_stated")] {
        let columns = format!("occupation = 'tobacco_farm_worker', occupation_source = '{source}'");
        set(&app, worker, &columns).await;
    }
    let terms = json!({ "occupations": ["tobacco_farm_worker"], "occupation_sources": ["office_list"] });
    let codes =
        vec![vec!["occupation_source_outside_plan".to_owned()], vec!["plan_occupation_unknown".to_owned()]];
    assert_eq!(chosen(&app, terms).await, (ids(&[&listed]), codes));
    let (found, _) = chosen(&app, json!({ "occupations": ["tobacco_farm_worker"] })).await;
    assert_eq!(found, ids(&[&listed, &stated]));
    assert!(!found.contains(&unknown.id.to_string()));
}

#[tokio::test]
async fn roles_in_warungs_and_ages_are_those_of_the_day() {
    let app = start().await;
    let (owner, helper, young) =
        (worker(&app, 1).await, worker(&app, 2).await, worker_born(&app, 1999, 3).await);
    let warung = "insert into warungs (id, regency_id, village_code, name, status, status_on, version, created_at, \
        updated_at) values ($1, 1, $2, 'Warung', 'open', '2026-01-01', 1, now(), now())";
    let id = uuid::Uuid::now_v7();
    execute(&app, warung, &[&id, &HOME]).await;
    for (worker, role, until) in [(&owner, "owner", None), (&helper, "family", Some("2026-06-30"))] {
        let until = until.map(crate::support::cover::day);
        let row = "insert into warung_workers (id, regency_id, warung_id, worker_id, role, since_on, until_on, version, \
            created_at, updated_at) values ($1, 1, $2, $3, $4, '2026-01-01', $5, 1, now(), now())";
        execute(&app, row, &[&uuid::Uuid::now_v7(), &id, &worker.id, &role, &until]).await;
    }
    let (found, _) = chosen(&app, json!({ "roles": ["owner", "family"] })).await;
    assert_eq!(found, ids(&[&owner]), "who left the warung has no role in it any more");
    // On 1 January 2026 those born in June 1982 are 43, who is born in June 1999 is 26.
    let (found, codes) = chosen(&app, json!({ "min_age_years": 27, "max_age_years": 43 })).await;
    assert_eq!((found, codes), (ids(&[&owner, &helper]), vec![vec!["younger_than_plan".to_owned()]]));
    let (found, _) = chosen(&app, json!({ "max_age_years": 42 })).await;
    assert_eq!(found, ids(&[&young]));
}

#[tokio::test]
async fn who_was_funded_last_year_waits_or_comes_later_if_the_plan_says_so() {
    let app = start().await;
    let last_year = source(
        &app,
        with(apbd(), json!({ "fiscal_year": 2025, "from_month": "2025-01", "until_month": "2025-12" })),
    )
    .await;
    let (before, new) = (worker(&app, 1).await, worker(&app, 2).await);
    let months = json!({ "from_month": "2025-12", "until_month": "2025-12" });
    approved(&app, &with(proposal(&before, last_year), months)).await;
    let codes = vec![vec!["funded_last_year".to_owned()]];
    assert_eq!(chosen(&app, json!({ "not_funded_last_year": true })).await, (ids(&[&new]), codes));
    let (found, _) = chosen(&app, json!({ "priorities": ["not_funded_last_year"] })).await;
    assert_eq!(found, ids(&[&new, &before]));
}

#[tokio::test]
async fn a_member_past_the_age_of_entry_goes_on_and_comes_first() {
    let app = start().await;
    let (young, member) = (worker(&app, 1).await, worker_born(&app, 1958, 2).await);
    let fact = json!({
        "worker_id": member.id, "state": "active", "programmes": ["jkk", "jkm"], "since_on": "2024-01-01",
        "paid_until": "2026-10", "as_of": "2026-11-20", "evidence": "Daftar peserta BPU",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&fact).send().await.expect(201);
    let id = source(&app, apbd()).await;
    let terms = json!({ "priorities": ["past_entry_age", "continuation"] });
    let months = json!({ "from_month": "2026-11", "until_month": "2026-12" });
    let plan = draft(&app, &with(with(wanted(id), terms), months)).await.computed(&app).await;
    let candidates = plan.candidates(&app).await;
    let found: Vec<_> = candidates.iter().map(|one| (&one["worker_id"], &one["is_continuation"])).collect();
    let expected = [(json!(member.id), json!(true)), (json!(young.id), json!(false))];
    assert_eq!(found, expected.each_ref().map(|(id, continues)| (id, continues)));
    // Two months at 16,800 for each.
    assert_eq!(plan.shown["computation"]["cost_idr"], 67_200);
}

#[tokio::test]
async fn a_month_that_is_paid_or_in_a_batch_cannot_be_promised_again() {
    let app = start().await;
    let id = source(&app, apbd()).await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, id), "26000000001").await;
    let batch = crate::support::contributions::draft(&app, id, &["2026-11", "2026-12"]).await;
    crate::support::contributions::end(&app, &worker, "withdrew", "2026-10-31").await;
    let months = json!({ "from_month": "2026-11", "until_month": "2026-12" });
    let (found, codes) = chosen(&app, months.clone()).await;
    assert_eq!((found, codes), (vec![], vec![vec!["contribution_under_way".to_owned()]]));
    let reason = json!({ "reason": "a mistake" });
    batch.act(&app, &app.officer(), "cancel", &reason).await.expect(200);
    let (found, _) = chosen(&app, with(months, json!({ "places": 9 }))).await;
    assert_eq!(found, ids(&[&worker]));
}
