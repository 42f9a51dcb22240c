//! `POST /v1/claims/{id}/void-decision`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Held, Stage, field_errors, pairs};
use crate::support::app::Account;
use crate::support::request::Answer;

const REASON: &str = "Keputusan ini milik klaim lain.";

/// What a decision says of a claim, and when it went to the insurer.
fn decided(held: &Held) -> [Value; 10] {
    [
        "status",
        "status_reason",
        "insurer_reference",
        "decided_on",
        "decided_by",
        "approved_amount_idr",
        "approved_lines",
        "rejection_reason",
        "documents_complete_at",
        "sent_to_insurer_at",
    ]
    .map(|name| held.json[name].clone())
}

fn because() -> Value {
    json!({"reason": REASON})
}

impl Stage {
    /// Takes a decision back, which may be refused.
    pub async fn void_decision(&self, held: &Held, by: &Account) -> Answer {
        self.try_step(held, by, "void-decision", &because()).await
    }

    /// A claim with the insurer, under its number.
    async fn numbered(&self) -> Held {
        let number = json!({"insurer_reference": "KLM-1"});
        self.step(&self.verified().await, &self.officer, "send-to-insurer", number).await
    }
}

#[tokio::test]
async fn a_wrong_decision_is_taken_back_by_a_second_person_and_the_right_one_is_paid() {
    let stage = Stage::set().await;
    let sent = stage.numbered().await;
    let lines =
        json!([{"benefit": "death", "amount_idr": 24_000_000}, {"benefit": "scholarship", "amount_idr": 1}]);
    let wrong = json!({
        "outcome": "approved", "decided_on": stage.today, "approved_lines": lines, "insurer_reference": "KLM-2",
    });
    let approved = stage.step(&sent, &stage.insurer, "record-decision", wrong).await;
    assert_eq!(
        (&approved.json["decided_by"], &approved.json["allowed_actions"]),
        (&json!(stage.insurer.id), &json!(["record_payment"]))
    );
    let second = stage.second_insurer();
    let seen = stage.app.get(&approved.path()).as_(&second).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!(["void_decision", "record_payment"]));

    let voided = stage.step(&approved, &second, "void-decision", because()).await;
    assert_eq!(decided(&voided), decided(&sent));
    assert_eq!(voided.json["allowed_actions"], json!(["record_decision"]));
    assert_eq!(voided.json["beneficiaries"][0]["due_amount_idr"], Value::Null);
    assert_eq!(stage.read(&voided).await.json["status"], "sent_to_insurer");

    let approved = stage.step(&voided, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    let transfer = stage.transfer(&approved, 0, "TRF-1");
    let paid = stage.step(&approved, &stage.insurer, "record-payment", transfer).await;
    assert_eq!((&paid.json["status"], &paid.json["insurer_reference"]), (&json!("paid"), &json!("KLM-1")));
    assert_eq!(stage.column("SELECT amount_idr::text FROM claim_payments").await, ["42000000"]);
    let recorded = stage.recorded(&paid).await;
    let end = ["approved", "decision_voided", "approved", "payment_recorded"];
    assert!(recorded.ends_with(&end.map(str::to_owned)), "{recorded:?}");
}

