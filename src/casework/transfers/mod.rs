//! Transfers: somebody who is registered elsewhere is asked for, and the other side answers.
//!
//! A request names a NIK, and its answer is always the same: who asks learns nothing until the other side accepts. Where
//! a village does not answer within the dated number of days, the office of its regency may.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
