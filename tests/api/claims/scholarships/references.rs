//! A transfer pays one debt: that of a claim or that of a school year.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::claims::stage::{Held, Stage, field_errors, pairs};
use crate::support::request::Answer;

async fn pay(stage: &Stage, held: &Held, reference: &str) -> Answer {
    let transfer = stage.transfer(held, 0, reference);
    stage.try_step(held, &stage.insurer, "record-payment", &transfer).await
}

async fn pay_year(stage: &Stage, held: &Held, year: &Value, reference: &str) -> Answer {
    let transfer = stage.year_transfer(held, year, reference);
    stage.try_year_step(held, &stage.insurer, (year, "record-payment"), &transfer).await
}

#[track_caller]
fn is_taken(answer: &Answer) {
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!(field_errors(&problem), pairs(&[("/transfer_reference", "already_exists")]));
}

#[tokio::test]
async fn the_reference_of_a_claim_does_not_pay_a_year_nor_the_other_way_round() {
    let stage = Stage::set().await;
    let (held, year) = stage.approved_year().await;
    let (other, another) = (stage.approved().await, stage.approved().await);
    pay(&stage, &other, "TRF-1").await.expect(200);
    for same in ["TRF-1", " trf-1 ", "Trf - 1"] {
        is_taken(&pay_year(&stage, &held, &year, same).await);
    }
    pay_year(&stage, &held, &year, "BEA-1").await.expect(200);
    // Nor does it pay the claim of the same year.
    let held = stage.read(&held).await;
    for same in ["BEA-1", " bea-1 "] {
        is_taken(&pay(&stage, &held, same).await);
        is_taken(&pay(&stage, &another, same).await);
    }
    assert_eq!(stage.read(&held).await.json["status"], "approved");
    pay(&stage, &another, "BEA-11").await.expect(200);
    let stored = "SELECT reference FROM claim_transfer_references ORDER BY reference";
    assert_eq!(stage.column(stored).await, ["bea-1", "bea-11", "trf-1"]);
}

#[tokio::test]
async fn a_transfer_that_was_taken_back_leaves_its_reference_to_the_right_debt() {
    let stage = Stage::set().await;
    let (held, year) = stage.approved_year().await;
    let (second, reason) = (stage.second_insurer(), json!({"reason": "Transfer lain."}));
    pay(&stage, &held, "TRF-1").await.expect(200);
    let paid = stage.read(&held).await;
    let payment = paid.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap().to_owned();
    let due = stage.step(&paid, &second, &format!("payments/{payment}/void"), reason.clone()).await;
    pay_year(&stage, &due, &year, "trf-1").await.expect(200);
    let held = stage.read(&held).await;
    is_taken(&pay(&stage, &held, "TRF-1").await);
    let (held, _) = stage.year_step(&held, &second, (&year, "void-payment"), reason).await;
    pay(&stage, &held, "TRF-1").await.expect(200);
    let living = "SELECT payment_id::text FROM claim_transfer_references";
    let is = "SELECT id::text FROM claim_payments WHERE voided_at IS NULL";
    assert_eq!(stage.column(living).await, stage.column(is).await);
}

#[tokio::test]
async fn of_a_claim_and_a_year_that_are_paid_by_one_transfer_at_once_one_is() {
    let stage = Stage::set().await;
    let (held, year) = stage.approved_year().await;
    let other = stage.approved().await;
    let (of_claim, of_year) =
        tokio::join!(pay(&stage, &other, "TRF-1"), pay_year(&stage, &held, &year, "trf-1"));
    let mut statuses = [of_claim.status.as_u16(), of_year.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    is_taken(if of_claim.status == 409 { &of_claim } else { &of_year });
    let debts = "SELECT (SELECT count(*) FROM claim_payments) + count(*) FROM claim_scholarships WHERE status = 'paid'";
    let settled = stage.database.query_one(debts, &[]).await.unwrap().get::<_, i64>(0);
    assert_eq!(settled, 1);
    assert_eq!(stage.column("SELECT reference FROM claim_transfer_references").await, ["trf-1"]);
}

#[tokio::test]
async fn of_many_claims_that_are_paid_by_one_transfer_at_once_one_is() {
    let stage = Stage::set().await;
    let mut held = Vec::new();
    for _ in 0..6 {
        held.push(stage.approved().await);
    }
    let said = ["TRF-1", "trf-1", "Trf-1", "TRF -1", "TRF- 1", "t r f - 1"];
    let answers = join_all(held.iter().zip(said).map(|(held, same)| pay(&stage, held, same))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    answers.iter().filter(|answer| answer.status != 200).for_each(is_taken);
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_payments").await, ["1"]);
}
