//! Transfers to the insurer: each for any number of batches, recorded once, and never changed but that a second person may
//! take one back that was recorded in error.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
