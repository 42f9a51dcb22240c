//! `GET /v1/workers/{id}/eligibility`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    NEXT_DOOR, active, apbd, proposal, source, start, statuses_by_role, stranger, worker, worker_born,
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
        json!({ "until_month": "2026-12" })
    );
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
    let problem = app.get(&format!("{path}?on=2026-02-30")).as_(&app.officer()).send().await;
    problem.expect_problem(400, "invalid_query");
}
