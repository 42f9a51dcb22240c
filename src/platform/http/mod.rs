//! The HTTP edge: problems, extractors, pages, versions, middleware and the OpenAPI document.
//!
//! It knows nothing of any subject; a room reaches the wire only through what is offered here.

mod admit;
pub mod body;
mod code_schema;
pub mod codes;
mod compression;
pub mod context;
pub mod edge;
pub mod field;
pub mod health;
pub mod html;
pub mod idempotency;
pub mod incoming;
pub mod issues;
pub mod limits;
pub mod metrics;
pub mod negotiate;
mod observe;
pub mod openapi;
pub mod page;
pub mod path;
mod pieces;
pub mod problem;
pub mod query;
mod record;
pub mod reference;
mod routes;
pub mod settings;
mod shape;
pub mod version;

pub use body::{Body, brought_id};
pub use code_schema::CodeOf;
pub use codes::Code;
pub use context::{RequestContext, RequestId};
pub use edge::{Edge, wrap};
pub use field::Field;
pub use idempotency::{Answer, Once};
pub use incoming::Incoming;
pub use issues::Issues;
pub use negotiate::Language;
pub use page::{Page, PageQuery};
pub use path::Path;
pub use pieces::pieces;
pub use problem::{FieldError, Problem, Reply};
pub use query::Query;
pub use routes::Routes;
pub use settings::EdgeSettings;
pub use version::{IfMatch, IfNoneMatch, Version};

pub use crate::platform::i18n::Text;

/// Registers the routes that every deployment has: health and the API reference.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(health::get_liveness)
        .service(health::get_readiness)
        .service(reference::get_openapi_document)
        .service(reference::get_api_reference)
        .service(reference::get_api_reference_file)
        .service(reference::get_problem_type);
}
