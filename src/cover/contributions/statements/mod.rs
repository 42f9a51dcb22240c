//! The bank's statement beside our transfers: what the bank confirms, and what only one of the two knows.
//!
//! Lines of a statement may name people who have nothing to do with contributions: only what confirms a transfer of ours is
//! kept, and nothing of a line is told but its number, day and amount.

mod columns;
pub mod dto;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
