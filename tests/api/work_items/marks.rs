//! `POST /v1/work-items/{id}/snooze`, `/finish`, `/assign` and `/reopen`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, items, kinds, only};
use crate::access;
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{funded, paid, workers};
use crate::support::cover::{
    HOME, NEXT_DOOR, Worker, apbd, approver, found, one, settle, source, start, stranger, worker,
};
use crate::support::enrolment::{Plan, draft, execute, wanted};
use crate::support::request::Answer;
use crate::workers::merge::merge;
use crate::workers::unmerge::part;

async fn note(app: &TestApp, account: &Account, id: &str, action: &str, body: &Value) -> Answer {
    let request = app.post(&format!("{PATH}/{id}/{action}")).as_(account);
    if body.is_null() { request.send().await } else { request.json(body).send().await }
}

/// A plan that waits for approval, and its item.
async fn plan(app: &TestApp) -> (Plan, String) {
    worker(app, 1).await;
    let plan = draft(app, &wanted(source(app, apbd()).await)).await.submitted(app).await;
    let id = format!("plan_to_approve.{}", plan.id());
    (plan, id)
}

/// A line that the insurer refused for its data.
async fn refused(app: &TestApp) -> String {
    refused_of(app, &worker(app, 1).await).await
}

/// The same of somebody; of both programmes.
async fn refused_of(app: &TestApp, person: &Worker) -> String {
    let source = funded(app, &[person]).await;
    let batch = paid(app, source, &["2026-03"], "926011").await;
    let file = format!("nik,status,reason\n{},refused,nik_not_found\n", person.nik.as_str());
    batch.reconcile(app, &app.officer(), "", &file).await.expect(200);
    let listed = items(app, &app.officer(), "?kind=refused_line_to_correct").await;
    listed[0]["key"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_put_off_comes_back_on_its_day_or_when_it_is_taken_back() {
    let app = start().await;
    let (_, id) = plan(&app).await;
    let approver = approver(&app);
    let body = json!({ "until": "2026-11-30", "note": "the decree is with the regent" });
    let shown = note(&app, &approver, &id, "snooze", &body).await.expect(200);
    assert_eq!(
        (&shown["state"], &shown["snoozed_until"], &shown["note"]),
        (&json!("snoozed"), &body["until"], &body["note"])
    );
    assert_eq!(shown["allowed_actions"], json!(["snooze", "assign", "reopen"]));
    assert_eq!(kinds(&app, &approver, "?owner=approver").await, Vec::<String>::new());
    assert_eq!(kinds(&app, &approver, "?state=snoozed").await, ["plan_to_approve"]);
    app.state.clock.set_today("2026-11-30".parse().unwrap());
    assert_eq!(only(&app, &approver, "plan_to_approve").await["state"], "open");
    app.state.clock.set_today("2026-11-23".parse().unwrap());
    let shown = note(&app, &approver, &id, "reopen", &Value::Null).await.expect(200);
    assert_eq!((&shown["state"], &shown["note"]), (&json!("open"), &Value::Null));
    let problem =
        note(&app, &approver, &id, "reopen", &Value::Null).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["snooze", "assign"]));
    let told: String =
        one(&app, "select string_agg(action, ' ' order by version) from changes where subject = 'work_item'")
            .await;
    assert_eq!(told, "created reopened");
    for (until, code) in [("2026-11-23", "out_of_range"), ("2026-12-25", "out_of_range"), ("x", "day_format")]
    {
        let problem = note(&app, &approver, &id, "snooze", &json!({ "until": until })).await;
        assert_eq!(found(&problem.expect_problem(422, "validation_failed")), [("/until", code)]);
    }
}

#[tokio::test]
async fn a_mark_counts_only_for_the_cause_on_which_it_was_made() {
    let app = start().await;
    let (plan, id) = plan(&app).await;
    let (approver, officer) = (approver(&app), app.officer());
    note(&app, &approver, &id, "snooze", &json!({ "until": "2026-12-01" })).await.expect(200);
    let returned = plan.act(&app, &approver, "return", &json!({ "reason": "the list is missing" })).await;
    returned.expect(200);
    Plan::of(&returned).take(&app, &officer, "submit").await.expect(200);
    let item = only(&app, &approver, "plan_to_approve").await;
    assert_eq!((&item["state"], &item["snoozed_until"]), (&json!("open"), &Value::Null));
    let shown = note(&app, &approver, &id, "snooze", &json!({ "until": "2026-12-02" })).await.expect(200);
    assert_eq!((&shown["snoozed_until"], &shown["note"]), (&json!("2026-12-02"), &Value::Null));
    assert_eq!(one::<i64>(&app, "select count(*) from work_item_marks").await, 1);
}

