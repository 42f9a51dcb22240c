//! Claims at each point of their life.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Sample;
use crate::access_matrix::cast::{Cast, VILLAGE};
use crate::support::papers;

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    Some(match operation {
        "create_claim" => {
            let worker = worker(cast).await;
            Sample::plain().json(json!({ "kind": "death", "worker_id": worker, "event_on": today(cast) }))
        }
        "list_claims" => Sample::plain().showing(&draft(cast).await.id),
        "get_claim" => Sample::about(&draft(cast).await.id).showing("Moh. Hasan"),
        "list_claim_history"
        | "list_claim_timeline"
        | "list_beneficiaries"
        | "get_claim_checklist"
        | "get_claim_clock"
        | "get_claim_cover_sheet" => Sample::about(&draft(cast).await.id),
        "get_claim_form" => Sample::about(&draft(cast).await.id).with("form", "death_benefit"),
        "update_claim" => draft(cast).await.decided(json!({ "circumstances": "Sakit." })),
        "submit_claim" => draft(cast).await.decided(json!({})),
        "return_claim" => submitted(cast).await.decided(json!({ "missing": ["Akta kematian"] })),
        "verify_claim" => submitted(cast).await.decided(json!({})),
        "send_claim_to_insurer" => verified(cast).await.decided(json!({})),
        "record_claim_decision" => sent(cast).await.decided(approval(cast)),
        "record_claim_payment" => {
            let approved = approved(cast).await;
            approved.decided(transfer(cast, &approved))
        }
        "void_claim_payment" => {
            let approved = approved(cast).await;
            let body = transfer(cast, &approved);
            let paid = approved.after(cast, Role::Insurer, "record-payment", body).await;
            let payment = by_somebody_else(cast, "claim_payments", "recorded_by", &paid).await;
            paid.decided(json!({ "reason": "Klaim lain." })).with("payment_id", &payment)
        }
        "void_claim_decision" => {
            let approved = approved(cast).await;
            decided_by_somebody_else(cast, &approved).await;
            approved.decided(json!({ "reason": "Klaim lain." }))
        }
        "appeal_claim" => rejected(cast).await.decided(json!({ "reason": "Bukti terlampir." })),
        "withdraw_claim_appeal" => {
            let appeal = json!({ "reason": "Bukti terlampir." });
            let appealed = rejected(cast).await.after(cast, Role::VillageOperator, "appeal", appeal).await;
            appealed.decided(json!({ "reason": "Salah klaim." }))
        }
        "reopen_claim" => {
            let reason = json!({ "reason": "Salah orang." });
            let withdrawn = draft(cast).await.after(cast, Role::VillageOperator, "withdraw", reason).await;
            withdrawn.decided(json!({ "reason": "Orangnya benar." }))
        }
        "withdraw_claim" => draft(cast).await.decided(json!({ "reason": "Salah orang." })),
        "reclassify_claim" => {
            draft(cast).await.decided(json!({ "kind": "work_accident", "reason": "Jatuh saat bekerja." }))
        }
        "create_beneficiary" => Sample::about(&draft(cast).await.id).json(beneficiary("child")),
        "get_beneficiary" => draft(cast).await.of_widow(),
        "update_beneficiary" => {
            let draft = draft(cast).await;
            draft.of_widow().if_match(&draft.etag).json(json!({ "name": "Siti" }))
        }
        "delete_beneficiary" => {
            let draft = draft(cast).await;
            draft.of_widow().if_match(&draft.etag)
        }
        "set_payout_account" => {
            let draft = draft(cast).await;
            draft.of_widow().if_match(&draft.etag).json(account("00987654321"))
        }
        "approve_payout_account" => {
            let (claim, widow) = with_other_account(cast).await;
            claim.decided(json!({})).with("beneficiary_id", &widow)
        }
        "reject_payout_account" => {
            let (claim, widow) = with_other_account(cast).await;
            claim.decided(json!({ "reason": "Belum jelas." })).with("beneficiary_id", &widow)
        }
        "create_claim_document" => Sample {
            query: "?kind=death_certificate",
            ..Sample::about(&draft(cast).await.id).text("application/pdf", PAPER)
        },
        "list_claim_documents" => {
            let (claim, document) = with_paper(cast).await;
            Sample::about(&sent_from(cast, claim).await.id).showing(&document)
        }
        "get_claim_document" => {
            let (claim, document) = with_paper(cast).await;
            Sample::about(&sent_from(cast, claim).await.id).with("document_id", &document)
        }
        "get_claim_document_content" => {
            let (claim, document) = with_paper(cast).await;
            let about = Sample::about(&sent_from(cast, claim).await.id).with("document_id", &document);
            Sample { purpose: Some("claim_handling"), ..about.showing("%PDF") }
        }
        "accept_claim_document" => {
            let (claim, document) = with_paper(cast).await;
            let claim = claim.after(cast, Role::VillageOperator, "submit", json!({})).await;
            claim.decided(json!({})).with("document_id", &document)
        }
        "refuse_claim_document" => {
            let (claim, document) = with_paper(cast).await;
            let claim = claim.after(cast, Role::VillageOperator, "submit", json!({})).await;
            claim.decided(json!({ "reason": "Buram." })).with("document_id", &document)
        }
        "withdraw_claim_document" => {
            let (claim, document) = with_paper(cast).await;
            claim.decided(json!({ "reason": "Salah berkas." })).with("document_id", &document)
        }
        "restore_claim_document" => {
            let (claim, document) = with_paper(cast).await;
            let taken_back = json!({ "reason": "Salah berkas." });
            let action = format!("documents/{document}/withdraw");
            let claim = claim.after(cast, Role::VillageOperator, &action, taken_back).await;
            claim.decided(json!({})).with("document_id", &document)
        }
        _ => return None,
    })
}

