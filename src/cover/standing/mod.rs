//! How somebody stands with the insurer on a day, on which basis, known since when.
//!
//! Nothing is stored here: a standing follows from what the insurer said and from the funded periods.

pub mod dto;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;

pub use queries::Asked;
