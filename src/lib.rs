//! Payung: the system of record with which a regency insures its informal workers.

pub mod access;
pub mod app;
pub mod claims;
pub mod cli;
pub mod cover;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod platform;
pub mod register;
