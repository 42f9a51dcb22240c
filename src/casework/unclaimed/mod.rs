//! Who died covered, or may have, and whose family has not claimed: with the days since and what is at stake.

pub mod dto;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
