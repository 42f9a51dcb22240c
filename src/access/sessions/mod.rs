//! Sign-ins of people: passwords in, short access tokens and rotating refresh tokens out.
//!
//! Must not know what anyone may do; a session proves only who someone is.

mod dto;
mod model;
mod queries;
mod routes;
mod rules;
pub mod service;
mod throttle;

pub use model::EndedReason;
pub use routes::configure;
