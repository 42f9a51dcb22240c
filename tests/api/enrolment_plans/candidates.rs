//! `GET /v1/enrolment-plans/{id}/candidates` and `/candidates/summary`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::cover::{
    HOME, NEXT_DOOR, apbd, source, start, statuses_by_role, stranger, with, worker, worker_born,
};
use crate::support::enrolment::{Plan, draft, set, wanted};

/// Two chosen, one of whom lives next door, two on the reserve list, one too old.
async fn computed(app: &TestApp) -> Plan {
    let id = source(app, apbd()).await;
    for serial in 1..=4 {
        worker(app, serial).await;
    }
    let next_door = worker_born(app, 1970, 5).await;
    set(app, &next_door, &format!("village_code = '{NEXT_DOOR}'")).await;
    worker_born(app, 1950, 6).await;
    let terms = json!({ "places": 2, "priorities": ["oldest"] });
    draft(app, &with(wanted(id), terms)).await.computed(app).await
}

async fn listed(app: &TestApp, plan: &Plan, query: &str) -> Value {
    app.get(&format!("{}/candidates{query}", plan.path)).as_(&app.officer()).send().await.expect(200)
}

#[tokio::test]
async fn candidates_are_listed_by_outcome_reason_and_region_and_page_by_page() {
    let app = start().await;
    let plan = computed(&app).await;
    let outcomes = |page: &Value| -> Vec<String> {
        let data = page["data"].as_array().unwrap();
        data.iter().map(|one| one["outcome"].as_str().unwrap().to_owned()).collect()
    };
    let all = listed(&app, &plan, "").await;
    assert_eq!(outcomes(&all), ["chosen", "chosen", "reserve", "reserve", "reserve", "excluded"]);
    for (query, count) in [
        ("?outcome=chosen", 2),
        ("?outcome=reserve", 3),
        ("?reason=places_full", 3),
        ("?reason=too_old_to_enter", 1),
        ("?reason=too_old_to_enter&outcome=chosen", 0),
        ("?reason=nothing_of_the_kind", 0),
        (&format!("?region={NEXT_DOOR}"), 1),
        ("?region=35.29.01", 6),
    ] {
        let query = format!("{query}&count=exact");
        let page = listed(&app, &plan, &query).await;
        assert_eq!((outcomes(&page).len(), &page["count"]), (count, &json!(count)), "{query}");
    }
    let (mut walked, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = listed(&app, &plan, &format!("?limit=2{cursor}")).await;
        walked.extend(page["data"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(&walked, all["data"].as_array().unwrap());
    for wrong in ["?outcome=x", "?region=x"] {
        let path = format!("{}/candidates{wrong}", plan.path);
        app.get(&path).as_(&app.officer()).send().await.expect_problem(400, "invalid_query");
    }
}

#[tokio::test]
async fn a_candidate_shows_a_name_and_a_mask_and_counts_as_opened() {
    let app = start().await;
    let plan = computed(&app).await;
    let officer = app.officer();
    let path = format!("{}/candidates?outcome=chosen", plan.path);
    let page = app.get(&path).as_(&officer).send().await.expect(200);
    let first = &page["data"][0];
    assert_eq!((&first["name"], &first["nik"]), (&json!("Siti Aminah"), &json!("3529************")));
    assert_eq!((&first["village_code"], &first["segment"]), (&json!(NEXT_DOOR), &json!("general")));
    assert_eq!((&first["coverage_id"], &first["rank"]), (&Value::Null, &json!(1)));
    let reason = json!({
        "code": "no_running_membership",
        "text": {
            "id": "tidak ada kepesertaan yang berjalan, jadi ini pendaftaran baru",
            "en": "no membership runs, so this is an entry",
        },
        "inputs": {},
    });
    assert_eq!(first["reasons"], json!([reason]));
    app.state.opens.flush(&app.state.db).await.unwrap();
    let opened: i64 = crate::support::cover::one(
        &app,
        &format!("select count(distinct worker_id) from person_access_log where actor_id = '{}'", officer.id),
    )
    .await;
    assert_eq!(opened, 2);
}

#[tokio::test]
async fn the_summary_counts_every_reason() {
    let app = start().await;
    let plan = computed(&app).await;
    let path = format!("{}/candidates/summary", plan.path);
    let summary = app.get(&path).as_(&app.officer()).send().await.expect(200);
    let counts: Vec<(&str, &str, i64)> = summary["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap();
            (text("outcome"), text("code"), one["people"].as_i64().unwrap())
        })
        .collect();
    let expected = [
        ("chosen", "no_running_membership", 2),
        ("reserve", "no_running_membership", 3),
        ("reserve", "places_full", 3),
        ("excluded", "membership_unknown", 1),
        ("excluded", "too_old_to_enter", 1),
    ];
    assert_eq!(counts, expected);
    assert_eq!(summary["data"][2]["text"]["en"], "the places of the plan are used up");
}

#[tokio::test]
async fn people_are_shown_to_those_who_decide_and_counts_to_the_admin_too() {
    let app = start().await;
    let plan = computed(&app).await;
    let statuses = async |path: String| {
        statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await
    };
    let deciding = [(Role::Officer, 200), (Role::Approver, 200), (Role::Auditor, 200)];
    assert_eq!(statuses(format!("{}/candidates", plan.path)).await, deciding);
    let counting = [deciding.as_slice(), &[(Role::Admin, 200)]].concat();
    assert_eq!(statuses(format!("{}/candidates/summary", plan.path)).await, counting);
    for rest in ["/candidates", "/candidates/summary"] {
        let path = format!("{}{rest}", plan.path);
        app.get(&path).as_(&stranger(&app)).send().await.expect_problem(404, "not_found");
    }
    let village = format!("{}/candidates?region={HOME}", plan.path);
    let operator = app.account(Role::VillageOperator, &[HOME]);
    app.get(&village).as_(&operator).send().await.expect_problem(403, "forbidden");
}
