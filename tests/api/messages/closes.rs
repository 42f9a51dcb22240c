//! What closed months tell, and what has been settled since

use payung::casework::messages::maker;
use serde_json::{Value, json};

use super::{PATH, covered, made, only, sender, take, told};
use crate::monthly_closes::closed;
use crate::support::TestApp;
use crate::support::contributions::end;
use crate::support::cover::{
    Worker, active, apbd, approved, proposal, proposed, settle, source, start, with, worker,
};
use crate::support::enrolment::execute;
use crate::support::places::{member, next_year};

/// A member whose period runs out in a month, all of it paid.
async fn short(app: &TestApp, serial: u32, source: uuid::Uuid, until: &str) -> Worker {
    let member = worker(app, serial).await;
    let body = with(proposal(&member, source), json!({ "until_month": until }));
    active(app, &body, &format!("260000{serial:05}")).await;
    settle(app, &member, "2026-01", until, "2026-02-10").await;
    member
}

#[tokio::test]
async fn old_months_that_are_closed_late_tell_nobody_anything() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    short(&app, 1, budget, "2026-03").await;
    let late = covered(&app, 2, budget).await;
    settle(&app, &late, "2026-01", "2026-09", "2026-02-10").await;
    for month in ["2026-01", "2026-02", "2026-03", "2026-09"] {
        closed(&app, month).await;
    }
    assert_eq!(told(&app, "?kind=cover_ends").await, [Value::Null; 0]);
    assert_eq!(told(&app, "?kind=near_lapse").await, [Value::Null; 0]);
    closed(&app, "2026-10").await;
    assert_eq!(told(&app, "?kind=cover_ends").await, [Value::Null; 0]);
    assert_eq!(only(&app, "near_lapse").await["worker_id"], json!(late.id));
}

#[tokio::test]
async fn who_is_paid_for_again_is_not_told_to_pay() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let member = short(&app, 1, budget, "2026-10").await;
    closed(&app, "2026-10").await;
    let ends = only(&app, "cover_ends").await;
    assert_eq!((&ends["status"], &ends["not_after"]), (&json!("ready"), &json!("2026-11-30")));
    let again = with(proposal(&member, budget), json!({ "from_month": "2026-11" }));
    let renewal = approved(&app, &again).await;
    let given = json!({ "member_number": "26000000001", "effective_on": "2026-11-01" });
    renewal.act(&app, &app.officer(), "activate", &given).await.expect(200);
    for kind in ["cover_ends", "near_lapse"] {
        let shown = only(&app, kind).await;
        let state = (&shown["status"], &shown["cancel_reason"]);
        assert_eq!(state, (&json!("cancelled"), &json!("superseded")), "{kind}");
    }
}

#[tokio::test]
async fn whose_next_period_stands_hears_of_no_end() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let member = worker(&app, 1).await;
    let first = with(proposal(&member, budget), json!({ "until_month": "2026-11" }));
    let first = active(&app, &first, "26000000001").await;
    approved(&app, &with(proposal(&member, budget), json!({ "from_month": "2026-12" }))).await;
    let body = json!({ "reason": "quota_cut", "ended_on": "2026-11-10" });
    first.act(&app, &app.officer(), "end", &body).await.expect(200);
    assert_eq!(told(&app, "?kind=cover_ends").await, [Value::Null; 0]);
}

#[tokio::test]
async fn a_period_that_is_not_approved_or_begins_after_a_gap_silences_no_end() {
    let app = start().await;
    let (budget, next) = (source(&app, apbd()).await, next_year(&app).await);
    let mut people = Vec::new();
    for serial in 1..=3 {
        people.push(short(&app, serial, budget, "2026-11").await);
    }
    let december = |one: &Worker| with(proposal(one, budget), json!({ "from_month": "2026-12" }));
    let january = json!({ "from_month": "2027-01", "until_month": "2027-12" });
    proposed(&app, &december(&people[0])).await;
    approved(&app, &with(proposal(&people[1], next), january)).await;
    approved(&app, &december(&people[2])).await;
    closed(&app, "2026-10").await;
    let mut ends: Vec<Value> =
        told(&app, "?kind=cover_ends").await.iter().map(|one| one["worker_id"].clone()).collect();
    ends.sort_unstable_by_key(Value::to_string);
    let mut expected = [json!(people[0].id), json!(people[1].id)];
    expected.sort_unstable_by_key(Value::to_string);
    assert_eq!(ends, expected);
}