#[tokio::test]
async fn only_what_nobody_waits_for_may_be_said_to_be_done() {
    let app = start().await;
    let line = refused(&app).await;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let body = json!({ "note": "the worker has moved away" });
    let shown = note(&app, &village, &line, "finish", &body).await.expect(200);
    assert_eq!((&shown["state"], &shown["done_by"]), (&json!("done"), &json!(village.id)));
    assert_eq!(shown["allowed_actions"], json!(["reopen"]));
    assert_eq!(items(&app, &village, "?state=done").await.len(), 1);
    note(&app, &village, &line, "snooze", &json!({ "until": "2026-12-01" }))
        .await
        .expect_problem(409, "invalid_state");
    note(&app, &village, &line, "reopen", &Value::Null).await.expect(200);
    let problem = note(&app, &village, &line, "finish", &json!({ "note": "" })).await;
    assert_eq!(found(&problem.expect_problem(422, "validation_failed")), [("/note", "text_empty")]);
    let (_, id) = plan_of_second(&app).await;
    let problem =
        note(&app, &approver(&app), &id, "finish", &body).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["snooze", "assign"]));
}

/// Paid until September is cut off in December.
#[tokio::test]
async fn whoever_is_cut_off_later_is_not_lost_with_those_whom_somebody_has_seen_to() {
    let app = start().await;
    let people = workers(&app, 2).await;
    funded(&app, &[&people[0], &people[1]]).await;
    settle(&app, &people[0], "2026-01", "2026-09", "2026-02-10").await;
    let officer = app.officer();
    let item = only(&app, &officer, "members_near_lapse").await;
    assert_eq!((&item["people"], &item["allowed_actions"]), (&json!(1), &json!(["snooze", "assign"])));
    let key = item["key"].as_str().unwrap();
    let body = json!({ "note": "he works in Surabaya now" });
    let problem = note(&app, &officer, key, "finish", &body).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["snooze", "assign"]));
    settle(&app, &people[1], "2026-01", "2026-09", "2026-02-10").await;
    let item = only(&app, &officer, "members_near_lapse").await;
    assert_eq!((&item["people"], &item["key"], &item["state"]), (&json!(2), &json!(key), &json!("open")));
}

#[tokio::test]
async fn what_was_finished_stays_so_when_registrations_are_merged_and_parted() {
    let app = start().await;
    let (from, into) = (worker(&app, 1).await, worker(&app, 2).await);
    let key = refused_of(&app, &from).await;
    let batch: String = one(&app, "select id::text from contribution_batches").await;
    assert_eq!(key, format!("refused_line_to_correct.{batch}.1"));
    let officer = app.officer();
    let body = json!({ "note": "the worker has moved away" });
    note(&app, &officer, &key, "finish", &body).await.expect(200);
    let done = async || {
        let item = app.get(&format!("{PATH}/{key}")).as_(&officer).send().await.expect(200);
        (item["state"].clone(), item["link"].clone())
    };
    assert_eq!(done().await, (json!("done"), json!(from.path(""))));
    merge(&app, &from, &into, json!({})).await.expect(200);
    assert_eq!(done().await, (json!("done"), json!(into.path(""))));
    assert_eq!(items(&app, &officer, "?kind=refused_line_to_correct").await, [json!(null); 0]);
    part(&app, &from).await.expect(200);
    assert_eq!(done().await, (json!("done"), json!(from.path(""))));
    assert_eq!(items(&app, &officer, "?kind=refused_line_to_correct").await, [json!(null); 0]);
}

#[tokio::test]
async fn a_refused_line_keeps_its_key_and_mark_when_the_first_of_its_lines_is_settled() {
    let app = start().await;
    let key = refused(&app).await;
    let officer = app.officer();
    note(&app, &officer, &key, "snooze", &json!({ "until": "2026-12-01" })).await.expect(200);
    let settled = "update contribution_obligations as o set status = 'paid', paid_on = '2026-04-10' \
        from contribution_batch_lines as l where l.line_number = 1 and l.person_id = o.person_id \
          and l.programme = o.programme and l.month = o.month";
    execute(&app, settled, &[]).await;
    let item = app.get(&format!("{PATH}/{key}")).as_(&officer).send().await.expect(200);
    let left: i64 = one(&app, "select amount_idr from contribution_batch_lines where line_number = 2").await;
    assert_eq!((&item["state"], &item["amount_idr"]), (&json!("snoozed"), &json!(left)));
}

