//! `GET /v1/workers/{id}/eligibility`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    NEXT_DOOR, active, apbd, found, proposal, proposed, registered_abroad, settle, source, start,
    statuses_by_role, stranger, with, worker, worker_born,
};

fn reason<'v>(side: &'v Value, code: &str) -> &'v Value {
    let reasons = side["reasons"].as_array().unwrap();
    reasons.iter().find(|reason| reason["code"] == code).unwrap_or_else(|| panic!("{code} is not in {side}"))
}

#[tokio::test]
async fn every_check_is_listed_with_verdict_words_and_inputs() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let shown = app.get(&worker.path("/eligibility")).as_(&app.officer()).send().await.expect(200);
    assert_eq!((&shown["on"], &shown["entry"]["verdict"]), (&json!("2026-11-23"), &json!("ok")));
    assert_eq!(
        reason(&shown["entry"], "young_enough"),
        &json!({
            "code": "young_enough",
            "verdict": "ok",
            "text": {
                "id": "usia masih di bawah batas masuk",
                "en": "the age is below the limit of entry",
            },
            "inputs": { "age_years": 44, "limit_years": 65 },
        })
    );
    assert_eq!(shown["continuation"]["verdict"], "unknown");
    assert_eq!(reason(&shown["continuation"], "membership_unknown")["verdict"], "unknown");
}

#[tokio::test]
async fn past_the_entry_age_a_member_continues_but_does_not_enter() {
    let app = start().await;
    let worker = worker_born(&app, 1961, 1).await;
    app.state.clock.set_today("2026-01-20".parse().unwrap());
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-01", "2026-12", "2026-02-01").await;
    let on = async |day: &str| {
        let path = worker.path(&format!("/eligibility?on={day}"));
        app.get(&path).as_(&app.officer()).send().await.expect(200)
    };
    let birthday = on("2026-06-15").await;
    let too_old = reason(&birthday["entry"], "too_old_to_enter");
    assert_eq!(too_old["inputs"], json!({ "age_years": 65, "limit_years": 65 }));
    assert_eq!(reason(&birthday["continuation"], "membership_active")["verdict"], "ok");
    assert_eq!(
        reason(&birthday["continuation"], "funded_already")["inputs"],
        json!({
            "programmes": ["jkk", "jkm"], "from_month": "2026-01", "until_month": "2026-12",
            "programmes_left": ["jht"],
        })
    );
    assert_eq!(reason(&birthday["continuation"], "funded_already")["verdict"], "warns");
    let year_turn = on("2027-01-10").await;
    assert_eq!(year_turn["continuation"]["verdict"], "warns");
    assert_eq!(
        reason(&year_turn["continuation"], "membership_in_arrears")["inputs"],
        json!({ "until_month": "2026-12" })
    );
    let too_late = on("2027-05-01").await;
    assert_eq!(too_late["continuation"]["verdict"], "blocks");
    assert_eq!(reason(&too_late["continuation"], "membership_lapsed")["verdict"], "blocks");
}

#[tokio::test]
async fn only_when_every_programme_is_funded_is_nothing_left() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let source = source(&app, apbd()).await;
    let fund = async |changes: Value| proposed(&app, &with(proposal(&worker, source), changes)).await;
    fund(json!({ "programmes": ["jkm"], "from_month": "2026-10" })).await;
    let judged = async || {
        let shown = app.get(&worker.path("/eligibility")).as_(&app.officer()).send().await.expect(200);
        (shown["entry"]["verdict"].clone(), reason(&shown["entry"], "funded_already")["inputs"].clone())
    };
    let (verdict, inputs) = judged().await;
    assert_eq!(verdict, "warns");
    let expected = json!({
        "programmes": ["jkm"], "from_month": "2026-10", "until_month": "2026-12",
        "programmes_left": ["jkk", "jht"],
    });
    assert_eq!(inputs, expected);
    fund(json!({ "programmes": ["jkk", "jht"] })).await;
    assert_eq!(judged().await.0, "blocks");
}

#[tokio::test]
async fn the_dead_are_dead_in_every_regency() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let client = app.database().owner().client().await.unwrap();
    let (first, second, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    // One registration ended by death at the neighbour's, one death claimed there, one only drafted.
    let abroad = registered_abroad(&app, &first).await;
    let ended = "update workers set status = 'inactive', status_reason = 'deceased' where id = $1";
    client.execute(ended, &[&abroad.id]).await.unwrap();
    for (worker, kind) in [(&second, "work_accident"), (&third, "death")] {
        let abroad = registered_abroad(&app, worker).await;
        let died_on = (kind == "work_accident").then_some("2026-11-02");
        let claim =
            json!({ "kind": kind, "worker_id": abroad.id, "event_on": "2026-11-01", "died_on": died_on });
        app.post("/v1/claims").as_(&stranger(&app)).json(&claim).send().await.expect(201);
    }
    let submitted = "update claims set status = 'submitted', submitted_at = now(), submitted_by = $1 \
                     where kind = 'work_accident'";
    client.execute(submitted, &[&app.officer().id]).await.unwrap();
    for dead in [&first, &second] {
        let shown = app.get(&dead.path("/eligibility")).as_(&app.officer()).send().await;
        let judged = shown.expect(200);
        for way in ["entry", "continuation"] {
            assert_eq!(reason(&judged[way], "deceased")["verdict"], "blocks", "{way}");
        }
        assert!(!shown.text().contains("35.28"), "the other regency stays unnamed");
        let refused =
            app.post("/v1/coverages").as_(&app.officer()).json(&proposal(dead, source)).send().await;
        let problem = refused.expect_problem(409, "not_eligible");
        assert!(found(&problem).contains(&("/worker_id", "deceased")), "{problem}");
    }
    proposed(&app, &proposal(&third, source)).await;
}

#[tokio::test]
async fn a_worker_outside_the_regions_does_not_exist() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let path = worker.path("/eligibility");
    for account in [stranger(&app), app.account(Role::VillageOperator, &[NEXT_DOOR])] {
        app.get(&path).as_(&account).send().await.expect_problem(404, "not_found");
    }
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
    // Before there was a rule on the age of entry, everybody would be young enough.
    let long_ago = app.get(&format!("{path}?on=1999-01-01")).as_(&app.officer()).send().await;
    long_ago.expect_problem(409, "rule_missing");
    let problem = app.get(&format!("{path}?on=2026-02-30")).as_(&app.officer()).send().await;
    problem.expect_problem(400, "invalid_query");
}
