//! The claim itself: filed, checked, sent, decided, disputed. Knows its beneficiaries and transfers as parts
//! of its file; their own rooms write them.

pub mod codes;
pub mod dto;
pub mod model;
pub mod queries;
pub(in crate::claims) mod reveal;
mod routes;
pub mod rules;
pub mod service;
pub(in crate::claims) mod step;
pub mod timeline;

pub use routes::configure;
