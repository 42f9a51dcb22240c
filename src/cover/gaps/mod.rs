//! Who falls out of cover, when, and what is at stake: one missed batch can cost heirs most of a death benefit.
//!
//! Alerts follow the strictest reading of arrears, a dated parameter; nothing is written.

pub mod dto;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
