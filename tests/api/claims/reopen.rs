//! `POST /v1/claims/{id}/reopen`.

use futures_util::future::join_all;
use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::scholarships::ani;
use super::stage::{Call, Held, READERS_ONLY, Stage, VILLAGE, field_errors, pairs, strings};
use crate::support::app::Account;
use crate::support::request::Answer;

fn reason() -> Value {
    json!({"reason": "Keluarga mengajukan juga."})
}

impl Stage {
    async fn withdrawn(&self, held: &Held) -> Held {
        self.step(held, &self.operator, "withdraw", json!({"reason": "Tidak jadi."})).await
    }

    /// Lets the office have the death on record of which a claim tells.
    async fn record_death(&self, held: &Held) {
        let body = json!({"worker_id": held.json["worker"]["id"], "died_on": held.json["event_on"],
            "source": "village_report"});
        self.app.post("/v1/deaths").as_(&self.officer).json(&body).send().await.expect(201);
    }

    /// Lets a claim go on, which may be refused.
    async fn try_reopen(&self, held: &Held, by: &Account) -> Answer {
        self.try_step(held, by, "reopen", &reason()).await
    }
}

#[tokio::test]
async fn a_claim_that_was_never_handed_in_is_a_draft_again() {
    let stage = Stage::set().await;
    let draft = stage.with_family().await;
    let withdrawn = stage.withdrawn(&draft).await;
    assert_eq!(withdrawn.json["allowed_actions"], json!(["reopen"]));
    let again = stage.step(&withdrawn, &stage.operator, "reopen", reason()).await;
    assert_eq!(
        (&again.json["status"], &again.json["status_reason"]),
        (&json!("draft"), &json!("Keluarga mengajukan juga."))
    );
    for name in ["beneficiaries", "event_on", "reported_on", "submitted_at", "returned_missing"] {
        assert_eq!(again.json[name], draft.json[name], "{name}");
    }
    assert!(strings(&again.json["allowed_actions"]).contains(&"submit"));
    let recorded = stage.recorded(&again).await;
    assert!(recorded.ends_with(&["withdrawn", "reopened"].map(str::to_owned)), "{recorded:?}");
    let request = stage.app.get(&again.action("timeline")).as_(&stage.officer);
    let story = request.header("accept-language", "en").send().await.expect(200);
    let event = story["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&event["summary"], &event["reason"]),
        (&json!("The withdrawn claim was reopened."), &json!("Keluarga mengajukan juga."))
    );
}

#[tokio::test]
async fn one_that_was_handed_in_is_checked_and_sent_anew_and_paid() {
    let stage = Stage::set().await;
    for held in [stage.submitted().await, stage.verified().await, stage.sent().await] {
        stage.record_death(&held).await;
        let withdrawn = stage.withdrawn(&stage.read(&held).await).await;
        let again = stage.step(&withdrawn, &stage.operator, "reopen", reason()).await;
        assert_eq!(
            (&again.json["status"], &again.json["returned_missing"]),
            (&json!("returned"), &json!([]))
        );
        for name in
            ["verified_at", "verified_by", "documents_complete_at", "sent_to_insurer_at", "decided_on"]
        {
            assert_eq!(again.json[name], Value::Null, "{name}");
        }
        for name in ["beneficiaries", "submitted_at", "submitted_by"] {
            assert_eq!(again.json[name], held.json[name], "{name}");
        }
        let held = stage.step(&again, &stage.operator, "submit", json!({})).await;
        let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
        let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
        let held = stage.step(&held, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
        let transfer = stage.transfer(&held, 0, &format!("TRF {}", held.id));
        let paid = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
        assert_eq!(paid.json["status"], "paid");
    }
}

#[tokio::test]
async fn what_was_missing_is_missing_still_and_papers_and_children_are_there() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let (held, child) = stage.child(&held, ani(None)).await;
    stage.child_paper(&held, &child, "birth_certificate", None).await.expect(201);
    let held = stage.read(&held).await;
    let missing = json!({"missing": ["Akta kematian", "KTP"]});
    let returned = stage.step(&held, &stage.officer, "return", missing).await;
    let parts = async |held: &Held| {
        let read =
            async |path: &str| stage.app.get(&held.action(path)).as_(&stage.officer).send().await.expect(200);
        [read("children").await["data"][0]["id"].clone(), read("documents").await["data"][0]["id"].clone()]
    };
    let before = parts(&returned).await;
    stage.record_death(&returned).await;
    let returned = stage.read(&returned).await;
    let withdrawn = stage.withdrawn(&returned).await;
    assert_eq!(withdrawn.json["returned_missing"], json!([]));
    let again = stage.step(&withdrawn, &stage.officer, "reopen", reason()).await;
    assert_eq!(
        (&again.json["status"], &again.json["returned_missing"]),
        (&json!("returned"), &json!(["Akta kematian", "KTP"]))
    );
    assert_eq!(parts(&again).await, before);
    assert!(before.iter().all(Value::is_string), "{before:?}");
    // Withdrawn once more after it was handed in, nothing is missing.
    let held = stage.step(&again, &stage.operator, "submit", json!({})).await;
    let again = stage.step(&stage.withdrawn(&held).await, &stage.operator, "reopen", reason()).await;
    assert_eq!(again.json["returned_missing"], json!([]));
}

