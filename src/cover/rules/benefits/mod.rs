//! Benefits: what the insurer owes after a death or a work accident.
//!
//! A row is one term of a sum, with its gates and its source; how terms are put together is the one thing that
//! stands in code, see [`rules`].

pub mod codes;
pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
