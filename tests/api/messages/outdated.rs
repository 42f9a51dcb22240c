//! Letters that turned false do not go out

use serde_json::json;

use super::{PATH, only, states, told, why};
use crate::claims::stage::{Held, Stage};
use crate::support::enrolment::execute;

#[tokio::test]
async fn of_a_claim_that_is_taken_back_no_decision_is_announced_and_nothing_is_missing() {
    let stage = Stage::set().await;
    let sent = stage.sent().await;
    assert_eq!(states(&stage, &sent).await, ["claim_sent ready -"]);
    stage.step(&sent, &stage.operator, "withdraw", why()).await;
    assert_eq!(states(&stage, &sent).await, ["claim_sent cancelled superseded"]);
    let submitted = stage.submitted().await;
    let missing = json!({ "missing": ["Akta kematian"] });
    let returned = stage.step(&submitted, &stage.officer, "return", missing).await;
    assert_eq!(states(&stage, &returned).await, ["claim_returned ready -"]);
    stage.step(&returned, &stage.operator, "withdraw", why()).await;
    assert_eq!(states(&stage, &returned).await, ["claim_returned cancelled superseded"]);
}

#[tokio::test]
async fn of_a_claim_that_comes_back_no_decision_is_announced() {
    let stage = Stage::set().await;
    let sent = stage.sent().await;
    assert_eq!(states(&stage, &sent).await, ["claim_sent ready -"]);
    let missing = json!({ "missing": ["Akta kematian"] });
    let returned = stage.step(&sent, &stage.officer, "return", missing).await;
    assert_eq!(
        states(&stage, &returned).await,
        ["claim_sent cancelled superseded", "claim_returned ready -"]
    );
    let held = stage.step(&returned, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    assert_eq!(
        states(&stage, &returned).await,
        ["claim_sent cancelled superseded", "claim_returned cancelled superseded", "claim_sent ready -"]
    );
}

#[tokio::test]
async fn what_failed_or_was_cancelled_turns_false_too_and_is_not_opened_again() {
    for (status, reason) in [("failed", None), ("cancelled", Some("by_hand"))] {
        let stage = Stage::set().await;
        let submitted = stage.submitted().await;
        let missing = json!({ "missing": ["Akta kematian"] });
        let returned = stage.step(&submitted, &stage.officer, "return", missing).await;
        assert_eq!(states(&stage, &returned).await, ["claim_returned ready -"]);
        let closed = "update messages set status = $1, cancel_reason = $2";
        execute(&stage.app, closed, &[&status, &reason]).await;
        assert_eq!(only(&stage.app, "claim_returned").await["allowed_actions"], json!(["reopen"]));
        stage.step(&returned, &stage.operator, "submit", json!({})).await;
        assert_eq!(states(&stage, &returned).await, ["claim_returned cancelled superseded"]);
        let shown = only(&stage.app, "claim_returned").await;
        assert_eq!(shown["allowed_actions"], json!([]));
        let path = format!("{PATH}/{}/reopen", shown["id"].as_str().unwrap());
        let reopen = stage.app.post(&path).as_(&stage.officer).header("If-Match", "\"2.masked\"");
        let problem = reopen.send().await.expect_problem(409, "invalid_state");
        assert_eq!(problem["allowed_actions"], json!([]));
    }
}

#[tokio::test]
async fn what_happened_at_once_leaves_nothing_that_is_false() {
    let stage = Stage::set().await;
    let sent = stage.sent().await;
    stage.step(&sent, &stage.operator, "withdraw", why()).await;
    let ready = told(&stage.app, &format!("?subject_id={}&status=ready", sent.id)).await;
    assert_eq!(ready, [json!(null); 0]);
}

#[tokio::test]
async fn who_has_not_appealed_hears_of_the_refusal_all_the_same_until_the_insurer_pays() {
    let stage = Stage::set().await;
    let rejected = stage.rejected().await;
    let first = ["claim_sent ready -", "claim_rejected ready -"];
    assert_eq!(states(&stage, &rejected).await, first);
    let appealed = stage.step(&rejected, &stage.operator, "appeal", why()).await;
    assert_eq!(states(&stage, &appealed).await, first);
    // Refused once more, it is told anew and not twice.
    let rejected = stage.step(&appealed, &stage.insurer, "record-decision", stage.rejection()).await;
    let (sent, over) = ("claim_sent ready -", "claim_rejected cancelled superseded");
    assert_eq!(states(&stage, &rejected).await, [sent, over, "claim_rejected ready -"]);
    let appealed = stage.step(&rejected, &stage.operator, "appeal", why()).await;
    assert_eq!(states(&stage, &appealed).await, [sent, over, "claim_rejected ready -"]);
    stage.step(&appealed, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    assert_eq!(states(&stage, &appealed).await, [sent, over, over, "claim_approved ready -"]);
}

#[tokio::test]
async fn a_decision_that_was_taken_back_is_not_announced_and_the_right_one_is() {
    let stage = Stage::set().await;
    let (second, wrong) = (stage.second_insurer(), || json!({ "reason": "Keputusan klaim lain." }));
    let held = stage.approved().await;
    let (sent, ready) = ("claim_sent ready -", "claim_approved ready -");
    assert_eq!(states(&stage, &held).await, [sent, ready]);
    let held = stage.step(&held, &second, "void-decision", wrong()).await;
    let over = "claim_approved cancelled superseded";
    assert_eq!(states(&stage, &held).await, [sent, over]);
    let held = stage.step(&held, &stage.insurer, "record-decision", stage.rejection()).await;
    assert_eq!(states(&stage, &held).await, [sent, over, "claim_rejected ready -"]);
    let held = stage.step(&held, &second, "void-decision", wrong()).await;
    let refused = "claim_rejected cancelled superseded";
    assert_eq!(states(&stage, &held).await, [sent, over, refused]);
    stage.step(&held, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    assert_eq!(states(&stage, &held).await, [sent, over, refused, ready]);
}

#[tokio::test]
async fn of_an_appeal_and_its_end_nobody_hears() {
    let stage = Stage::set().await;
    let rejected = stage.rejected().await;
    let told = ["claim_sent ready -", "claim_rejected ready -"];
    let appealed = stage.step(&rejected, &stage.operator, "appeal", why()).await;
    assert_eq!(states(&stage, &appealed).await, told);
    stage.step(&appealed, &stage.operator, "withdraw-appeal", why()).await;
    assert_eq!(states(&stage, &appealed).await, told);
}

#[tokio::test]
async fn what_is_missing_is_said_anew_once_a_claim_goes_on_that_was_taken_back() {
    let stage = Stage::set().await;
    let submitted = stage.submitted().await;
    let died = json!({ "worker_id": submitted.json["worker"]["id"], "died_on": submitted.json["event_on"],
        "source": "village_report" });
    stage.app.post("/v1/deaths").as_(&stage.officer).json(&died).send().await.expect(201);
    let missing = json!({ "missing": ["Akta kematian"] });
    let returned = stage.step(&stage.read(&submitted).await, &stage.officer, "return", missing).await;
    assert_eq!(states(&stage, &returned).await, ["claim_returned ready -"]);
    let held = stage.step(&returned, &stage.operator, "withdraw", why()).await;
    let over = "claim_returned cancelled superseded";
    assert_eq!(states(&stage, &held).await, [over]);
    let held = stage.step(&held, &stage.operator, "reopen", why()).await;
    assert_eq!(states(&stage, &held).await, [over, "claim_returned ready -"]);
    // Of a claim that lacked nothing there is nothing to say.
    let sent = stage.sent().await;
    assert_eq!(states(&stage, &sent).await, ["claim_sent ready -"]);
    let held = stage.step(&sent, &stage.operator, "withdraw", why()).await;
    let held = stage.step(&held, &stage.operator, "reopen", why()).await;
    assert_eq!(states(&stage, &held).await, ["claim_sent cancelled superseded"]);
}

#[tokio::test]
async fn a_refusal_that_counts_again_with_its_death_is_told_again() {
    let stage = Stage::set().await;
    let rejected = stage.rejected().await;
    let died = json!({ "worker_id": rejected.json["worker"]["id"], "died_on": rejected.json["event_on"],
        "source": "village_report" });
    let record = async || stage.app.post("/v1/deaths").as_(&stage.officer).json(&died).send().await;
    let report = record().await;
    let path = format!("/v1/deaths/{}/revoke", report.expect(201)["id"].as_str().unwrap());
    assert_eq!(states(&stage, &rejected).await, ["claim_sent ready -", "claim_rejected ready -"]);
    let revoke = stage.app.post(&path).as_(&stage.officer).header("if-match", report.header("etag").unwrap());
    revoke.json(&why()).send().await.expect(200);
    let over = ["claim_sent cancelled superseded", "claim_rejected cancelled superseded"];
    assert_eq!(states(&stage, &rejected).await, over);
    record().await.expect(201);
    assert_eq!(states(&stage, &rejected).await, [over[0], over[1], "claim_rejected ready -"]);
}

#[tokio::test]
async fn what_is_missing_is_said_anew_once_the_claim_is_of_another_kind() {
    let stage = Stage::set().await;
    let submitted = stage.submitted().await;
    let missing = json!({ "missing": ["Akta kematian"] });
    let returned = stage.step(&submitted, &stage.officer, "return", missing).await;
    assert_eq!(states(&stage, &returned).await, ["claim_returned ready -"]);
    let accident = json!({ "kind": "work_accident", "reason": "Terjatuh saat bekerja." });
    stage.step(&returned, &stage.operator, "reclassify", accident).await;
    assert_eq!(
        states(&stage, &returned).await,
        ["claim_returned cancelled superseded", "claim_returned ready -"]
    );
    let found = told(&stage.app, "?kind=claim_returned&status=ready").await;
    let text = found[0]["text"]["id"].as_str().unwrap();
    assert!(
        text.contains("Klaim kecelakaan kerja Moh. Hasan belum lengkap. Yang kurang: Akta kematian."),
        "{text}"
    );
}

/// Kind and state of what is told of the school year of this year.
async fn of_year(stage: &Stage, held: &Held) -> Vec<String> {
    let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
    let year = format!("beasiswa {}", stage.school_year(0));
    let own = found.iter().filter(|one| one["text"]["id"].as_str().unwrap().contains(&year));
    own.map(|one| format!("{} {}", one["kind"].as_str().unwrap(), one["status"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn of_a_year_that_is_taken_back_no_decision_is_announced() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    assert_eq!(of_year(&stage, &held).await, ["claim_sent ready"]);
    let (held, _) = stage.year_step(&held, &stage.operator, (&scholarship, "withdraw"), why()).await;
    assert_eq!(of_year(&stage, &held).await, ["claim_sent cancelled"]);
    let child = json!({ "id": scholarship["child_id"] });
    let (held, again) = stage.year(&held, &child).await;
    let accepts = json!({ "accept_documents": true });
    stage.year_step(&held, &stage.approver, (&again, "verify"), accepts).await;
    assert_eq!(of_year(&stage, &held).await, ["claim_sent cancelled", "claim_sent ready"]);
    // What was told of the claim itself is as it was.
    let claim = told(&stage.app, "?kind=claim_sent&status=ready").await;
    assert_eq!(claim.len(), 2, "{claim:?}");
}

#[tokio::test]
async fn that_a_year_was_refused_is_not_told_once_it_is_claimed_anew() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    let refusal = json!({ "outcome": "rejected", "decided_on": stage.today, "rejection_reason": "Rapor tidak terbaca." });
    let (held, _) = stage.year_step(&held, &stage.insurer, (&scholarship, "record-decision"), refusal).await;
    assert_eq!(of_year(&stage, &held).await, ["claim_sent ready", "claim_rejected ready"]);
    stage.year(&held, &json!({ "id": scholarship["child_id"] })).await;
    assert_eq!(of_year(&stage, &held).await, ["claim_sent ready", "claim_rejected cancelled"]);
}
