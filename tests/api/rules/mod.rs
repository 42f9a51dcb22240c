//! `/v1/rules` and `/v1/quotes`

mod benefits;
mod checklists;
mod contributions;
mod holidays;
mod parameters;
mod preview;
mod preview_claims;
mod preview_ends;
mod preview_estimates;
mod preview_plans;
mod quote_benefit;
mod quotes;
mod second_person;

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::request::Answer;

/// A keeper of the national rules, and another one with each call.
fn keeper(app: &TestApp) -> Account {
    app.account(Role::PlatformAdmin, &[])
}

/// Decides upon a proposal, or upon what was decided last.
async fn decide(app: &TestApp, account: &Account, answer: &Answer, action: &str) -> Answer {
    let (path, etag) = (answer.header("location").unwrap(), answer.header("etag").unwrap());
    let request = app.post(&format!("{path}/{action}")).as_(account).header("If-Match", etag);
    let request = if action == "withdraw" { request.json(&json!({ "reason": "misread" })) } else { request };
    request.send().await
}

/// Has a proposal approved by a second keeper.
async fn approved(app: &TestApp, proposal: &Answer) -> Value {
    proposal.expect(201);
    decide(app, &keeper(app), proposal, "approve").await.expect(200)
}
