//! Deaths by list: a CSV file of the civil registry or of a village, with a verdict for every row.
//!
//! Each row goes the way of a single report ([`super::deaths`]), in a savepoint of its own, so that a bad row leaves the good
//! ones alone. The same file twice does nothing new, and neither does a row whose death is known.

mod columns;
pub mod dto;
mod intake;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
