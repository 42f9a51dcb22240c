//! What the insurer said of memberships: facts with their evidence, several over time.
//!
//! People were members before Payung, pay some months themselves and move; without these facts their months
//! would count as zero. A member number may never be shared with the village.

pub mod bulk;
pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
