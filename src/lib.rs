//! Payung: the system of record with which a regency insures its informal workers.

pub mod domain;
pub mod platform;
