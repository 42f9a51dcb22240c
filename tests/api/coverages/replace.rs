//! `POST /v1/coverages/{id}/replace`

use payung::access::caller::{RegionScope, Role};
use payung::cover::coverages::rules::EndReason;
use payung::cover::coverages::service::{self, Ending, NewPlace};
use payung::domain::{RegionCode, new_id};
use payung::platform::changes::{Actor, Origin};
use payung::platform::db::transaction::transact;
use payung::platform::http::Problem;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::cover::{
    Coverage, Worker, active, apbd, day, found, one, proposal, proposed, source, start, statuses_by_role,
    with, worker, worker_born,
};
use crate::support::regions::SUMENEP;

async fn running(app: &TestApp, worker: &Worker, source: Uuid) -> Coverage {
    active(app, &proposal(worker, source), "26000000001").await
}

fn by(worker: &Worker) -> Value {
    json!({ "worker_id": worker.id, "reason": "death", "ended_on": "2026-07-10" })
}

#[tokio::test]
async fn a_replacement_takes_the_months_that_are_left_and_both_name_each_other() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let old = running(&app, &first, source).await;
    let answer = old.act(&app, &app.officer(), "replace", &by(&second)).await;
    let new = answer.expect(201);
    assert_eq!(
        answer.header("location"),
        Some(format!("/v1/coverages/{}", new["id"].as_str().unwrap()).as_str())
    );
    assert_eq!((&new["status"], &new["replaces_id"]), (&json!("proposed"), &old.shown["id"]));
    assert_eq!((&new["from_month"], &new["until_month"]), (&json!("2026-08"), &json!("2026-12")));
    assert_eq!((&new["funding_source_id"], &new["wage_base_idr"]), (&json!(source), &json!(1_000_000)));
    let left = app.get(&old.path).as_(&app.officer()).send().await.expect(200);
    assert_eq!((&left["status"], &left["replaced_by_id"]), (&json!("ended"), &new["id"]));
    assert_eq!((&left["last_month"], &left["end_reason"]), (&json!("2026-07"), &json!("death")));
    assert_eq!(left["allowed_actions"], json!([]));
    let trace: String =
        one(&app, "select string_agg(action, ' ' order by recorded_at, version) from changes where subject = 'coverage'").await;
    assert_eq!(trace, "created approved activated created replaced");
}

#[tokio::test]
async fn who_never_began_leaves_the_place_again() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    let officer = app.officer();
    let old = running(&app, &first, source).await;
    let new = Coverage::of(&old.act(&app, &officer, "replace", &by(&second)).await);
    new.act(&app, &officer, "end", &json!({ "reason": "withdrew", "ended_on": "2026-07-20" }))
        .await
        .expect(200);
    let read = app.get(&old.path).as_(&officer).send().await;
    assert_eq!((&read.expect(200)["replaced_by_id"], &read.json()["version"]), (&Value::Null, &json!(5)));
    assert_eq!(read.json()["allowed_actions"], json!(["reopen", "replace"]));
    let trace = "select string_agg(action, ' ' order by version) from changes where subject_id = \
                 (select id from coverages where replaces_id is null and end_reason = 'death')";
    assert_eq!(one::<String>(&app, trace).await, "created approved activated replaced place_vacated");
    let other = json!({ "worker_id": third.id });
    let next = Coverage::of(&read).act(&app, &officer, "replace", &other).await;
    assert_eq!(next.expect(201)["replaces_id"], old.shown["id"]);
}

#[tokio::test]
async fn a_period_that_ended_already_is_replaced_once() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let officer = app.officer();
    let old = running(&app, &first, source).await;
    let ended = old.act(&app, &officer, "end", &json!({ "reason": "death", "ended_on": "2026-07-10" })).await;
    let ended = Coverage::of(&ended);
    let problem =
        ended.act(&app, &officer, "replace", &by(&second)).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/reason", "already_ended")]);
    let body = json!({ "worker_id": second.id, "from_month": "2026-10", "wage_base_idr": 1_500_000 });
    let new = ended.act(&app, &officer, "replace", &body).await.expect(201);
    assert_eq!((&new["from_month"], &new["wage_base_idr"]), (&json!("2026-10"), &json!(1_500_000)));
    let again = Coverage::of(&app.get(&old.path).as_(&officer).send().await);
    again.act(&app, &officer, "replace", &body).await.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn what_stands_in_the_way_leaves_the_old_period_as_it_was() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let old = running(&app, &first, source).await;
    proposed(&app, &proposal(&second, source)).await;
    let officer = app.officer();
    let replace = async |body: Value| old.act(&app, &officer, "replace", &body).await;
    replace(by(&second)).await.expect_problem(409, "already_funded");
    replace(by(&worker_born(&app, 1950, 3).await)).await.expect_problem(409, "not_eligible");
    for (changes, pointer, code) in [
        (json!({ "worker_id": first.id }), "/worker_id", "same_worker"),
        (json!({ "from_month": "2026-07" }), "/from_month", "month_still_taken"),
        (json!({ "from_month": "2027-01" }), "/from_month", "no_month_left"),
        (json!({ "ended_on": null }), "/ended_on", "required"),
        (json!({ "reason": null, "ended_on": null }), "/reason", "required"),
        (json!({ "ended_on": "2026-12-01" }), "/ended_on", "day_in_future"),
    ] {
        let problem = replace(with(by(&second), changes)).await.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [(pointer, code)]);
    }
    let nobody = with(by(&second), json!({ "worker_id": "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10" }));
    replace(nobody).await.expect_problem(422, "unknown_reference");
    let shown = app.get(&old.path).as_(&officer).send().await.expect(200);
    assert_eq!((&shown["status"], &shown["version"]), (&json!("active"), &old.shown["version"]));
}

#[tokio::test]
async fn only_officers_replace() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let old = running(&app, &first, source).await;
    let body = by(&second);
    let foreign = app.account(Role::Officer, &["35.28"]);
    old.act(&app, &foreign, "replace", &body).await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => old.act(&app, account, "replace", &body).await,
        None => app.post(&format!("{}/replace", old.path)).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 201)]);
}

#[tokio::test]
async fn one_transaction_can_replace_many() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let workers =
        [worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await, worker(&app, 4).await];
    let old = [
        running(&app, &workers[0], source).await,
        active(&app, &proposal(&workers[1], source), "26000000002").await,
    ];
    let now = app.state.clock.now();
    let actor = Actor::User(new_id(now));
    let origin = Origin { actor, request_id: None, import_id: None, now };
    let scope = RegionScope::regions(vec![SUMENEP], vec![RegionCode::parse("35.29").unwrap()]);
    let mut conn = app.state.db.write().await.unwrap();
    transact(&mut conn, async |conn| {
        for (old, new) in old.iter().zip(&workers[2..]) {
            let ending = Ending { reason: EndReason::Death, on: day("2026-07-10"), note: None };
            let place = NewPlace {
                id: new_id(now),
                worker_id: new.id,
                from_month: None,
                wage_base: None,
                ending: Some(ending),
            };
            let id = old.shown["id"].as_str().unwrap().parse().unwrap();
            service::replace(conn, &scope, &origin, app.state.clock.today(), id, None, place).await?;
        }
        Ok(())
    })
    .await
    .unwrap_or_else(|problem: Problem| panic!("{problem:?}"));
    let pairs = "select count(*) from coverages old join coverages new on new.id = old.replaced_by_id \
                 and new.replaces_id = old.id where old.status = 'ended' and new.status = 'proposed'";
    assert_eq!(one::<i64>(&app, pairs).await, 2);
}
