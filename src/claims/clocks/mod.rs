//! The time limits around a claim: the insurer's working days, what each day beyond them costs, when a work accident can no
//! longer be claimed. What is late is shown and warned of, and never stops a claim.

pub mod dto;
mod routes;
pub mod rules;
pub mod service;

pub use routes::configure;
