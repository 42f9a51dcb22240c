//! Children and scholarships at each point of their life.

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Sample;
use super::claims::{Claim, by_somebody_else, draft, found_right, sent, today};
use crate::access_matrix::cast::Cast;

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    Some(match operation {
        "create_claim_child" => {
            let claim = approved(cast).await;
            // With an id of its own: whoever comes second states the same child, and not one too many.
            let mut body = child(&claim);
            body["id"] = json!(Uuid::now_v7());
            Sample::about(&claim.id).json(body)
        }
        "list_claim_children" => {
            let (claim, child) = with_child(cast).await;
            Sample::about(&claim.id).showing(&child)
        }
        "get_claim_child" => {
            let (claim, child) = with_child(cast).await;
            Sample::about(&claim.id).with("child_id", &child)
        }
        "update_claim_child" => {
            let (claim, child) = with_child(cast).await;
            claim.decided(json!({ "name": "Ani" })).with("child_id", &child)
        }
        "delete_claim_child" => {
            // Once the claim is verified this is left to the office.
            let claim = draft(cast).await;
            let body = child(&claim);
            let (claim, child) = posted(cast, claim, "children", body).await;
            Sample::about(&claim.id).if_match(&claim.etag).with("child_id", &child)
        }
        "lapse_claim_child" => {
            let (claim, child) = with_child(cast).await;
            claim.decided(lapse(cast)).with("child_id", &child)
        }
        "reinstate_claim_child" => {
            let (claim, child) = with_child(cast).await;
            let path = format!("children/{child}/lapse");
            let claim = claim.after(cast, Role::VillageOperator, &path, lapse(cast)).await;
            claim.decided(json!({ "reason": "Salah orang." })).with("child_id", &child)
        }
        "claim_scholarship" => {
            let (claim, child) = with_child(cast).await;
            Sample::about(&claim.id).json(year(cast, &child))
        }
        "get_scholarship" => {
            let (claim, scholarship) = with_year(cast).await;
            Sample::about(&claim.id).with("scholarship_id", &scholarship)
        }
        "verify_scholarship" => {
            let (claim, scholarship) = with_year(cast).await;
            claim.decided(json!({})).with("scholarship_id", &scholarship)
        }
        "withdraw_scholarship" => {
            let (claim, scholarship) = with_year(cast).await;
            claim.decided(json!({ "reason": "Salah jenjang." })).with("scholarship_id", &scholarship)
        }
        "record_scholarship_decision" => {
            let (claim, scholarship) = verified(cast).await;
            claim.decided(decision(cast)).with("scholarship_id", &scholarship)
        }
        "void_scholarship_decision" => {
            let (claim, scholarship) = decided(cast).await;
            by_somebody_else(cast, "claim_scholarships", "decided_by", &claim).await;
            claim.decided(json!({ "reason": "Anak lain." })).with("scholarship_id", &scholarship)
        }
        "record_scholarship_payment" => {
            let (claim, scholarship) = decided(cast).await;
            claim.decided(transfer(cast, &claim, &scholarship)).with("scholarship_id", &scholarship)
        }
        "void_scholarship_payment" => {
            let (claim, scholarship) = decided(cast).await;
            let body = transfer(cast, &claim, &scholarship);
            let path = format!("scholarships/{scholarship}/record-payment");
            let paid = claim.after(cast, Role::Insurer, &path, body).await;
            by_somebody_else(cast, "claim_scholarships", "paid_by", &paid).await;
            paid.decided(json!({ "reason": "Anak lain." })).with("scholarship_id", &scholarship)
        }
        _ => return None,
    })
}

/// A claim of which the insurer pays a scholarship, too.
async fn approved(cast: &Cast) -> Claim {
    let lines = [("death", 42_000_000), ("scholarship", 1_500_000)]
        .map(|(benefit, amount)| json!({ "benefit": benefit, "amount_idr": amount }));
    let decision = json!({ "outcome": "approved", "decided_on": today(cast), "approved_lines": lines });
    let claim = sent(cast).await.after(cast, Role::Insurer, "record-decision", decision).await;
    found_right(cast, &claim).await;
    claim
}

fn child(claim: &Claim) -> Value {
    json!({
        "name": "Ani Hasanah", "birth_on": "2016-03-01", "level": "primary", "level_year": 1,
        "payee_id": claim.widow,
    })
}

async fn posted(cast: &Cast, claim: Claim, part: &str, body: Value) -> (Claim, String) {
    let operator = cast.at_home(Role::VillageOperator);
    let path = format!("/v1/claims/{}/{part}", claim.id);
    let answer = cast.app.post(&path).as_(&operator).json(&body).send().await;
    let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
    (Claim { etag: answer.header("etag").unwrap().to_owned(), ..claim }, id)
}

async fn with_child(cast: &Cast) -> (Claim, String) {
    let claim = approved(cast).await;
    let body = child(&claim);
    posted(cast, claim, "children", body).await
}

fn lapse(cast: &Cast) -> Value {
    json!({ "reason": "working", "lapsed_on": today(cast) })
}

/// The school year of today, which begins in July.
fn year(cast: &Cast, child: &str) -> Value {
    let today = today(cast);
    let (first, month) = (today[..4].parse::<i32>().unwrap(), today[5..7].parse::<u32>().unwrap());
    let first = if month < 7 { first - 1 } else { first };
    json!({ "child_id": child, "school_year": format!("{first}/{}", first + 1), "level": "primary" })
}

async fn with_year(cast: &Cast) -> (Claim, String) {
    let (claim, child) = with_child(cast).await;
    let body = year(cast, &child);
    posted(cast, claim, "scholarships", body).await
}

async fn verified(cast: &Cast) -> (Claim, String) {
    let (claim, scholarship) = with_year(cast).await;
    let path = format!("scholarships/{scholarship}/verify");
    (claim.after(cast, Role::Approver, &path, json!({})).await, scholarship)
}

fn decision(cast: &Cast) -> Value {
    json!({ "outcome": "approved", "decided_on": today(cast) })
}

/// A year that the insurer pays.
async fn decided(cast: &Cast) -> (Claim, String) {
    let (claim, scholarship) = verified(cast).await;
    let path = format!("scholarships/{scholarship}/record-decision");
    (claim.after(cast, Role::Insurer, &path, decision(cast)).await, scholarship)
}

fn transfer(cast: &Cast, claim: &Claim, scholarship: &str) -> Value {
    json!({
        "beneficiary_id": claim.widow, "amount_idr": 1_500_000, "paid_on": today(cast),
        "transfer_reference": scholarship,
    })
}
