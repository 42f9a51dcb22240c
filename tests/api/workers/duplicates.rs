//! `GET /v1/workers/{id}/duplicates`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{ABROAD, HOME, NEXT_DOOR, Registered, act, nameless, operator, register, siti, stranger, with};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{start, statuses_by_role};

async fn alike(app: &TestApp, account: &Account, worker: &Registered) -> Vec<Value> {
    let path = format!("{}/duplicates", worker.path());
    let shown = app.get(&path).as_(account).send().await.expect(200);
    assert_eq!(shown["next_cursor"], Value::Null);
    shown["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn who_may_be_registered_twice_is_told_with_the_reasons() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let known = register(&app, &officer, &siti()).await;
    let card = "3529011203140007";
    let twin = with(nameless("Sitti Aminah"), json!({ "birth_on": "1982-06-15", "phone": "081234567890" }));
    let twin = register(&app, &officer, &with(twin, json!({ "family_card_number": card }))).await;
    let namesake =
        with(nameless("Siti Aminah"), json!({ "village_code": NEXT_DOOR, "birth_on": "1982-01-01" }));
    let namesake = register(&app, &officer, &namesake).await;
    let husband =
        with(nameless("Moh. Rasyid"), json!({ "family_card_number": card, "birth_on": "1979-03-01" }));
    register(&app, &officer, &husband).await;
    let abroad = with(nameless("Siti Aminah"), json!({ "village_code": ABROAD, "birth_on": "1982-06-15" }));
    register(&app, &stranger(&app), &abroad).await;
    let closed =
        register(&app, &officer, &with(nameless("Siti Aminah"), json!({ "birth_on": "1982-06-15" }))).await;
    act(
        &app,
        &officer,
        &format!("{}/reject", closed.path()),
        &closed.etag,
        &json!({ "reason": "duplicate" }),
    )
    .await;

    assert_eq!(alike(&app, &officer, &closed).await, [json!(null); 0], "it is registered no more");
    let found = alike(&app, &officer, &known).await;
    let told: Vec<(&str, Vec<&str>)> = found
        .iter()
        .map(|one| {
            let reasons = one["reasons"].as_array().unwrap().iter().map(|reason| reason.as_str().unwrap());
            (one["worker_id"].as_str().unwrap(), reasons.collect())
        })
        .collect();
    assert_eq!(
        told,
        [
            (twin.id.as_str(), vec!["name", "birth_date", "village", "family_card", "phone"]),
            (namesake.id.as_str(), vec!["name", "birth_year", "district"]),
        ]
    );
    assert_eq!(found[0]["score"], 100);
    assert_eq!((&found[0]["nik"], &found[0]["village_code"]), (&Value::Null, &json!(HOME)));
    // The village sees its own.
    let seen = alike(&app, &operator(&app), &known).await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    let back = alike(&app, &officer, &twin).await;
    assert_eq!(
        (back[0]["worker_id"].as_str(), &back[0]["nik"]),
        (Some(known.id.as_str()), &json!("3529************"))
    );
}

#[tokio::test]
async fn who_is_recorded_as_dead_is_told_with_that() {
    let app = start().await;
    let officer = app.officer();
    let dead = register(&app, &officer, &siti()).await;
    let double =
        register(&app, &officer, &with(nameless("Siti Aminah"), json!({ "birth_on": "1982-06-15" }))).await;
    let state = |one: &Value| ["worker_id", "status", "status_reason"].map(|name| one[name].clone());
    let living = alike(&app, &officer, &double).await;
    assert_eq!(
        living.iter().map(state).collect::<Vec<_>>(),
        [[json!(dead.id), json!("registered"), Value::Null]]
    );
    let death = json!({ "worker_id": dead.id, "died_on": "2026-11-02", "source": "village_report" });
    app.post("/v1/deaths").as_(&officer).json(&death).send().await.expect(201);
    let found = alike(&app, &officer, &double).await;
    assert_eq!(
        found.iter().map(state).collect::<Vec<_>>(),
        [[json!(dead.id), json!("inactive"), json!("deceased")]]
    );
    assert_eq!(alike(&app, &officer, &dead).await, [json!(null); 0]);
}

#[tokio::test]
async fn only_readers_of_the_region_see_it() {
    let app = TestApp::start().await;
    let worker = register(&app, &operator(&app), &siti()).await;
    let path = format!("{}/duplicates", worker.path());
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(&path).as_(account).send().await,
        None => app.get(&path).send().await,
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
    for account in [stranger(&app), app.account(Role::VillageOperator, &[NEXT_DOOR])] {
        app.get(&path).as_(&account).send().await.expect_problem(404, "not_found");
    }
}
