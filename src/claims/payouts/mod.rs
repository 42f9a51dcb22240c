//! To which account a beneficiary is paid, and the insurer's transfers: one a beneficiary, exactly once,
//! but for those that a second person took back.

pub mod dto;
pub mod model;
pub mod queries;
mod routes;
pub mod rules;
pub mod service;

pub use routes::configure;
