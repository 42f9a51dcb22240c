//! Children and scholarships over HTTP.

mod children;
mod lapse;
mod money;
mod years;

use super::dto::{ChildResponse, ScholarshipResponse};
use super::model::Child;
use super::service::{self, Done, Terms};
use crate::access::caller::Principal;
use crate::claims::cases::dto::etag;
use crate::claims::cases::model::ClaimView;
use crate::platform::http::idempotency::Answer;
use crate::platform::http::{Problem, Routes};

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(children::create_claim_child)
        .service(children::list_claim_children)
        .service(children::get_claim_child)
        .service(children::update_claim_child)
        .service(children::delete_claim_child)
        .service(lapse::lapse_claim_child)
        .service(lapse::reinstate_claim_child)
        .service(years::claim_scholarship)
        .service(years::get_scholarship)
        .service(years::verify_scholarship)
        .service(years::withdraw_scholarship)
        .service(money::record_scholarship_decision)
        .service(money::void_scholarship_decision)
        .service(money::record_scholarship_payment)
        .service(money::void_scholarship_payment);
}

/// What this caller is shown of a child that was written.
fn shown_child(
    (view, terms, child): &(ClaimView, Terms, Child),
    caller: &Principal,
) -> Result<ChildResponse, Problem> {
    ChildResponse::of(&view.file, child, terms, caller)
}

/// What this caller is shown of a scholarship that was written.
fn shown((view, terms, id): &Done, caller: &Principal) -> Result<ScholarshipResponse, Problem> {
    let found = service::find_scholarship(&view.file, *id)?;
    ScholarshipResponse::of(&view.file, found, terms, caller)
}

/// The answer to a step on a child.
fn answer_child(done: &(ClaimView, Terms, Child), caller: &Principal) -> Result<Answer, Problem> {
    Answer::ok(etag(&done.0), &shown_child(done, caller)?)
}

/// The answer to a step on a scholarship.
fn answer(done: &Done, caller: &Principal) -> Result<Answer, Problem> {
    Answer::ok(etag(&done.0), &shown(done, caller)?)
}
