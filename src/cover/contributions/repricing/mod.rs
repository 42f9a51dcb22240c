//! Bringing what is due to the rates in force, once a correction has changed them.
//!
//! A correction of a national rate does not touch the ledgers by itself: it concerns every regency, and each has a budget
//! that must bear it. So each regency brings its sources to the new rates by an action of its own, after it has seen what
//! that comes to. What is paid stays as it was paid, and what a batch has under way stays as it was approved.

pub mod dto;
pub mod routes;
pub mod service;
