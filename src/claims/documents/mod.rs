//! The scanned papers of a claim: sent from a phone or a desk, looked at by somebody else, opened with a record.
//!
//! A document is part of its claim: whoever changes one locks the claim's row, and the claim gets a new version. Its bytes
//! lie in the store of files ([`crate::platform::storage`]) before its row is written, so that no row is without its
//! file; what an interrupted upload leaves is swept. Each attempt to send a document writes a file of its own, and the row says
//! which of them became the document's: attempts never touch each other's bytes. What a paper is, is told by its first bytes,
//! never by what the sender calls it.

pub mod codes;
pub mod dto;
pub mod model;
pub mod queries;
mod routes;
pub mod rules;
pub mod service;
mod upload;

pub use routes::configure;
pub use upload::{put, sweep};
