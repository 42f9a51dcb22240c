//! `POST /v1/messages/take`, `/sent` and `/failed`

use std::collections::BTreeSet;

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, act, covered, made, only, sender, take, told};
use crate::support::TestApp;
use crate::support::cover::{HOME, NEXT_DOOR, apbd, found, one, source, start, statuses_by_role};
use crate::support::enrolment::execute;

/// The service with so many short messages that wait.
async fn waiting(count: u32) -> TestApp {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    for serial in 1..=count {
        covered(&app, serial, budget).await;
    }
    made(&app).await;
    app
}

fn ids(taken: &Value) -> Vec<String> {
    let data = taken["data"].as_array().unwrap();
    data.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_is_taken_shows_its_number_which_the_access_log_tells() {
    let app = waiting(1).await;
    let client = sender(&app);
    let taken = take(&app, &client, &json!({ "lease_seconds": 60 })).await.expect(200);
    let message = &taken["data"][0];
    assert_eq!(
        ["kind", "channel", "region_code", "recipient_name", "phone", "not_after"]
            .map(|name| message[name].clone()),
        [
            json!("cover_started"),
            json!("short_message"),
            json!(HOME),
            json!("Siti Aminah"),
            json!("+6281234567890"),
            Value::Null
        ]
    );
    assert!(message["text"]["id"].as_str().unwrap().contains("1 Februari 2026"));
    let log: String = one(
        &app,
        "select actor_kind || ' ' || purpose || ' ' || array_to_string(fields, ',') from person_access_log \
         where purpose is not null",
    )
    .await;
    assert_eq!(log, "client contact phone");
    assert_eq!(
        take(&app, &client, &json!({})).await.expect(200),
        json!({ "lease_id": null, "leased_until": null, "data": [] })
    );
    let shown = only(&app, "cover_started").await;
    assert_eq!(
        (&shown["status"], &shown["leased_until"], &shown["recipient"]["phone"]),
        (&json!("taken"), &taken["leased_until"], &json!("+62*******90"))
    );
    let sent = json!({ "lease_id": taken["lease_id"], "reference": "SMS-1" });
    let answer = act(&app, &client, &message["id"], "sent", &sent).await;
    let shown = answer.expect(200);
    assert_eq!(
        ["status", "sent_reference", "leased_until", "allowed_actions"].map(|name| shown[name].clone()),
        [json!("sent"), json!("SMS-1"), Value::Null, json!([])]
    );
    assert!(shown["sent_at"].is_string());
    let twice = act(&app, &client, &message["id"], "sent", &sent).await;
    assert_eq!(twice.expect_problem(409, "invalid_state")["allowed_actions"], json!([]));
    let recorded = "select string_agg(action, ' ' order by version) from changes where subject = 'message'";
    assert_eq!(one::<String>(&app, recorded).await, "created taken sent");
}

#[tokio::test]
async fn of_many_senders_each_message_has_one() {
    let app = waiting(5).await;
    let senders: Vec<_> = (0..6).map(|_| sender(&app)).collect();
    let body = json!({ "limit": 2 });
    let answers = join_all(senders.iter().map(|one| take(&app, one, &body))).await;
    let mut all: Vec<String> = answers.iter().flat_map(|answer| ids(&answer.expect(200))).collect();
    // Whoever came while others were taking may have got nothing.
    all.extend(ids(&take(&app, &sender(&app), &json!({})).await.expect(200)));
    let distinct: BTreeSet<&String> = all.iter().collect();
    assert_eq!((all.len(), distinct.len()), (5, 5), "{all:?}");
    let taken = "select count(*) from changes where subject = 'message' and action = 'taken'";
    assert_eq!(one::<i64>(&app, taken).await, 5);
}

#[tokio::test]
async fn a_taking_is_repeated_by_its_key() {
    let app = waiting(2).await;
    let client = sender(&app);
    let path = format!("{PATH}/take");
    let send =
        || app.post(&path).as_(&client).header("Idempotency-Key", "k1").json(&json!({ "limit": 1 })).send();
    let first = send().await;
    let second = send().await;
    assert_eq!(first.expect(200), second.expect(200));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    let stored: bool = one(
        &app,
        "select bool_or(position('81234567890'::bytea in body_sealed) > 0) from idempotency_answers",
    )
    .await;
    assert!(!stored, "the stored answer is sealed");
}

#[tokio::test]
async fn what_is_not_reported_in_time_waits_again_and_the_first_sender_has_lost_it() {
    let app = waiting(1).await;
    let (slow, quick) = (sender(&app), sender(&app));
    let first = take(&app, &slow, &json!({})).await.expect(200);
    execute(&app, "update messages set leased_until = now() - interval '1 second'", &[]).await;
    let second = take(&app, &quick, &json!({})).await.expect(200);
    assert_eq!(ids(&first), ids(&second));
    assert_ne!(first["lease_id"], second["lease_id"]);
    let id = &first["data"][0]["id"];
    for (account, lease) in [(&slow, &first), (&slow, &second), (&quick, &first)] {
        let body = json!({ "lease_id": lease["lease_id"] });
        act(&app, account, id, "sent", &body).await.expect_problem(409, "invalid_state");
    }
    // Too late, but nobody else has taken it since.
    execute(&app, "update messages set leased_until = now() - interval '1 second'", &[]).await;
    let body = json!({ "lease_id": second["lease_id"] });
    assert_eq!(act(&app, &quick, id, "sent", &body).await.expect(200)["status"], "sent");
}

#[tokio::test]
async fn a_phone_that_does_not_answer_is_tried_thrice_and_then_a_letter_goes() {
    let app = waiting(1).await;
    let client = sender(&app);
    for (failures, channel) in [(1, "short_message"), (2, "short_message"), (3, "letter")] {
        let taken = take(&app, &client, &json!({})).await.expect(200);
        let body = json!({ "lease_id": taken["lease_id"], "reason": "Tidak aktif" });
        let shown = act(&app, &client, &taken["data"][0]["id"], "failed", &body).await.expect(200);
        assert_eq!(
            ["status", "failures", "channel", "failure_reason"].map(|name| shown[name].clone()),
            [json!("ready"), json!(failures), json!(channel), json!("Tidak aktif")]
        );
        assert_eq!(ids(&take(&app, &client, &json!({})).await.expect(200)), Vec::<String>::new());
        execute(&app, "update messages set try_at = now()", &[]).await;
    }
    let village = app.account(Role::VillageOperator, &[HOME]);
    let id = only(&app, "cover_started").await["id"].clone();
    let shown = act(&app, &village, &id, "sent", &json!({})).await.expect(200);
    assert_eq!(shown["status"], "sent");
}

#[tokio::test]
async fn a_number_that_does_not_exist_is_not_tried_again_and_a_letter_fails_for_good() {
    let app = waiting(1).await;
    let (client, village) = (sender(&app), app.account(Role::VillageOperator, &[HOME]));
    let id = only(&app, "cover_started").await["id"].clone();
    // Nobody but who takes it reports a short message.
    act(&app, &village, &id, "sent", &json!({})).await.expect_problem(409, "invalid_state");
    let taken = take(&app, &client, &json!({})).await.expect(200);
    let body = json!({ "lease_id": taken["lease_id"], "reason": "Tidak terdaftar", "is_permanent": true });
    assert_eq!(act(&app, &client, &id, "failed", &body).await.expect(200)["channel"], "letter");
    // A system that takes letters is a printer; here the village has it.
    act(&app, &client, &id, "sent", &json!({})).await.expect_problem(409, "invalid_state");
    let body = json!({ "reason": "Sudah pindah" });
    let shown = act(&app, &village, &id, "failed", &body).await.expect(200);
    assert_eq!((&shown["status"], &shown["failures"]), (&json!("failed"), &json!(2)));
    assert_eq!(
        ids(&take(&app, &client, &json!({ "channel": "letter" })).await.expect(200)),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn nothing_goes_to_the_dead_or_out_of_its_days() {
    let app = waiting(3).await;
    let client = sender(&app);
    let found = told(&app, "").await;
    let worker: uuid::Uuid = found[0]["worker_id"].as_str().unwrap().parse().unwrap();
    let dead = "update workers set status = 'inactive', status_reason = 'deceased' where id = $1";
    execute(&app, dead, &[&worker]).await;
    for (place, days) in
        [(1, "not_before = '2026-11-24'"), (2, "not_before = '2026-11-01', not_after = '2026-11-22'")]
    {
        let id: uuid::Uuid = found[place]["id"].as_str().unwrap().parse().unwrap();
        execute(&app, &format!("update messages set {days} where id = $1"), &[&id]).await;
    }
    assert_eq!(ids(&take(&app, &client, &json!({})).await.expect(200)), Vec::<String>::new());
    assert_eq!(told(&app, "?due_on=2026-11-23").await.len(), 1);
    // What is out of date is cancelled, and nobody lets it go out after all.
    let mut conn = app.state.db.write().await.unwrap();
    let (now, today) = (app.state.clock.now(), app.state.clock.today());
    assert!(payung::casework::messages::maker::expire(&mut conn, now, today).await.unwrap());
    assert!(!payung::casework::messages::maker::expire(&mut conn, now, today).await.unwrap());
    drop(conn);
    let shown = told(&app, "?status=cancelled").await.remove(0);
    assert_eq!((&shown["cancel_reason"], &shown["allowed_actions"]), (&json!("expired"), &json!([])));
    let path = format!("{PATH}/{}/reopen", shown["id"].as_str().unwrap());
    let reopen = app.post(&path).as_(&app.officer()).header("If-Match", "\"2.masked\"").send().await;
    reopen.expect_problem(409, "invalid_state");
    assert_eq!(ids(&take(&app, &client, &json!({})).await.expect(200)), Vec::<String>::new());
}

#[tokio::test]
async fn a_sender_who_failed_the_dead_hears_that_it_is_over() {
    let app = waiting(1).await;
    let client = sender(&app);
    let taken = take(&app, &client, &json!({})).await.expect(200);
    execute(&app, "update workers set status = 'inactive', status_reason = 'deceased'", &[]).await;
    let body = json!({ "lease_id": taken["lease_id"], "reason": "Tidak aktif" });
    let shown = act(&app, &client, &taken["data"][0]["id"], "failed", &body).await.expect(200);
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("recipient_died")));
}

#[tokio::test]
async fn who_may_take_and_report() {
    let app = waiting(1).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => take(&app, account, &json!({ "limit": 1 })).await,
        None => app.post(&format!("{PATH}/take")).json(&json!({})).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    let id = only(&app, "cover_started").await["id"].clone();
    for action in ["sent", "failed"] {
        let body = if action == "failed" { json!({ "reason": "x" }) } else { json!({}) };
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => act(&app, account, &id, action, &body).await,
            None => app.post(&format!("{PATH}/{}/{action}", id.as_str().unwrap())).json(&body).send().await,
        })
        .await;
        assert_eq!(statuses, [(Role::VillageOperator, 409), (Role::Officer, 409)], "{action}");
    }
    let next_door = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    act(&app, &next_door, &id, "sent", &json!({})).await.expect_problem(404, "not_found");
    let reader = app.system(&["messages:read"], "35.29");
    take(&app, &reader, &json!({})).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn what_cannot_be_taken_or_reported_says_why() {
    let app = start().await;
    let client = sender(&app);
    let body = json!({ "channel": "fax", "region": "x", "limit": 101, "lease_seconds": 5 });
    let problem = take(&app, &client, &body).await.expect(422);
    let fields: Vec<&str> = found(&problem).iter().map(|(pointer, _)| *pointer).collect();
    assert_eq!(fields, ["/channel", "/region", "/limit", "/lease_seconds"]);
    let id = json!(uuid::Uuid::now_v7());
    act(&app, &client, &id, "sent", &json!({})).await.expect_problem(404, "not_found");
    let empty = act(&app, &client, &id, "failed", &json!({ "reason": " " })).await;
    assert_eq!(found(&empty.expect(422))[0].0, "/reason");
}
