//! The close of a month: who has lapsed in it, recorded as a fact with the reason, once a regency and month.
//!
//! A standing is computed anew each time; what was known when the month was closed stays. What comes late, a payment or a
//! word of the insurer, reopens the closed months it speaks of, and closing again records what has changed.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
