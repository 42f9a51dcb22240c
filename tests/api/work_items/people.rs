//! Registrations and claims

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{caused_on, items, only};
use crate::claims::stage::Stage;
use crate::deaths::{Report, death, of, send};
use crate::support::app::Account;
use crate::support::cover::{HOME, NEXT_DOOR, approver, one, start, worker};
use crate::support::enrolment::execute;
use crate::support::{TestApp, papers};

#[tokio::test]
async fn registrations_wait_to_be_verified_village_by_village() {
    let app = start().await;
    for serial in 1..=2 {
        let worker = worker(&app, serial).await;
        execute(&app, "update workers set status = 'registered' where id = $1", &[&worker.id]).await;
    }
    worker(&app, 3).await;
    let item = only(&app, &app.officer(), "workers_to_verify").await;
    assert_eq!(
        (&item["people"], &item["region_code"], &item["owner"], &item["link"]),
        (
            &json!(2),
            &json!(HOME),
            &json!("officer"),
            &json!(format!("/v1/workers?region={HOME}&status=registered"))
        )
    );
    assert_eq!(item["due_on"], json!(caused_on(&item) + chrono::Days::new(14)));
}

struct Claim {
    path: String,
    etag: String,
}

impl Claim {
    async fn act(&mut self, app: &TestApp, account: &Account, action: &str, body: Value) {
        let request =
            app.post(&format!("{}/{action}", self.path)).as_(account).header("If-Match", &self.etag);
        let answer = request.json(&body).send().await;
        answer.expect(200);
        self.etag = answer.header("etag").unwrap().to_owned();
    }
}