/// The least that counts as a scanned paper.
const PAPER: &str = "%PDF-1.7 made up";

/// A draft with a death certificate that the village sent.
async fn with_paper(cast: &Cast) -> (Claim, String) {
    let (claim, operator) = (draft(cast).await, cast.at_home(Role::VillageOperator));
    let path = format!("/v1/claims/{}/documents?kind=death_certificate", claim.id);
    let mut request = cast.app.post(&path).as_(&operator);
    request.0 = request.0.body(PAPER);
    let answer = request.send().await;
    let document = answer.expect(201)["id"].as_str().unwrap().to_owned();
    (Claim { etag: answer.header("etag").unwrap().to_owned(), ..claim }, document)
}

/// The same claim once the insurer has it.
async fn sent_from(cast: &Cast, draft: Claim) -> Claim {
    let submitted = draft.after(cast, Role::VillageOperator, "submit", json!({})).await;
    found_right(cast, &submitted).await;
    let verified = submitted.after(cast, Role::Approver, "verify", json!({})).await;
    verified.after(cast, Role::Officer, "send-to-insurer", json!({})).await
}

/// A claim with its entity tag and its only beneficiary.
pub(super) struct Claim {
    pub id: String,
    pub etag: String,
    pub widow: String,
}

impl Claim {
    pub async fn after(self, cast: &Cast, role: Role, action: &str, body: Value) -> Claim {
        let somebody = cast.at_home(role);
        let request = cast.app.post(&format!("/v1/claims/{}/{action}", self.id)).as_(&somebody);
        let answer = request.header("if-match", &self.etag).json(&body).send().await;
        answer.expect(200);
        Claim { etag: answer.header("etag").unwrap().to_owned(), ..self }
    }

    pub fn decided(&self, body: Value) -> Sample {
        Sample::about(&self.id).if_match(&self.etag).json(body)
    }

    fn of_widow(&self) -> Sample {
        Sample::about(&self.id).with("beneficiary_id", &self.widow)
    }
}

pub(super) fn today(cast: &Cast) -> String {
    cast.app.state.clock.today().to_string()
}

fn approval(cast: &Cast) -> Value {
    json!({ "outcome": "approved", "decided_on": today(cast), "approved_amount_idr": 42_000_000 })
}

async fn approved(cast: &Cast) -> Claim {
    sent(cast).await.after(cast, Role::Insurer, "record-decision", approval(cast)).await
}

async fn rejected(cast: &Cast) -> Claim {
    let refusal =
        json!({ "outcome": "rejected", "decided_on": today(cast), "rejection_reason": "Menunggak." });
    sent(cast).await.after(cast, Role::Insurer, "record-decision", refusal).await
}

