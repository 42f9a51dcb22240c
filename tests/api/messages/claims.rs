//! What families hear of a claim

use reqwest::Method;
use serde_json::{Value, json};

use super::{only, phone, sender, take, told};
use crate::claims::stage::{Held, Stage};
use crate::support::enrolment::execute;

/// Kind, recipient and channel of every message about a claim, in the order of their letters.
async fn heard(stage: &Stage, held: &Held) -> Vec<String> {
    let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let line = |one: &Value| {
        [&one["kind"], &one["recipient"]["kind"], &one["recipient"]["name"], &one["channel"]]
            .map(text)
            .join(" ")
    };
    let mut lines: Vec<String> = found.iter().map(line).collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn a_widow_hears_how_the_claim_goes_until_the_money_is_sent() {
    let stage = Stage::set().await;
    let approved = stage.approved().await;
    let transfer = stage.transfer(&approved, 0, "TRF-1");
    stage.step(&approved, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(
        heard(&stage, &approved).await,
        [
            "claim_approved family Siti Aminah letter",
            "claim_paid family Siti Aminah letter",
            "claim_sent family Siti Aminah letter"
        ]
    );
    // Those that were made together too are in the order of what they tell.
    let listed = told(&stage.app, &format!("?subject_id={}", approved.id)).await;
    let kinds: Vec<&Value> = listed.iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["claim_sent", "claim_approved", "claim_paid"]);
    let shown = only(&stage.app, "claim_approved").await;
    assert_eq!(shown["link"], approved.path());
    let text = shown["text"]["id"].as_str().unwrap();
    assert!(text.starts_with("Klaim santunan kematian Moh. Hasan disetujui: Rp42.000.000."), "{text}");
    let text = only(&stage.app, "claim_paid").await["text"]["id"].clone();
    let text = text.as_str().unwrap();
    assert!(text.contains("sebesar Rp42.000.000 dikirim pada"), "{text}");
    assert!(text.contains("ke rekening Anda yang berakhir 000."), "{text}");
}

#[tokio::test]
async fn the_phone_of_the_next_of_kin_is_that_of_the_heir_of_this_name() {
    let stage = Stage::set().await;
    let held = stage.with_family().await;
    let worker: uuid::Uuid = held.json["worker"]["id"].as_str().unwrap().parse().unwrap();
    phone(&stage.app, worker).await;
    let kin = "update workers set next_of_kin_name = 'Hj. SITI AMINAH', next_of_kin_phone_sealed = phone_sealed, \
               next_of_kin_phone_mask = phone_mask, phone_sealed = null, phone_mask = null where id = $1";
    execute(&stage.app, kin, &[&worker]).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    assert_eq!(
        heard(&stage, &held).await,
        [
            "claim_sent family Ahmad Hasan letter",
            "claim_sent family Nur Hasanah letter",
            "claim_sent family Siti Aminah short_message"
        ]
    );
}

#[tokio::test]
async fn missing_papers_are_named_and_what_was_brought_is_not_asked_for_again() {
    let stage = Stage::set().await;
    let submitted = stage.submitted().await;
    let body = json!({ "missing": ["Akta kematian", "KTP 3529015506820001"] });
    let returned = stage.step(&submitted, &stage.officer, "return", body).await;
    let shown = only(&stage.app, "claim_returned").await;
    let texts = [&shown["text"]["id"], &shown["text"]["en"]].map(|text| text.as_str().unwrap().to_owned());
    assert!(texts[0].contains("Yang kurang: Akta kematian dan dokumen lain."), "{texts:?}");
    assert!(texts[1].contains("Missing: Death certificate and another paper."), "{texts:?}");
    stage.step(&returned, &stage.operator, "submit", json!({})).await;
    let shown = only(&stage.app, "claim_returned").await;
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("superseded")));
    // In other words the office may say it, too.
    let another = stage.submitted().await;
    let body = json!({ "missing": ["Akta kematian asli", "Foto kios"] });
    stage.step(&another, &stage.officer, "return", body).await;
    let found = told(&stage.app, "?kind=claim_returned&status=ready").await;
    let text = found[0]["text"]["en"].as_str().unwrap();
    assert!(text.contains("Missing: Akta kematian asli (death certificate) and \"Foto kios\"."), "{text}");
}

#[tokio::test]
async fn a_refusal_tells_of_the_right_to_appeal_and_not_of_its_reason() {
    let stage = Stage::set().await;
    stage.rejected().await;
    let text = only(&stage.app, "claim_rejected").await["text"]["id"].clone();
    let text = text.as_str().unwrap();
    assert!(text.contains("Anda berhak mengajukan keberatan."), "{text}");
    assert!(!text.contains("Iuran tidak dibayar"), "{text}");
}

