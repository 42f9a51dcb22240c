//! `POST /v1/claims/{id}/scholarships/{scholarship_id}/void-decision`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::child_path;
use crate::claims::stage::{Call, Held, Stage, field_errors, pairs};
use crate::support::app::Account;

const REASON: &str = "Keputusan ini milik anak lain.";

fn because() -> Value {
    json!({"reason": REASON})
}

impl Stage {
    fn year_refusal(&self) -> Value {
        json!({"outcome": "rejected", "decided_on": self.today, "rejection_reason": "Rapor tidak terbaca."})
    }

    /// A year that the insurer refused.
    async fn refused_year(&self) -> (Held, Value) {
        let (held, year) = self.verified_year().await;
        self.year_step(&held, &self.insurer, (&year, "record-decision"), self.year_refusal()).await
    }

    /// What somebody may do with a year.
    async fn year_actions(&self, held: &Held, year: &Value, by: &Account) -> Value {
        let path = held.action(&format!("scholarships/{}", year["id"].as_str().unwrap()));
        self.app.get(&path).as_(by).send().await.expect(200)["allowed_actions"].clone()
    }
}

#[tokio::test]
async fn a_wrong_approval_is_taken_back_by_a_second_person_and_the_right_one_is_paid() {
    let stage = Stage::set().await;
    let (held, verified) = stage.verified_year().await;
    let wrong = json!({
        "outcome": "approved", "decided_on": stage.today, "approved_amount_idr": 1_000_000,
        "insurer_reference": "BEA-7",
    });
    let (held, approved) =
        stage.year_step(&held, &stage.insurer, (&verified, "record-decision"), wrong).await;
    assert_eq!(
        (&approved["decided_by"], &approved["allowed_actions"]),
        (&json!(stage.insurer.id), &json!(["record_payment"]))
    );
    let second = stage.second_insurer();
    let offered = json!(["void_decision", "record_payment"]);
    assert_eq!(stage.year_actions(&held, &approved, &second).await, offered);

    let (held, voided) = stage.year_step(&held, &second, (&approved, "void-decision"), because()).await;
    for name in [
        "status",
        "status_reason",
        "verified_by",
        "verified_at",
        "decided_on",
        "decided_by",
        "approved_amount_idr",
        "insurer_reference",
        "payment",
    ] {
        assert_eq!(voided[name], verified[name], "{name}");
    }
    assert_eq!(voided["allowed_actions"], json!(["record_decision"]));
    // What is due at once has nothing to do with it.
    assert_eq!(
        (&held.json["status"], &held.json["approved_amount_idr"]),
        (&json!("approved"), &json!(70_000_000))
    );
    let request = stage.app.get(&held.action("timeline")).as_(&stage.officer).header("accept-language", "en");
    let story = request.send().await.expect(200);
    let event = story["data"].as_array().unwrap().last().unwrap();
    assert_eq!((&event["action"], &event["reason"]), (&json!("scholarship_decision_voided"), &json!(REASON)));
    assert_eq!(
        (&event["child_name"], &event["school_year"]),
        (&json!("Ani Hasanah"), &json!(stage.school_year(0)))
    );
    assert_eq!(
        event["summary"],
        "A decision about a scholarship that was recorded in error was taken back by a second person."
    );

    let right = json!({"outcome": "approved", "decided_on": stage.today});
    let (held, approved) = stage.year_step(&held, &stage.insurer, (&voided, "record-decision"), right).await;
    let transfer = stage.year_transfer(&held, &approved, "BEA-1");
    let (_, paid) = stage.year_step(&held, &stage.insurer, (&approved, "record-payment"), transfer).await;
    assert_eq!((&paid["status"], &paid["payment"]["amount_idr"]), (&json!("paid"), &json!(1_500_000)));
}

#[tokio::test]
async fn a_wrong_refusal_is_taken_back_and_the_year_counts_again() {
    let stage = Stage::set().await;
    let (held, refused) = stage.refused_year().await;
    let second = stage.second_insurer();
    assert_eq!(stage.year_actions(&held, &refused, &second).await, json!(["void_decision"]));
    assert_eq!(stage.year_actions(&held, &refused, &stage.insurer).await, json!([]));
    let (held, voided) = stage.year_step(&held, &second, (&refused, "void-decision"), because()).await;
    assert_eq!(
        (&voided["status"], &voided["status_reason"], &voided["decided_on"]),
        (&json!("verified"), &Value::Null, &Value::Null)
    );
    let child = json!({"id": refused["child_id"]});
    let twice = stage.try_year(&held, &child, &stage.school_year(0), "primary").await;
    assert_eq!(twice.expect_problem(409, "already_exists")["existing_id"], refused["id"]);
    let right = json!({"outcome": "approved", "decided_on": stage.today});
    let (_, approved) = stage.year_step(&held, &stage.insurer, (&voided, "record-decision"), right).await;
    assert_eq!(approved["status"], "approved");
}

