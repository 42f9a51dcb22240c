//! Transfers to the insurer: recorded once, never changed, each for any number of batches.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
