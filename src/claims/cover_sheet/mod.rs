//! The cover sheet of a claim: everything that goes with it to the insurer on one page to print, and as data for a machine.

mod csv;
pub mod dto;
mod html;
pub(in crate::claims) mod queries;
mod routes;
mod service;

pub use routes::configure;
