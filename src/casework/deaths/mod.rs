//! Deaths: recorded one by one, matched by NIK, else by likeness for a person to decide.
//!
//! A recorded death takes the dead out of the register, ends the funded periods, stops what is owed after it, and opens a draft
//! claim where the dead were covered or might have been: in one transaction, and what it ended is kept with it, so that a
//! record in error can restore everything. This room decides when; what an end means is for the rooms that own it.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