#[tokio::test]
async fn a_refused_year_does_not_count_beside_the_one_that_was_claimed_anew() {
    let stage = Stage::set().await;
    let (held, refused) = stage.refused_year().await;
    let child = json!({"id": refused["child_id"]});
    let (held, anew) = stage.year(&held, &child).await;
    let second = stage.second_insurer();
    let answer = stage.try_year_step(&held, &second, (&refused, "void-decision"), &because()).await;
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!((&problem["existing_id"], &problem["allowed_actions"]), (&anew["id"], &json!([])));
    let (held, _) = stage.year_step(&held, &stage.operator, (&anew, "withdraw"), because()).await;
    let (_, voided) = stage.year_step(&held, &second, (&refused, "void-decision"), because()).await;
    assert_eq!(voided["status"], "verified");
}

/// The second person saw to whom the year goes and on what papers.
#[tokio::test]
async fn a_refused_year_does_not_count_again_once_its_child_or_its_papers_are_others() {
    let stage = Stage::set().await;
    let (held, refused) = stage.refused_year().await;
    let second = stage.second_insurer();
    let accepted =
        "UPDATE claim_documents SET verdict = 'refused', verdict_reason = 'Buram.' WHERE verdict IS NOT NULL";
    stage.database.execute(accepted, &[]).await.unwrap();
    let void =
        async |held: &Held| stage.try_year_step(held, &second, (&refused, "void-decision"), &because()).await;
    void(&held).await.expect_problem(409, "documents_missing");
    let path = child_path(&held, &json!({"id": refused["child_id"]}));
    let body = json!({"name": "Ani Hasan"});
    stage.send(Method::PATCH, &path, &stage.officer, Some(&held.etag), &body).await.expect(200);
    let held = stage.read(&held).await;
    assert_eq!(stage.year_actions(&held, &refused, &second).await, json!([]));
    let problem = void(&held).await.expect_problem(409, "conflict");
    assert_eq!(field_errors(&problem), pairs(&[("", "child_changed")]));
    assert_eq!(problem["allowed_actions"], json!([]));
}

#[tokio::test]
async fn neither_the_same_person_nor_a_system_takes_it_back_and_only_what_is_decided_and_not_paid() {
    let stage = Stage::set().await;
    let (verified, year) = stage.verified_year().await;
    let second = stage.second_insurer();
    let void = async |held: &Held, by: &Account| {
        stage.try_year_step(held, by, (&year, "void-decision"), &because()).await
    };
    let early = void(&verified, &second).await.expect_problem(409, "invalid_state");
    assert_eq!(early["allowed_actions"], json!(["record_decision"]));
    let decision = json!({"outcome": "approved", "decided_on": stage.today});
    let (held, approved) =
        stage.year_step(&verified, &stage.insurer, (&year, "record-decision"), decision).await;
    let own = void(&held, &stage.insurer).await.expect_problem(409, "second_person_required");
    assert_eq!(own["allowed_actions"], json!(["record_payment"]));
    let system = stage.app.system(&["claims:read", "claims:decide"], "35.29");
    void(&held, &system).await.expect_problem(409, "second_person_required");
    void(&verified, &second).await.expect_problem(412, "version_mismatch");
    let empty = stage.try_year_step(&held, &second, (&year, "void-decision"), &json!({"reason": ""})).await;
    let problem = empty.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
    let transfer = stage.year_transfer(&held, &approved, "BEA-1");
    let (held, _) = stage.year_step(&held, &stage.insurer, (&approved, "record-payment"), transfer).await;
    let paid = void(&held, &second).await.expect_problem(409, "invalid_state");
    assert_eq!(paid["allowed_actions"], json!(["void_payment"]));
    // The transfer first, and then the decision.
    let (held, _) = stage.year_step(&held, &second, (&year, "void-payment"), because()).await;
    let (_, voided) = stage.year_step(&held, &second, (&year, "void-decision"), because()).await;
    assert_eq!(voided["status"], "verified");
}

#[tokio::test]
async fn of_a_transfer_and_the_end_of_its_decision_at_once_one_wins() {
    let stage = Stage::set().await;
    let (held, year) = stage.approved_year().await;
    let (second, reason) = (stage.second_insurer(), because());
    let transfer = stage.year_transfer(&held, &year, "BEA-1");
    let (voided, paid) = tokio::join!(
        stage.try_year_step(&held, &second, (&year, "void-decision"), &reason),
        stage.try_year_step(&held, &stage.insurer, (&year, "record-payment"), &transfer),
    );
    let mut statuses = [voided.status.as_u16(), paid.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let expected = if voided.status == 200 { "verified" } else { "paid" };
    assert_eq!(stage.column("SELECT status FROM claim_scholarships").await, [expected]);
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let (held, year) = stage.approved_year().await;
    let path = held.action(&format!("scholarships/{}/void-decision", year["id"].as_str().unwrap()));
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
}