/// A plan beside what [`refused`] made.
async fn plan_of_second(app: &TestApp) -> (Plan, String) {
    worker(app, 2).await;
    let body = crate::support::cover::with(apbd(), json!({ "name": "APBD kedua" }));
    let plan = draft(app, &wanted(source(app, body).await)).await.submitted(app).await;
    let id = format!("plan_to_approve.{}", plan.id());
    (plan, id)
}

#[tokio::test]
async fn an_item_is_given_to_somebody_who_may_do_it() {
    let app = start().await;
    let (_, id) = plan(&app).await;
    let officer = app.officer();
    let colleague = access::person(&app, "colleague", Role::Approver, &["35.29"]).await;
    let abroad = access::person(&app, "abroad", Role::Approver, &["35.28"]).await;
    let shown =
        note(&app, &officer, &id, "assign", &json!({ "user_id": colleague.row.id })).await.expect(200);
    assert_eq!(shown["assigned_to"], json!(colleague.row.id));
    let mine = items(&app, &officer, &format!("?assigned_to={}", colleague.row.id)).await;
    assert_eq!(mine.len(), 1);
    for user in [abroad.row.id, uuid::Uuid::nil()] {
        let problem = note(&app, &officer, &id, "assign", &json!({ "user_id": user })).await;
        assert_eq!(found(&problem.expect_problem(422, "validation_failed")), [("/user_id", "unknown_user")]);
    }
    // What was noted with it stays, and it is not given to somebody whose work it is not.
    let put_off = json!({ "until": "2026-12-01", "note": "the decree is with the regent" });
    note(&app, &officer, &id, "snooze", &put_off).await.expect(200);
    let branch = access::person(&app, "branch", Role::Insurer, &["35.29"]).await;
    let problem = note(&app, &officer, &id, "assign", &json!({ "user_id": branch.row.id })).await;
    assert_eq!(found(&problem.expect_problem(422, "validation_failed")), [("/user_id", "unknown_user")]);
    let shown =
        note(&app, &officer, &id, "assign", &json!({ "user_id": colleague.row.id })).await.expect(200);
    assert_eq!(shown["note"], put_off["note"]);
    let problem = note(&app, &officer, &id, "assign", &json!({})).await;
    assert_eq!(found(&problem.expect_problem(422, "validation_failed")), [("/user_id", "required")]);
    let shown = note(&app, &officer, &id, "assign", &json!({ "user_id": null })).await.expect(200);
    assert_eq!(shown["assigned_to"], Value::Null);
}

#[tokio::test]
async fn work_is_noted_upon_by_whose_it_is_and_by_the_office() {
    let app = start().await;
    let line = refused(&app).await;
    let body = json!({ "until": "2026-12-01" });
    let village = app.account(Role::VillageOperator, &[HOME]);
    let seen = app.get(&format!("{PATH}/{line}")).as_(&approver(&app)).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!([]));
    note(&app, &approver(&app), &line, "snooze", &body).await.expect_problem(403, "forbidden");
    let next_door = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    for account in [&next_door, &stranger(&app)] {
        note(&app, account, &line, "snooze", &body).await.expect_problem(404, "not_found");
        app.get(&format!("{PATH}/{line}")).as_(account).send().await.expect_problem(404, "not_found");
    }
    for id in
        ["x", "plan_to_approve", "plan_to_approve.x", "refused_line_to_end.x.1", "refused_line_to_correct.x"]
    {
        note(&app, &village, id, "snooze", &body).await.expect_problem(404, "not_found");
    }
    let viewer = app.account(Role::DistrictViewer, &["35.29.01"]);
    note(&app, &viewer, &line, "snooze", &body).await.expect_problem(403, "forbidden");
    note(&app, &app.officer(), &line, "snooze", &body).await.expect(200);
}

#[tokio::test]
async fn of_two_who_mark_an_item_first_at_once_both_are_heard_one_after_the_other() {
    let app = start().await;
    let (_, id) = plan(&app).await;
    let (approver, officer) = (approver(&app), app.officer());
    let bodies = [json!({ "until": "2026-12-01" }), json!({ "until": "2026-12-02" })];
    let (first, second) = futures_util::future::join(
        note(&app, &approver, &id, "snooze", &bodies[0]),
        note(&app, &officer, &id, "snooze", &bodies[1]),
    )
    .await;
    first.expect(200);
    second.expect(200);
    assert_eq!(one::<i64>(&app, "select count(*) from work_item_marks").await, 1);
    assert_eq!(one::<i32>(&app, "select version from work_item_marks").await, 2);
}
