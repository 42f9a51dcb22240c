//! Coverage checks: whether somebody is covered on a day, and nothing else about them.
//!
//! A NIK that nobody knows gets the same answer as a worker without cover, so that a check cannot find out who
//! is registered.

pub mod dto;
pub mod routes;
pub mod service;
