//! Funded periods: from which source which worker's contributions are paid in which months.
//!
//! Nobody is funded twice for the same month and programme: an exclusion constraint holds it within a regency,
//! the person's row lock across regencies. Whether somebody is insured is not known here, see `standing`.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
