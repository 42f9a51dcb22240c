//! Documents of claims over HTTP.

mod act;
mod read;
mod send;

use crate::platform::http::Routes;

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(send::create_claim_document)
        .service(read::list_claim_documents)
        .service(read::get_claim_document)
        .service(read::get_claim_document_content)
        .service(act::accept_claim_document)
        .service(act::refuse_claim_document)
        .service(act::withdraw_claim_document)
        .service(act::restore_claim_document);
}