/// As if another account of the insurer had recorded the decision.
async fn decided_by_somebody_else(cast: &Cast, claim: &Claim) {
    let database = cast.app.database().owner().client().await.unwrap();
    let id: Uuid = claim.id.parse().unwrap();
    let update = "UPDATE claims SET decided_by = gen_random_uuid() WHERE id = $1";
    database.execute(update, &[&id]).await.unwrap();
}

/// What the widow is due.
fn transfer(cast: &Cast, approved: &Claim) -> Value {
    json!({
        "beneficiary_id": approved.widow, "amount_idr": 42_000_000, "paid_on": today(cast),
        "transfer_reference": approved.id,
    })
}

/// The only row of a claim in a table, as if another account of the insurer had written it.
pub(super) async fn by_somebody_else(cast: &Cast, table: &str, column: &str, claim: &Claim) -> String {
    let database = cast.app.database().owner().client().await.unwrap();
    let update = format!("UPDATE {table} SET {column} = gen_random_uuid() WHERE claim_id = $1 RETURNING id");
    let id: Uuid = claim.id.parse().unwrap();
    database.query_one(&update, &[&id]).await.unwrap().get::<_, Uuid>(0).to_string()
}

fn beneficiary(relation: &str) -> Value {
    json!({ "name": "Siti Aminah", "relation": relation, "birth_on": "1985-08-17", "share_basis_points": 10000 })
}

fn account(number: &str) -> Value {
    json!({ "bank_name": "BRI", "bank_code": "002", "account_number": number, "account_holder_name": "Siti Aminah" })
}

async fn worker(cast: &Cast) -> String {
    let officer = cast.at_home(Role::Officer);
    let body = json!({ "village_code": VILLAGE, "name": "Moh. Hasan" });
    let worker = cast.app.post("/v1/workers").as_(&officer).json(&body).send().await.expect(201);
    worker["id"].as_str().unwrap().to_owned()
}

/// A death of today with a widow who has an account.
pub(super) async fn draft(cast: &Cast) -> Claim {
    let operator = cast.at_home(Role::VillageOperator);
    let body = json!({ "kind": "death", "worker_id": worker(cast).await, "event_on": today(cast) });
    let claim = cast.app.post("/v1/claims").as_(&operator).json(&body).send().await.expect(201);
    let id = claim["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/claims/{id}/beneficiaries");
    let added = cast.app.post(&path).as_(&operator).json(&beneficiary("spouse")).send().await;
    let widow = added.expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("{path}/{widow}/payout-account");
    let request = cast.app.request(Method::PUT, &path).as_(&operator);
    let request = request.header("if-match", added.header("etag").unwrap());
    let answer = request.json(&account("00123456789")).send().await;
    answer.expect(200);
    Claim { id, etag: answer.header("etag").unwrap().to_owned(), widow }
}

/// A verified claim with another account of the widow that waits for the second person.
async fn with_other_account(cast: &Cast) -> (Claim, String) {
    let (claim, officer) = (verified(cast).await, cast.at_home(Role::Officer));
    let path = format!("/v1/claims/{}/beneficiaries/{}/payout-account", claim.id, claim.widow);
    let request = cast.app.request(Method::PUT, &path).as_(&officer).header("if-match", &claim.etag);
    let answer = request.json(&account("00987654321")).send().await;
    answer.expect(200);
    let widow = claim.widow.clone();
    (Claim { etag: answer.header("etag").unwrap().to_owned(), ..claim }, widow)
}

pub(super) async fn found_right(cast: &Cast, claim: &Claim) {
    let database = cast.app.database().owner().client().await.unwrap();
    papers::found_right(&database, &claim.id).await;
}

async fn submitted(cast: &Cast) -> Claim {
    draft(cast).await.after(cast, Role::VillageOperator, "submit", json!({})).await
}

async fn verified(cast: &Cast) -> Claim {
    let submitted = submitted(cast).await;
    found_right(cast, &submitted).await;
    submitted.after(cast, Role::Approver, "verify", json!({})).await
}

pub(super) async fn sent(cast: &Cast) -> Claim {
    verified(cast).await.after(cast, Role::Officer, "send-to-insurer", json!({})).await
}
