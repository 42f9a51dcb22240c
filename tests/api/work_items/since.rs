//! Since when claims wait

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, caused_on, only};
use crate::access;
use crate::claims::stage::Stage;

impl Stage {
    /// Since when the only item of a kind stands.
    async fn since(&self, kind: &str) -> Value {
        only(&self.app, &self.officer, kind).await["since"].clone()
    }
}

/// The claim was handed in ten days ago.
const TEN_DAYS_AGO: &str = "\
    update claims set created_at = created_at - interval '10 days', submitted_at = submitted_at - interval '10 days', \
      updated_at = updated_at - interval '10 days'; \
    update changes set recorded_at = recorded_at - interval '10 days' where subject = 'claim'";

#[tokio::test]
async fn what_comes_in_meanwhile_puts_the_work_on_a_claim_off_no_further() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    stage.database.batch_execute(TEN_DAYS_AGO).await.unwrap();
    let colleague = access::person(&stage.app, "colleague", Role::Approver, &["35.29"]).await;
    let item = only(&stage.app, &stage.officer, "claim_to_verify").await;
    let assign = format!("{PATH}/{}/assign", item["key"].as_str().unwrap());
    let request = stage.app.post(&assign).as_(&stage.officer);
    request.json(&json!({ "user_id": colleague.row.id })).send().await.expect(200);

    let touched = stage.stated_anew(&held, &stage.operator, "99987654321").await;
    assert!(touched.json["updated_at"].as_str() > item["since"].as_str(), "{:?}", touched.json);
    for (kind, days) in [("claim_to_verify", 3), ("documents_missing", 7)] {
        let item = only(&stage.app, &stage.officer, kind).await;
        assert_eq!(item["since"], touched.json["submitted_at"], "{kind}");
        let due_on = caused_on(&item) + chrono::Days::new(days);
        assert_eq!((&item["due_on"], &item["is_overdue"]), (&json!(due_on), &json!(true)), "{kind}");
    }
    let item = only(&stage.app, &stage.officer, "claim_to_verify").await;
    assert_eq!(item["assigned_to"], json!(colleague.row.id));
}

#[tokio::test]
async fn work_on_a_claim_counts_from_when_it_got_into_its_state() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    assert_eq!(stage.since("claim_to_submit").await, held.json["created_at"]);
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    assert_eq!(stage.since("claim_to_verify").await, held.json["submitted_at"]);

    let missing = json!({"missing": ["Akta kematian"]});
    let returned = stage.step(&held, &stage.officer, "return", missing).await;
    let held = stage.stated_anew(&returned, &stage.operator, "99987654321").await;
    assert_eq!(stage.since("claim_to_complete").await, returned.json["updated_at"]);

    // A second round has its own instants.
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    assert_eq!(stage.since("claim_to_verify").await, held.json["submitted_at"]);
    assert_eq!(stage.since("documents_missing").await, held.json["submitted_at"]);
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    assert_eq!(stage.since("claim_to_send").await, held.json["verified_at"]);
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    assert_eq!(stage.since("claim_to_decide").await, held.json["sent_to_insurer_at"]);

    let held = stage.step(&held, &stage.insurer, "record-decision", stage.rejection()).await;
    let appealed = stage.step(&held, &stage.operator, "appeal", json!({"reason": "Iuran dibayar."})).await;
    let held = stage.stated_anew(&appealed, &stage.officer, "88887654321").await;
    assert_eq!(stage.since("claim_to_decide").await, appealed.json["updated_at"]);

    let approved = stage.step(&held, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    let held = stage.stated_anew(&approved, &stage.officer, "77787654321").await;
    assert_eq!(stage.since("claim_to_pay").await, approved.json["updated_at"]);
    // What was stated once it was verified does not count before somebody else lets it.
    let held = stage.stated_anew(&held, &stage.officer, "99987654321").await;
    let held = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-1")).await;
    let payment = held.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap();
    let (second, reason) = (stage.second_insurer(), json!({ "reason": "Transfer klaim lain." }));
    let voided = stage.step(&held, &second, &format!("payments/{payment}/void"), reason).await;
    assert_eq!(stage.since("claim_to_pay").await, voided.json["updated_at"]);
}

#[tokio::test]
async fn a_transfer_of_one_of_several_puts_the_others_off_no_further() {
    let stage = Stage::set().await;
    let approved = stage.approved_family(42_000_000).await;
    let transfer = stage.transfer(&approved, 0, "TRF-1");
    let held = stage.step(&approved, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(stage.since("claim_to_pay").await, approved.json["updated_at"]);
    let payment = held.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap();
    let (second, reason) = (stage.second_insurer(), json!({ "reason": "Transfer klaim lain." }));
    stage.step(&held, &second, &format!("payments/{payment}/void"), reason).await;
    assert_eq!(stage.since("claim_to_pay").await, approved.json["updated_at"]);
}

#[tokio::test]
async fn a_verified_claim_of_another_kind_waits_to_be_verified_from_then_on() {
    let stage = Stage::set().await;
    let verified = stage.verified().await;
    let other = json!({"kind": "work_accident", "reason": "Terjatuh saat bekerja."});
    let accident = stage.step(&verified, &stage.officer, "reclassify", other).await;
    assert_ne!(accident.json["updated_at"], accident.json["submitted_at"]);
    assert_eq!(stage.since("claim_to_verify").await, accident.json["updated_at"]);
    // And of its state nothing changes where it becomes a death again.
    let back = json!({"kind": "death", "reason": "Bukan kecelakaan."});
    stage.step(&accident, &stage.officer, "reclassify", back).await;
    assert_eq!(stage.since("claim_to_verify").await, accident.json["updated_at"]);
}
