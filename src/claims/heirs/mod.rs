//! Beneficiaries of a claim: who they are, in which order the law puts them, and their shares.

pub mod codes;
pub mod dto;
pub mod model;
pub mod queries;
mod routes;
pub mod rules;
pub mod service;

pub use routes::configure;
