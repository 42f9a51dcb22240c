//! Letters that turned false do not go out

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::told;
use crate::claims::stage::{Held, Stage, VILLAGE};
use crate::support::cover::{HOME, worker};
use crate::support::enrolment::execute;

/// Kind and state of what is told of a claim, in the order in which it happened.
async fn states(stage: &Stage, held: &Held) -> Vec<String> {
    let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |one: &Value| [&one["kind"], &one["status"], &one["cancel_reason"]].map(text).join(" ");
    found.iter().map(line).collect()
}

fn why() -> Value {
    json!({ "reason": "Keluarga memilih lain." })
}

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
async fn what_happened_at_once_leaves_nothing_that_is_false() {
    let stage = Stage::set().await;
    let sent = stage.sent().await;
    stage.step(&sent, &stage.operator, "withdraw", why()).await;
    let ready = told(&stage.app, &format!("?subject_id={}&status=ready", sent.id)).await;
    assert_eq!(ready, [json!(null); 0]);
}

#[tokio::test]
async fn whoever_has_appealed_is_not_told_of_the_right_to_it() {
    let stage = Stage::set().await;
    let rejected = stage.rejected().await;
    assert_eq!(states(&stage, &rejected).await, ["claim_sent ready -", "claim_rejected ready -"]);
    let appealed = stage.step(&rejected, &stage.operator, "appeal", why()).await;
    let first = ["claim_sent ready -", "claim_rejected cancelled superseded"];
    assert_eq!(states(&stage, &appealed).await, first);
    // Refused once more, there is a right to appeal once more.
    let rejected = stage.step(&appealed, &stage.insurer, "record-decision", stage.rejection()).await;
    let [sent, refused] = first;
    assert_eq!(states(&stage, &rejected).await, [sent, refused, "claim_rejected ready -"]);
    let appealed = stage.step(&rejected, &stage.operator, "appeal", why()).await;
    assert_eq!(states(&stage, &appealed).await, [sent, refused, refused]);
    // Also what was written before appeals were heeded is wrong once the insurer pays.
    let waits = "update messages set status = 'ready', cancel_reason = null where kind = 'claim_rejected'";
    execute(&stage.app, waits, &[]).await;
    stage.step(&appealed, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    assert_eq!(states(&stage, &appealed).await, [sent, refused, refused, "claim_approved ready -"]);
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

#[tokio::test]
async fn who_is_taken_out_of_a_claim_is_not_asked_for_its_papers() {
    let stage = Stage::set().await;
    let held = stage.step(&stage.with_family().await, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "return", json!({ "missing": ["Akta kematian"] })).await;
    let ready = async || {
        let found = told(&stage.app, &format!("?subject_id={}&status=ready", held.id)).await;
        let name = |one: &Value| one["recipient"]["name"].as_str().unwrap().to_owned();
        let mut names: Vec<String> = found.iter().map(name).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(ready().await, ["Ahmad Hasan", "Nur Hasanah", "Siti Aminah"]);
    let path = held.beneficiary(1);
    let gone = stage.send(Method::DELETE, &path, &stage.operator, Some(&held.etag), &Value::Null).await;
    gone.expect(204);
    assert_eq!(ready().await, ["Nur Hasanah", "Siti Aminah"]);
}

/// States another account of the widow, by the office.
async fn asks(stage: &Stage, held: &Held, number: &str) -> Held {
    let path = format!("{}/payout-account", held.beneficiary(0));
    let account = json!({ "bank_name": "BRI", "bank_code": "002", "account_number": number,
        "account_holder_name": "Siti Aminah" });
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &account).await.expect(200);
    stage.read(held).await
}

/// A second person decides upon it.
async fn decides(stage: &Stage, held: &Held, action: &str, body: &Value) -> Held {
    let path = format!("{}/payout-account/{action}", held.beneficiary(0));
    stage.send(Method::POST, &path, &stage.approver, Some(&held.etag), body).await.expect(200);
    stage.read(held).await
}

/// State of what is told of accounts.
async fn of_accounts(stage: &Stage, held: &Held) -> Vec<String> {
    let mut all = states(stage, held).await;
    all.retain(|one| one.starts_with("account_changed"));
    all
}

#[tokio::test]
async fn a_request_for_another_account_is_not_told_once_it_is_decided() {
    let stage = Stage::set().await;
    let (waits, over) = ("account_changed ready -", "account_changed cancelled superseded");
    let held = asks(&stage, &stage.approved().await, "99987654321").await;
    assert_eq!(of_accounts(&stage, &held).await, [waits]);
    let held = decides(&stage, &held, "reject", &json!({ "reason": "Tidak diminta." })).await;
    assert_eq!(of_accounts(&stage, &held).await, [over]);
    let held = asks(&stage, &held, "99987654322").await;
    assert_eq!(of_accounts(&stage, &held).await, [over, waits]);
    // Another one is asked for instead.
    let held = asks(&stage, &held, "99987654323").await;
    assert_eq!(of_accounts(&stage, &held).await, [over, over, waits]);
    // The account that she has is stated: what was asked for is taken back.
    let held = stage.give_account_as(&stage.officer, &held, 0).await;
    assert_eq!(of_accounts(&stage, &held).await, [over, over, over]);
    let held = asks(&stage, &held, "99987654324").await;
    let held = decides(&stage, &held, "approve", &json!({})).await;
    let found = told(&stage.app, "?kind=account_changed&status=ready").await;
    assert_eq!(found.len(), 1, "{found:?}");
    let text = found[0]["text"]["id"].as_str().unwrap();
    assert!(text.starts_with("Rekening Anda diganti") && text.contains("yang berakhir 324."), "{text}");
    // That her account was changed stays true while something else is asked for, and no longer.
    let held = asks(&stage, &held, "99987654325").await;
    let ready = async || told(&stage.app, "?kind=account_changed&status=ready").await.len();
    assert_eq!(ready().await, 2);
    decides(&stage, &held, "approve", &json!({})).await;
    assert_eq!(ready().await, 1);
}

#[tokio::test]
async fn a_request_for_another_account_is_not_told_once_the_claim_is_taken_back() {
    let stage = Stage::set().await;
    let held = asks(&stage, &stage.sent().await, "99987654321").await;
    assert_eq!(of_accounts(&stage, &held).await, ["account_changed ready -"]);
    stage.step(&held, &stage.operator, "withdraw", why()).await;
    assert_eq!(of_accounts(&stage, &held).await, ["account_changed cancelled superseded"]);
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

#[tokio::test]
async fn what_waits_for_whoever_moves_names_the_office_of_the_new_village() {
    let mut stage = Stage::set().await;
    stage.operator = stage.app.account(Role::VillageOperator, &[HOME]);
    let mover = worker(&stage.app, 1).await;
    let open = "update persons set open_worker_id = $1, open_regency_id = 1 where id = $2";
    execute(&stage.app, open, &[&mover.id, &mover.person_id]).await;
    let body = json!({ "kind": "work_accident", "worker_id": mover.id, "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9), "circumstances": "Tersiram minyak panas." });
    let draft = stage.file(body).await;
    let own = json!({ "name": "Siti Aminah", "relation": "self", "share_basis_points": 10000 });
    let held = stage.add(&draft, own).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    let told_of = async || {
        let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let line = |one: &Value| {
            let office = text(&one["text"]["id"]).split_once("Bawa ke ").unwrap().1.to_owned();
            format!(
                "{} {} {} {office}",
                text(&one["region_code"]),
                text(&one["status"]),
                text(&one["cancel_reason"])
            )
        };
        found.iter().map(line).collect::<Vec<String>>()
    };
    assert_eq!(told_of().await, [format!("{HOME} ready - kantor kelurahan; dibantu tanpa biaya.")]);
    let there = stage.app.account(Role::VillageOperator, &[VILLAGE]);
    let wanted = json!({ "nik": mover.nik.as_str(), "to_village_code": VILLAGE, "reason": "Ikut suami" });
    let asked = stage.app.post("/v1/transfers").as_(&there).json(&wanted).send().await;
    let path = format!("/v1/transfers/{}/accept", asked.expect(201)["id"].as_str().unwrap());
    let accept = stage.app.post(&path).as_(&stage.operator).header("If-Match", asked.header("etag").unwrap());
    accept.json(&json!({})).send().await.expect(200);
    let moved = [
        format!("{HOME} cancelled superseded kantor kelurahan; dibantu tanpa biaya."),
        format!("{VILLAGE} ready - kantor desa; dibantu tanpa biaya."),
    ];
    assert_eq!(told_of().await, moved);
    let accepted = told(&stage.app, "?kind=transfer_accepted&status=ready").await;
    assert_eq!(accepted.len(), 1, "{accepted:?}");
    // It is completed: the letter of the new village is taken back as any other.
    let held = stage.read(&held).await;
    stage.operator = there;
    stage.step(&held, &stage.operator, "submit", json!({})).await;
    let ready = told(&stage.app, "?kind=claim_returned&status=ready").await;
    assert_eq!(ready, [json!(null); 0]);
}
