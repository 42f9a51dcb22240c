//! The papers that a claim needs, by the dated checklist of its kind and circumstances, and which of its documents meet
//! them.

pub mod codes;
pub mod dto;
mod routes;
pub mod rules;
pub mod service;

pub use routes::configure;
