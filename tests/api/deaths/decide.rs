//! `POST /v1/deaths/{id}/decide`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{Report, claims, death, of, registration, send};
use crate::support::cover::{HOME, found, registered_abroad, start, statuses_by_role, stranger, worker};
use crate::workers::merge::merge;

fn told() -> Value {
    death(json!({ "name": "Siti Aminah", "birth_on": "1982-06-15", "village_code": HOME }))
}

#[tokio::test]
async fn who_is_chosen_is_dead_with_everything_that_follows() {
    let app = start().await;
    let (dead, other) = (worker(&app, 1).await, worker(&app, 2).await);
    let report = Report::recorded(&app, &told()).await;
    assert_eq!(report.shown["candidates"].as_array().unwrap().len(), 2);
    let officer = app.officer();
    let answer = report.act(&app, &officer, "decide", &json!({ "worker_id": dead.id })).await;
    let shown = answer.expect(200);
    assert_eq!(
        ["status", "worker_id", "decided_by"].map(|name| shown[name].clone()),
        [json!("recorded"), json!(dead.id), json!(officer.id)]
    );
    assert!(shown.get("candidates").is_none());
    assert_eq!(registration(&app, &dead).await[1], "deceased");
    assert_eq!(registration(&app, &other).await[0], "verified");
    assert_eq!(claims(&app, &dead).await.len(), 1);
    let decided = Report::of(&answer);
    let again = decided.act(&app, &officer, "decide", &json!({ "worker_id": other.id })).await;
    assert_eq!(again.expect_problem(409, "invalid_state")["allowed_actions"], json!(["update", "revoke"]));
    // The dead are no candidates any more.
    let second = Report::recorded(&app, &told()).await.shown;
    assert_eq!(second["candidates"][0]["worker_id"], json!(other.id));
    assert_eq!(second["candidates"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_may_be_chosen_and_somebody_after_all() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let report = Report::recorded(&app, &told()).await;
    let officer = app.officer();
    let answer = report.act(&app, &officer, "decide", &json!({ "worker_id": null })).await;
    assert_eq!(answer.expect(200)["status"], "not_registered");
    assert_eq!(registration(&app, &dead).await[0], "verified");
    let second = Report::of(&answer).act(&app, &officer, "decide", &json!({ "worker_id": dead.id })).await;
    assert_eq!(second.expect(200)["status"], "recorded");
}

#[tokio::test]
async fn whose_death_is_recorded_or_who_is_elsewhere_cannot_be_chosen() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let report = Report::recorded(&app, &told()).await;
    let known = Report::recorded(&app, &of(&dead)).await;
    let officer = app.officer();
    let answer = report.act(&app, &officer, "decide", &json!({ "worker_id": dead.id })).await;
    assert_eq!(answer.expect_problem(409, "already_exists")["existing_id"], known.shown["id"]);
    let abroad = registered_abroad(&app, &worker(&app, 2).await).await;
    let answer = report.act(&app, &officer, "decide", &json!({ "worker_id": abroad.id })).await;
    assert_eq!(found(&answer.expect_problem(422, "unknown_reference")), [("/worker_id", "unknown_worker")]);
    let answer = report.act(&app, &officer, "decide", &json!({})).await;
    assert_eq!(found(&answer.expect(422)), [("/worker_id", "required")]);
}

#[tokio::test]
async fn only_the_office_decides_on_what_it_read() {
    let app = start().await;
    worker(&app, 1).await;
    let report = Report::recorded(&app, &told()).await;
    let body = json!({ "worker_id": null });
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => report.act(&app, account, "decide", &body).await,
        None => app.post(&format!("{}/decide", report.path)).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    let officer = app.officer();
    report.act(&app, &officer, "decide", &body).await.expect_problem(412, "version_mismatch");
    let path = format!("{}/decide", report.path);
    app.post(&path).as_(&officer).json(&body).send().await.expect_problem(428, "precondition_required");
}

#[tokio::test]
async fn whose_death_it_is_that_names_the_nik_of_a_merged_registration_somebody_decides() {
    let app = start().await;
    let (from, into) = (worker(&app, 1).await, worker(&app, 2).await);
    merge(&app, &from, &into, json!({})).await.expect(200);
    let report = Report::recorded(&app, &death(json!({ "nik": from.nik.as_str() }))).await;
    assert_eq!(
        ["status", "worker_id", "name", "village_code"].map(|name| report.shown[name].clone()),
        [json!("undecided"), Value::Null, Value::Null, json!(HOME)]
    );
    let first = &report.shown["candidates"][0];
    assert_eq!(
        (&first["worker_id"], &first["reasons"]),
        (&json!(into.id), &json!(["merged_nik", "village"]))
    );
    assert_eq!(registration(&app, &into).await[0], "verified");
    let decided = report.act(&app, &app.officer(), "decide", &json!({ "worker_id": into.id })).await;
    assert_eq!(decided.expect(200)["status"], "recorded");
    assert_eq!(registration(&app, &into).await[1], "deceased");
    // Who lies outside the caller's regions is told to nobody.
    let far = send(&app, &stranger(&app), &death(json!({ "nik": from.nik.as_str() }))).await;
    assert_eq!(found(&far.expect(422)), [("/nik", "not_registered")]);
}

/// One mistyped digit makes a NIK somebody else's.
#[tokio::test]
async fn a_nik_whose_holder_is_called_and_was_born_otherwise_is_decided_by_a_person() {
    let app = start().await;
    let alive = worker(&app, 1).await;
    let told = json!({ "nik": alive.nik.as_str(), "name": "Bambang Wijaya", "birth_on": "1941-01-01", "village_code": HOME });
    let report = Report::recorded(&app, &death(told)).await;
    assert_eq!(
        ["status", "name", "birth_on", "worker_id"].map(|name| report.shown[name].clone()),
        [json!("undecided"), json!("Bambang Wijaya"), json!("1941-01-01"), Value::Null]
    );
    let first = &report.shown["candidates"][0];
    assert_eq!((&first["worker_id"], &first["reasons"]), (&json!(alive.id), &json!(["nik", "village"])));
    assert_eq!(registration(&app, &alive).await[0], "verified");
    let nobody = json!({ "worker_id": null });
    report.act(&app, &app.officer(), "decide", &nobody).await.expect(200);
    // The village may call her otherwise, or guess the birth: the NIK says who died.
    let told = json!({ "nik": alive.nik.as_str(), "name": "Bu Minah", "village_code": HOME });
    assert_eq!(Report::recorded(&app, &death(told)).await.shown["status"], "recorded");
}

#[tokio::test]
async fn the_wrong_person_is_revoked_and_the_right_one_decided() {
    let app = start().await;
    let (wrong, right, officer) = (worker(&app, 1).await, worker(&app, 2).await, app.officer());
    let report = Report::recorded(&app, &told()).await;
    let decided = report.act(&app, &officer, "decide", &json!({ "worker_id": wrong.id })).await;
    let because = json!({ "reason": "it was her namesake" });
    let revoked = Report::of(&decided).act(&app, &officer, "revoke", &because).await;
    assert_eq!(registration(&app, &wrong).await[0], "verified");
    let again = Report::of(&revoked).act(&app, &officer, "decide", &json!({ "worker_id": right.id })).await;
    assert_eq!(
        ["status", "worker_id", "revoked_by", "revoked_reason"].map(|name| again.expect(200)[name].clone()),
        [json!("recorded"), json!(right.id), Value::Null, Value::Null]
    );
    assert_eq!(registration(&app, &right).await[1], "deceased");
    assert_eq!(claims(&app, &wrong).await[0][1], "withdrawn");
    assert_eq!(claims(&app, &right).await[0][1], "draft");
    // What was right after all is recorded again, and what names a registration alone tells of nobody else.
    let report = Report::recorded(&app, &of(&wrong)).await;
    let revoked = Report::of(&report.act(&app, &officer, "revoke", &because).await);
    let nobody = revoked.act(&app, &officer, "decide", &json!({ "worker_id": null })).await;
    assert_eq!(found(&nobody.expect_problem(422, "validation_failed")), [("/worker_id", "nobody_told")]);
    let again = revoked.act(&app, &officer, "decide", &json!({ "worker_id": wrong.id })).await.expect(200);
    assert_eq!((&again["status"], &again["claim_id"]), (&json!("recorded"), &report.shown["claim_id"]));
    // The draft that went with the report comes back with it, and with all that was put into it.
    let statuses: Vec<_> = claims(&app, &wrong).await.iter().map(|claim| claim[1].clone()).collect();
    assert_eq!(statuses, ["withdrawn", "draft"]);
}

#[tokio::test]
async fn of_a_registration_that_was_merged_the_one_that_stays_is_named() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let report = Report::recorded(&app, &told()).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    let officer = app.officer();
    let decided = report.act(&app, &officer, "decide", &json!({ "worker_id": from.id })).await;
    for refused in [decided, send(&app, &officer, &of(&from)).await] {
        let refused = refused.expect_problem(422, "unknown_reference");
        assert_eq!(found(&refused), [("/worker_id", "worker_merged")]);
        assert_eq!(refused["existing_id"], json!(into.id));
    }
}