/// Nobody is dead by a word of reason: the register may know by now that there was no death.
#[tokio::test]
async fn one_that_tells_of_a_death_that_is_not_recorded_is_a_draft_again() {
    let stage = Stage::set().await;
    let withdrawn = stage.withdrawn(&stage.sent().await).await;
    let again = stage.step(&withdrawn, &stage.operator, "reopen", reason()).await;
    assert_eq!(
        ["status", "submitted_at", "submitted_by", "verified_at"].map(|name| again.json[name].clone()),
        [json!("draft"), Value::Null, Value::Null, Value::Null]
    );
    // Whoever handed it in before does not confirm it.
    let revisers = stage.column("SELECT unnest(revised_by)::text FROM claims").await;
    assert_eq!(revisers, [stage.operator.id.to_string()]);
}

/// The guard of accounts counts from the first verification, also after the claim was taken back and went on.
#[tokio::test]
async fn an_account_that_was_verified_once_is_not_exchanged_alone() {
    let stage = Stage::set().await;
    let withdrawn = stage.withdrawn(&stage.verified().await).await;
    let held = stage.step(&withdrawn, &stage.operator, "reopen", reason()).await;
    let account =
        json!({"bank_name": "BRI", "account_number": "99987654321", "account_holder_name": "Siti Aminah"});
    let path = format!("{}/payout-account", held.beneficiary(0));
    stage.send(Method::PUT, &path, &stage.operator, Some(&held.etag), &account).await.expect(200);
    let held = stage.read(&held).await;
    let widow = &held.json["beneficiaries"][0];
    assert_eq!(
        (&widow["payout_state"], &widow["payout_account"]["account_number"]),
        (&json!("awaiting_approval"), &json!("*******000"))
    );
}

#[tokio::test]
async fn a_death_that_is_claimed_by_now_and_an_event_are_claimed_once() {
    let stage = Stage::set().await;
    let withdrawn = stage.withdrawn(&stage.with_widow().await).await;
    let worker = withdrawn.json["worker"]["id"].clone();
    let other = json!({"kind": "death", "worker_id": worker, "event_on": stage.days_ago(8)});
    let other = stage.file(other).await;
    let problem = stage.try_reopen(&withdrawn, &stage.operator).await.expect_problem(409, "already_exists");
    assert_eq!(problem["existing_id"], json!(other.id));
    let gone = stage.withdrawn(&other).await;
    let again = stage.step(&withdrawn, &stage.operator, "reopen", reason()).await;
    let problem = stage.try_reopen(&gone, &stage.operator).await.expect_problem(409, "already_exists");
    assert_eq!(problem["existing_id"], json!(again.id));

    let accident = json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(20)});
    let withdrawn = stage.withdrawn(&stage.file(accident.clone()).await).await;
    stage.file(accident).await;
    let problem = stage.try_reopen(&withdrawn, &stage.operator).await.expect_problem(409, "already_exists");
    assert_eq!(field_errors(&problem), pairs(&[("/event_on", "already_exists")]));
    assert_eq!(stage.read(&withdrawn).await.json["status"], "withdrawn");
}