#[tokio::test]
async fn each_decision_and_appeal_is_taken_back_in_turn() {
    let stage = Stage::set().await;
    let second = stage.second_insurer();
    let sent = stage.numbered().await;
    let rejected = stage.step(&sent, &stage.insurer, "record-decision", stage.rejection()).await;
    let appeal = || json!({"reason": "Iuran dibayar, bukti terlampir."});
    let appealed = stage.step(&rejected, &stage.operator, "appeal", appeal()).await;
    // The second one decides on the appeal, so that the first one takes that back.
    let approved = stage.step(&appealed, &second, "record-decision", stage.approval(10_000_000)).await;
    assert_eq!(approved.json["decided_by"], json!(second.id));
    stage.void_decision(&approved, &second).await.expect_problem(409, "second_person_required");
    let voided = stage.step(&approved, &stage.insurer, "void-decision", because()).await;
    assert_eq!(decided(&voided), decided(&appealed));
    assert_eq!(
        (&voided.json["rejection_reason"], &voided.json["decided_by"]),
        (&json!("Iuran tidak dibayar."), &json!(stage.insurer.id))
    );

    // Refused on appeal, too, and disputed once more; all of it in error.
    let again = stage.step(&voided, &second, "record-decision", stage.rejection()).await;
    let disputed = stage.step(&again, &stage.operator, "appeal", json!({"reason": "Sekali lagi."})).await;
    let stands = stage.step(&disputed, &stage.officer, "withdraw-appeal", because()).await;
    assert_eq!(decided(&stands), decided(&again));
    let first = stage.step(&stands, &stage.insurer, "void-decision", because()).await;
    assert_eq!(decided(&first), decided(&appealed));
    let refused = stage.step(&first, &stage.operator, "withdraw-appeal", because()).await;
    assert_eq!(decided(&refused), decided(&rejected));
    stage.void_decision(&refused, &stage.insurer).await.expect_problem(409, "second_person_required");
    let undecided = stage.step(&refused, &second, "void-decision", because()).await;
    assert_eq!(decided(&undecided), decided(&sent));
    stage.step(&undecided, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
}

#[tokio::test]
async fn what_rests_on_a_decision_is_taken_back_before_it() {
    let stage = Stage::set().await;
    let second = stage.second_insurer();
    let held = stage.approved_family(42_000_000).await;
    let held = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-1")).await;
    let problem = stage.void_decision(&held, &second).await.expect_problem(409, "conflict");
    assert_eq!(field_errors(&problem), pairs(&[("", "payments_recorded")]));
    assert_eq!(problem["allowed_actions"], json!(["record_payment", "void_payment"]));
    let payment = held.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap();
    let held = stage.step(&held, &second, &format!("payments/{payment}/void"), because()).await;
    let sent = stage.step(&held, &second, "void-decision", because()).await;
    assert_eq!(sent.json["status"], "sent_to_insurer");
    // Who was paid in error stays on record, also where the claim goes back to the village.
    let held = stage.step(&sent, &stage.officer, "return", json!({"missing": ["Akta kematian"]})).await;
    let remove = async |place: usize| {
        let path = held.beneficiary(place);
        stage.send(Method::DELETE, &path, &stage.operator, Some(&held.etag), &Value::Null).await
    };
    remove(0).await.expect_problem(409, "conflict");
    remove(1).await.expect(204);
}

#[tokio::test]
async fn years_of_scholarships_rest_on_the_decision_about_the_claim() {
    let stage = Stage::set().await;
    let second = stage.second_insurer();
    let (held, year) = stage.approved_year().await;
    let waiting = async || {
        let path = "/v1/work-items?kind=scholarship_to_decide";
        let items = stage.app.get(path).as_(&stage.insurer).send().await.expect(200);
        items["data"].as_array().unwrap().len()
    };
    let problem = stage.void_decision(&held, &second).await.expect_problem(409, "conflict");
    assert_eq!(field_errors(&problem), pairs(&[("", "scholarships_decided")]));
    assert_eq!(problem["allowed_actions"], json!(["record_payment"]));
    let (held, year) = stage.year_step(&held, &second, (&year, "void-decision"), because()).await;
    assert_eq!((&year["status"], waiting().await), (&json!("verified"), 1));
    // Whom a year is paid to, and whether it is due at all, was seen by the decision.
    let problem = stage.void_decision(&held, &second).await.expect_problem(409, "conflict");
    assert_eq!(field_errors(&problem), pairs(&[("", "scholarships_claimed")]));
    let (held, year) = stage.year_step(&held, &stage.operator, (&year, "withdraw"), because()).await;
    assert_eq!((&year["status"], waiting().await), (&json!("withdrawn"), 0));
    let sent = stage.step(&held, &second, "void-decision", because()).await;
    stage.step(&sent, &stage.insurer, "record-decision", stage.approval(70_000_000)).await;
}

/// What was refused pays nobody and rests on nothing, also where its child was changed since.
#[tokio::test]
async fn a_year_that_was_refused_keeps_no_decision() {
    let stage = Stage::set().await;
    let second = stage.second_insurer();
    let (held, year) = stage.verified_year().await;
    let refusal =
        json!({"outcome": "rejected", "decided_on": stage.today, "rejection_reason": "Bukan murid."});
    let (held, year) = stage.year_step(&held, &stage.insurer, (&year, "record-decision"), refusal).await;
    assert_eq!(year["status"], "rejected");
    stage.step(&held, &second, "void-decision", because()).await;
}

#[tokio::test]
async fn neither_the_same_person_nor_a_system_takes_a_decision_back_and_nobody_does_it_twice() {
    let stage = Stage::set().await;
    let sent = stage.sent().await;
    let held = stage.step(&sent, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    let second = stage.second_insurer();
    let own = stage.void_decision(&held, &stage.insurer).await.expect_problem(409, "second_person_required");
    assert_eq!(own["allowed_actions"], json!(["record_payment"]));
    let system = stage.app.system(&["claims:read", "claims:decide"], "35.29");
    let seen = stage.app.get(&held.path()).as_(&system).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!(["record_payment"]));
    stage.void_decision(&held, &system).await.expect_problem(409, "second_person_required");
    stage.void_decision(&sent, &second).await.expect_problem(412, "version_mismatch");
    let empty = stage.try_step(&held, &second, "void-decision", &json!({"reason": " "})).await;
    let problem = empty.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
    assert_eq!(stage.read(&held).await.json["status"], "approved");

    let request = || {
        let request = stage.app.post(&held.action("void-decision")).as_(&second);
        request.header("if-match", &held.etag).header("idempotency-key", "void-1").json(&because())
    };
    let first = request().send().await;
    let again = request().send().await;
    assert_eq!(first.expect(200), again.expect(200));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let held = stage.read(&held).await;
    let twice = stage.void_decision(&held, &second).await.expect_problem(409, "invalid_state");
    assert_eq!(twice["allowed_actions"], json!(["record_decision"]));
}

#[tokio::test]
async fn only_what_is_decided_and_not_paid_is_taken_back() {
    let stage = Stage::set().await;
    let second = stage.second_insurer();
    let appealed =
        stage.step(&stage.rejected().await, &stage.operator, "appeal", json!({"reason": "Dibayar."})).await;
    let approved = stage.approved().await;
    let transfer = stage.transfer(&approved, 0, "TRF-1");
    let paid = stage.step(&approved, &stage.insurer, "record-payment", transfer).await;
    for (held, left) in [(appealed, json!(["record_decision"])), (paid, json!(["void_payment"]))] {
        let problem = stage.void_decision(&held, &second).await.expect_problem(409, "invalid_state");
        assert_eq!(problem["allowed_actions"], left);
    }
    // What the history does not tell any more is not guessed.
    let rejected = stage.rejected().await;
    let forget = "UPDATE changes SET before = NULL, after = NULL WHERE action = 'rejected'";
    stage.database.execute(forget, &[]).await.unwrap();
    let problem = stage.void_decision(&rejected, &second).await.expect_problem(409, "conflict");
    assert_eq!(field_errors(&problem), pairs(&[("", "history_erased")]));
}

#[tokio::test]
async fn the_story_says_which_decision_was_taken_back_and_why() {
    let stage = Stage::set().await;
    let approved = stage.approved().await;
    let second = stage.second_insurer();
    let held = stage.step(&approved, &second, "void-decision", because()).await;
    for (language, words) in [
        ("en", "A decision that was recorded in error was taken back by a second person."),
        ("id", "Keputusan yang salah dicatat dibatalkan oleh orang kedua."),
    ] {
        let worker = format!("/v1/workers/{}/timeline", held.json["worker"]["id"].as_str().unwrap());
        for path in [held.action("timeline"), worker] {
            let request = stage.app.get(&path).as_(&stage.officer).header("accept-language", language);
            let story = request.send().await.expect(200);
            let event = story["data"].as_array().unwrap().last().unwrap().clone();
            assert_eq!((&event["action"], &event["summary"]), (&json!("decision_voided"), &json!(words)));
            assert_eq!((&event["reason"], &event["actor_id"]), (&json!(REASON), &json!(second.id)));
            assert_eq!(event["amount_idr"], json!(42_000_000));
        }
    }
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let path = held.action("void-decision");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: because(),
        allowed: Role::Insurer,
        forbidden: &[
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Officer,
            Role::Approver,
            Role::Auditor,
            Role::Admin,
        ],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "approved");
}
