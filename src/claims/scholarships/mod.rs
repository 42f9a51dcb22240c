//! Schooling of the children of a claim: who gets the scholarship, and what was claimed of it year by year.
//!
//! A child and its scholarships are part of the claim: whoever changes one locks the claim's row, and the claim gets a new
//! version. What a year comes to, for how many years, children and until which age, is said by the dated rules of the day
//! of the event. The scholarship is paid by school years, for as long as fifteen of them, and never mixed with what is due at once.

pub mod codes;
pub mod dto;
pub mod estimate;
pub mod model;
pub mod queries;
mod routes;
pub mod rules;
pub mod service;

pub use routes::configure;
