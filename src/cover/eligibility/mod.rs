//! Who can be covered and why not: an explicit list of reasons, never a bare no. Entry and continuation are
//! judged apart, since the age is a limit of entry only.

pub mod dto;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;

pub use service::Asked;
