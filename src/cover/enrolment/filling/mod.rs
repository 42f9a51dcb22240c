//! Filling the places that become free in an approved plan from its reserve list.
//!
//! Whoever comes is proposed, and a second person approves the period like any other. Only the room of the coverages writes it.

pub mod dto;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
