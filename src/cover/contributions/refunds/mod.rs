//! Money that the insurer gives back: what it did not take of our transfers and still held as a credit of a source.
//!
//! A refund is recorded once and never changed, but that a second person may take one back that was recorded in error. It
//! takes away credit, and what was transferred from the source counts so much less against its budget: the money is back
//! where it came from.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod service;
