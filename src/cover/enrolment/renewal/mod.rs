//! Next year's plan from this year's, and what that does to people: public money ends in December, and whoever is not
//! renewed must hear from when on nobody pays and what paying alone costs.

pub mod dto;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
