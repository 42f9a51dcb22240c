//! What happens at the same time has one winner.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::stage::{Stage, VILLAGE};

#[tokio::test]
async fn of_sixteen_payments_to_one_beneficiary_one_is_recorded() {
    let stage = Stage::set().await;
    let held = stage.approved_family(42_000_000).await;
    let transfers: Vec<Value> =
        (0..16).map(|number| stage.transfer(&held, 0, &format!("TRF-{number}"))).collect();
    let answers = join_all(
        transfers.iter().map(|transfer| stage.try_step(&held, &stage.insurer, "record-payment", transfer)),
    )
    .await;
    let winners = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(winners, 1);
    for loser in answers.iter().filter(|answer| answer.status != 200) {
        loser.expect_problem(412, "version_mismatch");
    }
    assert_eq!(stage.column("SELECT amount_idr::text FROM claim_payments").await, ["21000000"]);
    let payments = stage.recorded(&held).await.into_iter().filter(|action| action == "payment_recorded");
    assert_eq!(payments.count(), 1);
}

#[tokio::test]
async fn a_payment_that_is_tried_until_it_is_heard_is_recorded_once() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    // Whoever loses reads again and insists, as a careless client would.
    let attempts = (0..16).map(async |number| {
        let mut seen = held.clone();
        loop {
            let transfer = stage.transfer(&seen, 0, &format!("TRF-{number}"));
            let answer = stage.try_step(&seen, &stage.insurer, "record-payment", &transfer).await;
            match answer.status.as_u16() {
                412 => seen = stage.read(&seen).await,
                other => return other,
            }
        }
    });
    let mut statuses = join_all(attempts).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[409; 15][..]));
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_payments").await, ["1"]);
    assert_eq!(stage.read(&held).await.json["status"], "paid");
}

#[tokio::test]
async fn two_beneficiaries_paid_at_once_still_make_the_claim_paid() {
    let stage = Stage::set().await;
    let held = stage.approved_family(42_000_000).await;
    let payments = (0..3).map(async |place| {
        let mut seen = held.clone();
        loop {
            let transfer = stage.transfer(&seen, place, &format!("TRF-{place}"));
            let answer = stage.try_step(&seen, &stage.insurer, "record-payment", &transfer).await;
            match answer.status.as_u16() {
                412 => seen = stage.read(&seen).await,
                other => return other,
            }
        }
    });
    assert_eq!(join_all(payments).await, [200; 3]);
    assert_eq!(stage.read(&held).await.json["status"], "paid");
    assert_eq!(stage.column("SELECT sum(amount_idr)::text FROM claim_payments").await, ["42000000"]);
}

#[tokio::test]
async fn of_two_decisions_one_counts() {
    let stage = Stage::set().await;
    let held = stage.sent().await;
    let (approval, rejection) = (stage.approval(42_000_000), stage.rejection());
    let (one, other) = tokio::join!(
        stage.try_step(&held, &stage.insurer, "record-decision", &approval),
        stage.try_step(&held, &stage.insurer, "record-decision", &rejection),
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let expected = if one.status == 200 { "approved" } else { "rejected" };
    assert_eq!(stage.column("SELECT status FROM claims").await, [expected]);
}

#[tokio::test]
async fn of_many_who_take_a_decision_back_one_does() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let second = stage.second_insurer();
    let attempts = (0..8).map(async |_| {
        let mut seen = held.clone();
        loop {
            let answer = stage.void_decision(&seen, &second).await;
            match answer.status.as_u16() {
                412 => seen = stage.read(&seen).await,
                other => return other,
            }
        }
    });
    let mut statuses = join_all(attempts).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[409; 7][..]));
    let voided = stage.recorded(&held).await.into_iter().filter(|action| action == "decision_voided");
    assert_eq!(voided.count(), 1);
}

#[tokio::test]
async fn of_a_payment_and_the_end_of_its_decision_at_once_one_wins() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let (second, transfer) = (stage.second_insurer(), stage.transfer(&held, 0, "TRF-1"));
    let (voided, paid) = tokio::join!(
        stage.void_decision(&held, &second),
        stage.try_step(&held, &stage.insurer, "record-payment", &transfer),
    );
    let mut statuses = [voided.status.as_u16(), paid.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let (status, payments) = if voided.status == 200 { ("sent_to_insurer", "0") } else { ("paid", "1") };
    assert_eq!(stage.read(&held).await.json["status"], status);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_payments").await, [payments]);
}

#[tokio::test]
async fn a_death_filed_by_many_is_claimed_once() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let bodies: Vec<Value> = (0..8)
        .map(|days| match days % 2 {
            0 => json!({"kind": "death", "worker_id": worker, "event_on": stage.days_ago(days)}),
            _ => json!({
                "kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(20),
                "died_on": stage.days_ago(days),
            }),
        })
        .collect();
    let requests =
        bodies.iter().map(|body| stage.app.post("/v1/claims").as_(&stage.operator).json(body).send());
    let answers = join_all(requests).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 201) {
        loser.expect_problem(409, "already_exists");
    }
}
