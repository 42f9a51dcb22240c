//! Contribution rates: what a programme costs for a member and month.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
