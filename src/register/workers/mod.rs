//! Workers: a person's registration in a regency, from the first entry to the last day.
//!
//! Identifiers are sealed when they come in and shown as masks unless a caller states a purpose. Being
//! covered, claiming and belonging to a warung are the business of other rooms, which may add to what a
//! worker's page shows ([`expand`]) but never write here.

pub mod bulk;
pub mod dto;
pub mod expand;
pub mod fields;
pub mod model;
pub mod queries;
mod routes;
pub mod rules;
pub mod service;
pub mod watch;

pub use routes::{configure, written};