#[tokio::test]
async fn whose_account_is_to_be_another_hears_of_it_twice() {
    let stage = Stage::set().await;
    let approved = stage.approved().await;
    let path = format!("{}/payout-account", approved.beneficiary(0));
    let account = json!({ "bank_name": "BRI", "bank_code": "002", "account_number": "99987654321",
        "account_holder_name": "SITI AMINA" });
    let sent = stage.send(Method::PUT, &path, &stage.officer, Some(&approved.etag), &account).await;
    sent.expect(200);
    let text = only(&stage.app, "account_changed").await["text"]["id"].clone();
    let text = text.as_str().unwrap();
    assert!(
        text.starts_with("Ada permintaan mengganti rekening Anda untuk santunan kematian Moh. Hasan"),
        "{text}"
    );
    assert!(text.contains("menjadi BRI yang berakhir 321."), "{text}");
    let waiting = stage.read(&approved).await;
    let path = format!("{path}/approve");
    let approve = stage.send(Method::POST, &path, &stage.approver, Some(&waiting.etag), &json!({})).await;
    approve.expect(200);
    let found = told(&stage.app, "?kind=account_changed").await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1]["text"]["id"].as_str().unwrap().starts_with("Rekening Anda diganti"), "{found:?}");
}

#[tokio::test]
async fn a_guardian_hears_once_for_all_children() {
    let stage = Stage::set().await;
    let mut held = stage.draft().await;
    for name in ["Rizky", "Putri"] {
        let child = json!({ "name": name, "relation": "child", "birth_on": "2018-01-01", "guardian_name": "Nenek Sumiati",
            "share_basis_points": 5000 });
        held = stage.add(&held, child).await;
    }
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    stage.step(&held, &stage.officer, "return", json!({ "missing": ["Akta kematian"] })).await;
    assert_eq!(heard(&stage, &held).await, ["claim_returned family Nenek Sumiati letter"]);
}

