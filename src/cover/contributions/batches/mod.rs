//! Batches: months of the ledger that go to the insurer and to the bank together.
//!
//! Prepared by the office, approved by a second person, billed, paid, and answered by the insurer line by line. A
//! batch never changes what is owed: the ledger does, once a line is accepted (`results`).

pub mod dto;
pub mod export;
pub mod model;
pub mod queries;
pub mod reveal;
pub mod routes;
pub mod rules;
pub mod service;