#[tokio::test]
async fn of_two_claims_for_a_death_that_are_reopened_at_once_one_is() {
    let stage = Stage::set().await;
    let first = stage.withdrawn(&stage.with_widow().await).await;
    let worker = first.json["worker"]["id"].clone();
    let accident = json!({
        "kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(20), "died_on": stage.days_ago(10),
    });
    let second = stage.withdrawn(&stage.file(accident).await).await;
    let answers = join_all([&first, &second].map(|held| stage.try_reopen(held, &stage.operator))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let living = "SELECT count(*)::text FROM claims WHERE status <> 'withdrawn'";
    assert_eq!(stage.column(living).await, ["1"]);
}

#[tokio::test]
async fn a_claim_of_a_registration_that_was_merged_goes_on_with_the_one_that_stays() {
    let stage = Stage::set().await;
    let withdrawn = stage.withdrawn(&stage.with_widow().await).await;
    let worker: Uuid = withdrawn.json["worker"]["id"].as_str().unwrap().parse().unwrap();
    let stays = stage.worker(VILLAGE).await;
    let merged = "UPDATE workers SET status = 'merged', merged_into_id = $1 WHERE id = $2";
    stage.database.execute(merged, &[&stays, &worker]).await.unwrap();
    let withdrawn = stage.read(&withdrawn).await;
    let problem =
        stage.try_reopen(&withdrawn, &stage.operator).await.expect_problem(422, "unknown_reference");
    assert_eq!(field_errors(&problem), pairs(&[("/worker_id", "worker_merged")]));
    assert_eq!(problem["existing_id"], json!(stays));
    // A merge takes the claims along.
    let moved = "UPDATE claims SET worker_id = $1, person_id = (SELECT person_id FROM workers WHERE id = $1)";
    stage.database.execute(moved, &[&stays]).await.unwrap();
    let withdrawn = stage.read(&withdrawn).await;
    stage.step(&withdrawn, &stage.operator, "reopen", reason()).await;
}

#[tokio::test]
async fn what_was_let_go_with_a_death_that_was_none_comes_back_with_the_death() {
    let stage = Stage::set().await;
    let rejected = stage.rejected().await;
    let let_go = "UPDATE claims SET status = 'withdrawn', rejection_reason = NULL";
    stage.database.execute(let_go, &[]).await.unwrap();
    let held = stage.read(&rejected).await;
    assert_eq!(held.json["allowed_actions"], json!([]));
    let problem = stage.try_reopen(&held, &stage.operator).await.expect_problem(409, "conflict");
    assert_eq!(field_errors(&problem), pairs(&[("", "death_revoked")]));
    assert_eq!(problem["allowed_actions"], json!([]));
}

#[tokio::test]
async fn only_what_was_taken_back_goes_on_with_a_reason_and_once() {
    let stage = Stage::set().await;
    let withdrawn = stage.withdrawn(&stage.with_widow().await).await;
    let answer = stage.try_step(&withdrawn, &stage.operator, "reopen", &json!({"reason": ""})).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
    let again = stage.step(&withdrawn, &stage.operator, "reopen", reason()).await;
    let stale = stage.try_reopen(&withdrawn, &stage.operator).await;
    stale.expect_problem(412, "version_mismatch");
    for held in [again, stage.submitted().await, stage.rejected().await, stage.approved().await] {
        stage.try_reopen(&held, &stage.operator).await.expect_problem(409, "invalid_state");
    }
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.withdrawn(&stage.draft().await).await;
    let path = held.action("reopen");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: reason(),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "withdrawn");
}
