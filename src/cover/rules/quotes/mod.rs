//! What contributions come to, with every line explained. Nothing is written.

pub mod benefit;
pub mod dto;
pub mod routes;
pub mod service;