#[tokio::test]
async fn who_is_paid_for_only_after_a_gap_is_told_to_pay_all_the_same() {
    let app = start().await;
    let (budget, next) = (source(&app, apbd()).await, next_year(&app).await);
    let late = covered(&app, 1, budget).await;
    settle(&app, &late, "2026-01", "2026-09", "2026-02-10").await;
    closed(&app, "2026-10").await;
    made(&app).await;
    end(&app, &late, "quota_cut", "2026-11-10").await;
    let states = async || {
        let (ends, lapse) = (only(&app, "cover_ends").await, only(&app, "near_lapse").await);
        [ends, lapse].map(|one| one["status"].as_str().unwrap().to_owned())
    };
    assert_eq!(states().await, ["ready", "ready"]);
    let begins = async |body: Value, on: &str| {
        let given = json!({ "member_number": "26000000001", "effective_on": on });
        approved(&app, &body).await.act(&app, &app.officer(), "activate", &given).await.expect(200);
    };
    let months = json!({ "from_month": "2027-01", "until_month": "2027-12" });
    begins(with(proposal(&late, next), months), "2027-01-01").await;
    assert_eq!(states().await, ["ready", "ready"]);
    // The months until the day of the warning are owed all the same.
    begins(with(proposal(&late, budget), json!({ "from_month": "2026-12" })), "2026-12-01").await;
    assert_eq!(states().await, ["cancelled", "ready"]);
}

#[tokio::test]
async fn nobody_is_warned_who_has_paid_since() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let late = covered(&app, 1, budget).await;
    settle(&app, &late, "2026-01", "2026-09", "2026-02-10").await;
    closed(&app, "2026-10").await;
    let warning = only(&app, "near_lapse").await;
    execute(
        &app,
        "update messages set status = 'cancelled', cancel_reason = 'by_hand' where kind <> 'near_lapse'",
        &[],
    )
    .await;
    settle(&app, &late, "2026-10", "2026-10", "2026-11-05").await;
    let paid = "update contribution_obligations set updated_at = now() where month = '2026-10-01'";
    execute(&app, paid, &[]).await;
    let printed = async |path: &str| {
        app.get(path).as_(&app.officer()).header("Accept", "text/html").send().await.text()
    };
    let own = format!("{PATH}/{}", warning["id"].as_str().unwrap());
    for page in [printed(&format!("{PATH}?kind=near_lapse")).await, printed(&own).await] {
        assert!(page.contains("Tidak ada surat."), "{page}");
    }
    let taken = take(&app, &sender(&app), &json!({})).await.expect(200);
    assert_eq!(taken["data"], json!([]), "{warning}");
    let mut conn = app.state.db.write().await.unwrap();
    let (now, today) = (app.state.clock.now(), app.state.clock.today());
    assert!(maker::expire(&mut conn, now, today).await.unwrap());
    drop(conn);
    let shown = only(&app, "near_lapse").await;
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("superseded")));
}

#[tokio::test]
async fn a_word_of_the_insurer_ends_a_warning_too() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let late = covered(&app, 1, budget).await;
    settle(&app, &late, "2026-01", "2026-09", "2026-02-10").await;
    closed(&app, "2026-10").await;
    assert_eq!(only(&app, "near_lapse").await["status"], "ready");
    member(&app, &late).await;
    let taken = take(&app, &sender(&app), &json!({})).await.expect(200);
    let kinds: Vec<&Value> = taken["data"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["cover_started"]);
}
