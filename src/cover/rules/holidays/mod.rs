//! Public holidays, which clocks that count working days need.

pub mod codes;
pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
