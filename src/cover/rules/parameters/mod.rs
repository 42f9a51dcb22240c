//! Single values of regulations: entry age, months, numbers of days.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;

pub use rules::{ParameterKey, Parameters};
