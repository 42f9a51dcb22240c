//! Funding sources: whose money pays contributions, in which months, up to which budget.

pub mod budget;
pub mod dto;
pub mod forecast;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
