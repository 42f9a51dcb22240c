//! Claims over HTTP.

mod decide;
mod file;
mod handle;
mod history;
mod read;

use crate::platform::http::Routes;

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(file::create_claim)
        .service(read::list_claims)
        .service(read::get_claim)
        .service(file::update_claim)
        .service(file::submit_claim)
        .service(handle::return_claim)
        .service(handle::verify_claim)
        .service(handle::send_claim_to_insurer)
        .service(decide::record_claim_decision)
        .service(decide::void_claim_decision)
        .service(decide::appeal_claim)
        .service(decide::withdraw_claim_appeal)
        .service(file::withdraw_claim)
        .service(file::reopen_claim)
        .service(file::reclassify_claim)
        .service(history::list_claim_history)
        .service(history::list_claim_timeline);
}