#[tokio::test]
async fn who_survived_an_accident_hears_of_the_claim_in_person() {
    let stage = Stage::set().await;
    let worker = stage.worker(crate::claims::stage::VILLAGE).await;
    phone(&stage.app, worker).await;
    let body = json!({ "kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9), "circumstances": "Tersiram minyak panas." });
    let draft = stage.file(body).await;
    let held = stage
        .add(&draft, json!({ "name": "Moh. Hasan", "relation": "self", "share_basis_points": 10000 }))
        .await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    assert_eq!(heard(&stage, &held).await, ["claim_returned worker Moh. Hasan short_message"]);
    let text = only(&stage.app, "claim_returned").await["text"]["id"].clone();
    assert!(text.as_str().unwrap().contains("Yang kurang: Kronologi kejadian."), "{text}");
}

/// A work accident that a worker with a phone survived, given back for want of a paper; the widow-to-be has a phone too.
async fn survived() -> (Stage, Held, uuid::Uuid) {
    let stage = Stage::set().await;
    let worker = stage.worker(crate::claims::stage::VILLAGE).await;
    phone(&stage.app, worker).await;
    let kin = "update workers set next_of_kin_name = 'Siti Aminah', next_of_kin_phone_sealed = phone_sealed, \
               next_of_kin_phone_mask = phone_mask where id = $1";
    execute(&stage.app, kin, &[&worker]).await;
    let body = json!({ "kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9), "circumstances": "Tersiram minyak panas." });
    let draft = stage.file(body).await;
    let own = json!({ "name": "Moh. Hasan", "relation": "self", "share_basis_points": 10000 });
    let held = stage.add(&draft, own).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    (stage, held, worker)
}

#[tokio::test]
async fn who_died_since_is_not_told_of_a_claim_but_the_next_of_kin_is() {
    let (stage, held, worker) = survived().await;
    let dead = "update workers set status = 'inactive', status_reason = 'deceased' where id = $1";
    execute(&stage.app, dead, &[&worker]).await;
    stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    assert_eq!(heard(&stage, &held).await, ["claim_returned family Siti Aminah short_message"]);
    let text = only(&stage.app, "claim_returned").await["text"]["id"].clone();
    assert!(text.as_str().unwrap().starts_with("Kami turut berduka cita. Klaim kecelakaan kerja"), "{text}");
}

#[tokio::test]
async fn what_the_dead_were_to_hear_of_a_claim_the_family_hears() {
    let (stage, held, worker) = survived().await;
    stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    assert_eq!(heard(&stage, &held).await, ["claim_returned worker Moh. Hasan short_message"]);
    let death = json!({ "worker_id": worker, "died_on": stage.days_ago(3), "source": "village_report",
        "place": "home" });
    let report = crate::deaths::Report::recorded(&stage.app, &death).await;
    assert_eq!(
        heard(&stage, &held).await,
        ["claim_returned family Siti Aminah short_message", "claim_returned worker Moh. Hasan short_message"]
    );
    let states = async || {
        let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
        let state = |one: &Value| format!("{} {}", one["recipient"]["kind"], one["status"]).replace('"', "");
        let mut states: Vec<String> = found.iter().map(state).collect();
        states.sort_unstable();
        states
    };
    assert_eq!(states().await, ["family ready", "worker cancelled"]);
    report.act(&stage.app, &stage.officer, "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
    assert_eq!(states().await, ["family cancelled", "worker ready"]);
    // It was no error after all.
    crate::deaths::Report::recorded(&stage.app, &death).await;
    assert_eq!(states().await, ["family ready", "worker cancelled"]);
}

#[tokio::test]
async fn what_was_kept_back_because_of_a_death_and_is_wrong_since_stays_back() {
    let (stage, held, worker) = survived().await;
    let missing = json!({ "missing": ["chronology"] });
    let held = stage.step(&held, &stage.officer, "return", missing).await;
    assert_eq!(only(&stage.app, "claim_returned").await["status"], "ready");
    let death = json!({ "worker_id": worker, "died_on": stage.days_ago(3), "source": "village_report",
        "place": "home" });
    let report = crate::deaths::Report::recorded(&stage.app, &death).await;
    assert_eq!(told(&stage.app, "?kind=claim_returned&status=ready").await.len(), 1);
    stage.step(&held, &stage.operator, "withdraw", json!({ "reason": "Tidak jadi." })).await;
    assert_eq!(told(&stage.app, "?kind=claim_returned&status=ready").await, [json!(null); 0]);
    report.act(&stage.app, &stage.officer, "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
    let found = told(&stage.app, "?kind=claim_returned").await;
    let reasons: Vec<&Value> = found.iter().map(|one| &one["cancel_reason"]).collect();
    assert_eq!(reasons, ["superseded", "superseded"]);
}

#[tokio::test]
async fn what_a_family_was_told_because_of_a_death_in_error_does_not_go_out() {
    let (stage, held, worker) = survived().await;
    let death = json!({ "worker_id": worker, "died_on": stage.days_ago(3), "source": "village_report",
        "place": "home" });
    let report = crate::deaths::Report::recorded(&stage.app, &death).await;
    stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    assert_eq!(heard(&stage, &held).await, ["claim_returned family Siti Aminah short_message"]);
    report.act(&stage.app, &stage.officer, "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
    assert_eq!(only(&stage.app, "claim_returned").await["cancel_reason"], "superseded");
}

#[tokio::test]
async fn who_is_paid_anew_hears_of_the_right_transfer_alone() {
    let stage = Stage::set().await;
    let approved = stage.approved().await;
    let transfer = stage.transfer(&approved, 0, "TRF-1");
    let paid = stage.step(&approved, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(only(&stage.app, "claim_paid").await["status"], "ready");
    let payment = paid.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap();
    let void = format!("payments/{payment}/void");
    let second = stage.second_insurer();
    let due = stage.step(&paid, &second, &void, json!({ "reason": "Transfer klaim lain." })).await;
    let shown = only(&stage.app, "claim_paid").await;
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("superseded")));
    let transfer = stage.transfer(&due, 0, "TRF-2");
    stage.step(&due, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(told(&stage.app, "?kind=claim_paid&status=ready").await.len(), 1);
    assert_eq!(told(&stage.app, "?kind=claim_paid").await.len(), 2);
}

#[tokio::test]
async fn of_whose_death_a_claim_tells_nothing_waits_any_more() {
    let (stage, held, _) = survived().await;
    stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    assert_eq!(only(&stage.app, "claim_returned").await["status"], "ready");
    execute(&stage.app, "update claims set died_on = event_on", &[]).await;
    let taken = take(&stage.app, &sender(&stage.app), &json!({})).await.expect(200);
    assert_eq!(taken["data"], json!([]));
    let shown = only(&stage.app, "claim_returned").await;
    assert_eq!(
        ["status", "cancel_reason", "allowed_actions"].map(|name| shown[name].clone()),
        [json!("cancelled"), json!("recipient_died"), json!([])]
    );
}

#[tokio::test]
async fn where_nobody_was_named_the_heirs_get_a_letter() {
    let (stage, held, worker) = survived().await;
    let dead = "update workers set status = 'inactive', status_reason = 'deceased', next_of_kin_name = null, \
                next_of_kin_phone_sealed = null, next_of_kin_phone_mask = null where id = $1";
    execute(&stage.app, dead, &[&worker]).await;
    stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    assert_eq!(heard(&stage, &held).await, ["claim_returned family Ahli waris Moh. Hasan letter"]);
}
