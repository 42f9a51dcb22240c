//! The ledger: what is owed for one person, programme and month, from the approval of a funded period on.
//!
//! Rows come and go with the periods, in the same transaction and by sets: approval and reopening make them due,
//! an end waives what is due after it. What is paid stays paid. The room knows neither batches nor transfers but
//! for one thing: what a batch has under way is not waived.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
