//! Whoever left a regency and died elsewhere hears nothing from it

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{covered, made, only, sender, take, told};
use crate::claims::stage::{Held, Stage};
use crate::deaths::Report;
use crate::support::cover::{ABROAD, HOME, apbd, registered_abroad, source, start, stranger, worker};
use crate::support::enrolment::execute;

/// Kind, recipient, state and reason of what the regency tells of a claim, in the order in which it happened.
async fn heard(stage: &Stage, held: &Held) -> Vec<String> {
    let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |one: &Value| {
        [&one["kind"], &one["recipient"]["kind"], &one["status"], &one["cancel_reason"]].map(text).join(" ")
    };
    found.iter().map(line).collect()
}

#[tokio::test]
async fn of_the_claim_that_is_left_behind_the_family_hears_from_the_death_on() {
    let mut stage = Stage::set().await;
    stage.operator = stage.app.account(Role::VillageOperator, &[HOME]);
    let mover = worker(&stage.app, 1).await;
    let open = "update persons set open_worker_id = $1, open_regency_id = 1 where id = $2";
    execute(&stage.app, open, &[&mover.id, &mover.person_id]).await;
    let body = json!({ "kind": "work_accident", "worker_id": mover.id, "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9), "circumstances": "Tersiram minyak panas." });
    let draft = stage.file(body).await;
    let own = json!({ "name": "Siti Aminah", "relation": "self", "share_basis_points": 10000 });
    let held = stage.give_account(&stage.add(&draft, own).await, 0).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    assert_eq!(heard(&stage, &held).await, ["claim_sent worker ready -"]);

    let neighbour = stranger(&stage.app);
    let wanted = json!({ "nik": mover.nik.as_str(), "to_village_code": ABROAD, "reason": "Ikut suami" });
    let asked = stage.app.post("/v1/transfers").as_(&neighbour).json(&wanted).send().await;
    let path = format!("/v1/transfers/{}/accept", asked.expect(201)["id"].as_str().unwrap());
    let accept = stage.app.post(&path).as_(&stage.operator).header("If-Match", asked.header("etag").unwrap());
    let moved = accept.json(&json!({})).send().await.expect(200);
    // The regency that was left keeps what it has to tell.
    assert_eq!(heard(&stage, &held).await, ["claim_sent worker ready -"]);

    let death = json!({ "worker_id": moved["worker_id"], "died_on": stage.today, "source": "family" });
    let answer = stage.app.post("/v1/deaths").as_(&neighbour).json(&death).send().await;
    answer.expect(201);
    let report = Report::of(&answer);
    assert_eq!(
        heard(&stage, &held).await,
        ["claim_sent worker cancelled recipient_died", "claim_sent family ready -"]
    );
    let held = stage.read(&held).await;
    let held = stage.step(&held, &stage.insurer, "record-decision", stage.approval(2_000_000)).await;
    assert_eq!(
        heard(&stage, &held).await,
        [
            "claim_sent worker cancelled recipient_died",
            "claim_sent family ready -",
            "claim_approved family ready -"
        ]
    );
    let letter = only(&stage.app, "claim_approved").await;
    assert_eq!(
        (&letter["region_code"], &letter["recipient"]["name"]),
        (&json!(HOME), &json!("Ahli waris Siti Aminah"))
    );
    // Of the registration that was left the regency sees nothing else than before.
    let left = stage.app.get(&mover.path("")).as_(&stage.officer).send().await.expect(200);
    assert_eq!((&left["status"], &left["status_reason"]), (&json!("inactive"), &json!("moved_out")));

    let reason = json!({ "reason": "saudaranya" });
    report.act(&stage.app, &neighbour, "revoke", &reason).await.expect(200);
    assert_eq!(
        heard(&stage, &held).await,
        [
            "claim_sent worker ready -",
            "claim_sent family cancelled superseded",
            "claim_approved family cancelled superseded"
        ]
    );
}

#[tokio::test]
async fn a_sender_and_the_village_get_nothing_for_whoever_died_elsewhere() {
    let died = "update workers set status = 'inactive', status_reason = 'deceased' where id = $1";
    let reported = "insert into deaths (id, regency_id, status, worker_id, person_id, village_code, died_on, source, \
                    may_be_covered, opened_claim, effects, version, created_at, updated_at) \
                    select gen_random_uuid(), regency_id, 'recorded', id, person_id, village_code, '2026-11-02', \
                    'family', false, false, '{\"registrations\": [], \"periods\": []}', 1, now(), now() \
                    from workers where id = $1";
    for statement in [died, reported] {
        let app = start().await;
        let budget = source(&app, apbd()).await;
        let left = covered(&app, 1, budget).await;
        made(&app).await;
        execute(&app, "update messages set channel = 'letter'", &[]).await;
        let village = app.account(Role::VillageOperator, &[HOME]);
        let people = async || {
            let path = "/v1/work-items?kind=letters_to_print";
            let shown = app.get(path).as_(&village).send().await.expect(200);
            shown["data"].as_array().unwrap().iter().map(|item| item["people"].clone()).collect::<Vec<_>>()
        };
        let printed = async || {
            let path = "/v1/messages?channel=letter&status=ready";
            let page = app.get(path).as_(&village).header("Accept", "text/html").send().await;
            page.text().contains("mulai 1 Februari 2026 Anda dilindungi")
        };
        let abroad = registered_abroad(&app, &left).await;
        assert_eq!((people().await, printed().await), (vec![json!(1)], true));
        execute(&app, statement, &[&abroad.id]).await;
        assert_eq!((people().await, printed().await), (Vec::new(), false));
        let taken = take(&app, &sender(&app), &json!({ "channel": "letter" })).await.expect(200);
        assert_eq!(taken["data"], json!([]));
        let shown = only(&app, "cover_started").await;
        assert_eq!(
            (&shown["status"], &shown["cancel_reason"]),
            (&json!("cancelled"), &json!("recipient_died"))
        );
    }
}
