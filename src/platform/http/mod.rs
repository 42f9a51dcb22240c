//! The HTTP edge: problems, extractors, pages, versions, middleware and the OpenAPI document.
//!
//! It knows nothing of any subject; a room reaches the wire only through what is offered here.

pub mod body;
pub mod codes;
pub mod field;
pub mod idempotency;
pub mod issues;
pub mod negotiate;
pub mod page;
pub mod path;
pub mod problem;
pub mod query;
mod shape;
pub mod version;

pub use body::Body;
pub use codes::Code;
pub use field::Field;
pub use idempotency::{Answer, Once};
pub use issues::Issues;
pub use negotiate::Language;
pub use page::{Page, PageQuery};
pub use path::Path;
pub use problem::{FieldError, Problem, Reply};
pub use query::Query;
pub use version::{IfMatch, IfNoneMatch, Version};

pub use crate::platform::i18n::Text;