/// The claim goes its way, and at each point it is the work of one role.
#[tokio::test]
async fn a_claim_is_the_work_of_one_role_after_the_other() {
    // What claims compare with days are instants, which no test moves.
    let app = TestApp::start().await;
    let today = app.state.clock.today();
    let dead = worker(&app, 1).await;
    let (village, officer) = (app.account(Role::VillageOperator, &[HOME]), app.officer());
    let insurer = app.account(Role::Insurer, &["35.29"]);
    let body = json!({ "kind": "death", "worker_id": dead.id, "event_on": today });
    let filed = app.post("/v1/claims").as_(&village).json(&body).send().await;
    let id = filed.expect(201)["id"].as_str().unwrap().to_owned();
    let mut claim = Claim { path: format!("/v1/claims/{id}"), etag: String::new() };
    let item = only(&app, &village, "claim_to_submit").await;
    assert_eq!((&item["owner"], &item["link"]), (&json!("village_operator"), &json!(claim.path)));
    let widow = json!({ "name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10_000 });
    let added = app.post(&format!("{}/beneficiaries", claim.path)).as_(&village).json(&widow).send().await;
    added.expect(201);
    let read = app.get(&claim.path).as_(&village).send().await;
    claim.etag = read.header("etag").unwrap().to_owned();
    claim.act(&app, &village, "submit", json!({})).await;
    assert_eq!(only(&app, &officer, "claim_to_verify").await["owner"], "approver");
    let item = only(&app, &village, "claim_without_account").await;
    assert_eq!((&item["people"], &item["owner"]), (&json!(1), &json!("village_operator")));
    assert_eq!(items(&app, &village, "?kind=claim_without_account&owner=officer").await, [json!(null); 0]);
    claim.act(&app, &officer, "return", json!({ "missing": ["Akta kematian"] })).await;
    assert_eq!(only(&app, &village, "claim_to_complete").await["owner"], "village_operator");
    assert_eq!(items(&app, &village, "?kind=claim_without_account").await, [json!(null); 0]);
    claim.act(&app, &village, "submit", json!({})).await;
    // Of the papers for a death with a widow, one was sent and refused, and another in the place of one.
    let item = only(&app, &village, "documents_missing").await;
    assert_eq!((&item["people"], &item["reason"]), (&json!(1), &json!("8 dokumen klaim belum ada.")));
    let paper = "insert into claim_documents (id, regency_id, claim_id, kind, format, size_bytes, sha256, verdict, \
        verdict_reason, judged_by, judged_at, created_at, updated_at) select gen_random_uuid(), regency_id, id, 'bank_book', \
        'pdf', 1, repeat('0', 64), 'refused', 'Buram.', gen_random_uuid(), now(), now(), now() from claims where worker_id = $1";
    execute(&app, paper, &[&dead.id]).await;
    let letter = "insert into claim_documents (id, regency_id, claim_id, kind, format, size_bytes, sha256, created_at, updated_at) \
        select gen_random_uuid(), regency_id, id, 'heir_letter', 'pdf', 1, repeat('0', 64), now(), now() from claims \
        where worker_id = $1";
    execute(&app, letter, &[&dead.id]).await;
    // What was sent for a child's scholarship is no paper of the claim's own.
    let of_child = "with child as (insert into claim_children (id, regency_id, claim_id, place, name, birth_on, level, level_year, \
        may_be_due, created_at, updated_at) select gen_random_uuid(), regency_id, id, 1, 'Ani', '2015-03-04', 'primary', 4, \
        true, now(), now() from claims where worker_id = $1 returning *) \
        insert into claim_documents (id, regency_id, claim_id, child_id, kind, format, size_bytes, sha256, created_at, updated_at) \
        select gen_random_uuid(), regency_id, claim_id, id, 'family_card', 'pdf', 1, repeat('0', 64), now(), now() from child";
    execute(&app, of_child, &[&dead.id]).await;
    let item = only(&app, &village, "documents_missing").await;
    assert_eq!(
        (&item["people"], &item["reason"], &item["owner"]),
        (&json!(1), &json!("7 dokumen klaim belum ada."), &json!("village_operator"))
    );
    assert_eq!(item["link"], json!(format!("{}/checklist", claim.path)));
    papers::found_right(&app.database().owner().client().await.unwrap(), &id).await;
    assert_eq!(items(&app, &village, "?kind=documents_missing").await, [json!(null); 0]);
    claim.act(&app, &approver(&app), "verify", json!({})).await;
    assert_eq!(only(&app, &officer, "claim_to_send").await["owner"], "officer");
    // The village states no account any more.
    let item = only(&app, &village, "claim_without_account").await;
    assert_eq!((&item["owner"], &item["allowed_actions"]), (&json!("officer"), &json!([])));
    assert_eq!(items(&app, &officer, "?kind=claim_without_account&owner=officer").await.len(), 1);
    let of_village = "?kind=claim_without_account&owner=village_operator";
    assert_eq!(items(&app, &village, of_village).await, [json!(null); 0]);
    claim.act(&app, &officer, "send-to-insurer", json!({})).await;
    // Complete on the eve of Nyepi and Idulfitri: of the days until the 27th only three are working days.
    let eve = "update claims set documents_complete_at = '2026-03-17 05:00+00' where worker_id = $1";
    execute(&app, eve, &[&dead.id]).await;
    let item = only(&app, &insurer, "claim_to_decide").await;
    assert_eq!((&item["owner"], &item["due_on"]), (&json!("insurer"), &json!("2026-03-27")));
    let approval = json!({ "outcome": "approved", "decided_on": today, "approved_amount_idr": 42_000_000 });
    claim.act(&app, &insurer, "record-decision", approval).await;
    let item = only(&app, &insurer, "claim_to_pay").await;
    assert_eq!((&item["people"], &item["amount_idr"]), (&json!(1), &json!(42_000_000)));
    let left: i64 = one(&app, "select count(*) from work_item_marks").await;
    assert_eq!(left, 0, "items are derived");
}

#[tokio::test]
async fn a_claim_that_is_paid_in_parts_waits_for_what_is_left() {
    let stage = Stage::set().await;
    let held = stage.approved_family(42_000_000).await;
    let left = async || {
        let item = only(&stage.app, &stage.insurer, "claim_to_pay").await;
        (item["people"].clone(), item["amount_idr"].clone())
    };
    assert_eq!(left().await, (json!(3), json!(42_000_000)));
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let held = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(left().await, (json!(2), json!(21_000_000)));
    let payment = held.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap();
    let (second, reason) = (stage.second_insurer(), json!({ "reason": "Transfer klaim lain." }));
    let held = stage.step(&held, &second, &format!("payments/{payment}/void"), reason).await;
    assert_eq!(left().await, (json!(3), json!(42_000_000)));
    let transfer = stage.transfer(&held, 1, "TRF-2");
    stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(left().await, (json!(2), json!(31_500_000)));
}

#[tokio::test]
async fn a_report_waits_to_be_decided_and_a_death_for_its_claim() {
    let app = start().await;
    let (dead, officer) = (worker(&app, 1).await, app.officer());
    let told = death(json!({ "name": "Siti Aminah", "birth_on": "1982-06-15", "village_code": HOME }));
    let report = Report::recorded(&app, &told).await;
    let item = only(&app, &officer, "death_to_decide").await;
    assert_eq!(
        (&item["owner"], &item["link"], &item["region_code"]),
        (&json!("officer"), &json!(report.path), &json!(HOME))
    );
    assert_eq!(item["due_on"], json!(caused_on(&item) + chrono::Days::new(7)));
    let nobody = json!({ "worker_id": null });
    report.act(&app, &officer, "decide", &nobody).await.expect(200);
    assert_eq!(items(&app, &officer, "?kind=death_to_decide").await, [json!(null); 0]);
    let recorded = Report::recorded(&app, &of(&dead)).await;
    let item = only(&app, &officer, "death_unclaimed").await;
    assert_eq!((&item["owner"], &item["link"]), (&json!("officer"), &json!(recorded.path)));
    assert_eq!(item["reason"], "Peserta yang meninggal pada 2026-11-02 belum diajukan klaimnya.");
    assert_eq!(item["allowed_actions"], json!(["snooze", "finish", "assign"]));
    recorded.act(&app, &officer, "revoke", &json!({ "reason": "wrong person" })).await.expect(200);
    assert_eq!(items(&app, &officer, "?kind=death_unclaimed").await, [json!(null); 0]);
}

/// The village does not see who has the NIK, and the office does.
#[tokio::test]
async fn a_death_that_another_village_told_of_waits_for_the_office() {
    let app = start().await;
    let (dead, officer) = (worker(&app, 1).await, app.officer());
    let village = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    let told = json!({ "nik": dead.nik.as_str(), "name": "Siti Aminah", "village_code": NEXT_DOOR });
    let answer = send(&app, &village, &death(told)).await;
    assert_eq!(answer.expect(201)["status"], "not_registered");
    let report = Report::of(&answer);
    let item = only(&app, &officer, "death_to_decide").await;
    assert_eq!((&item["link"], &item["region_code"]), (&json!(report.path), &json!(NEXT_DOOR)));
    assert_eq!(items(&app, &village, "?kind=death_to_decide").await, [json!(null); 0]);
    let decided = report.act(&app, &officer, "decide", &json!({ "worker_id": dead.id })).await.expect(200);
    assert_eq!((&decided["status"], &decided["village_code"]), (&json!("recorded"), &json!(HOME)));
    assert_eq!(items(&app, &officer, "?kind=death_to_decide").await, [json!(null); 0]);
}
