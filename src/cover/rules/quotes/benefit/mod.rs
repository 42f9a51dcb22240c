//! What benefits come to, with every line explained and a reason for all that is not due. Nothing is written.

pub mod dto;
mod request;
pub mod routes;
pub mod service;
