//! What a new row of the rules would change: a rehearsal of its approval.
//!
//! The figures after are computed by the code that would compute them once the row counted, in a transaction that is
//! rolled back; nothing can be forgotten that reads the rules as they stand. Another figure is one more statement in
//! [`queries`], asked before and after. Open claims are only read, with the shared schema; their wing comes later.

pub mod dto;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
