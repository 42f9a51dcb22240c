//! Enrolment plans: whom a source is to pay for in which months, within its budget.
//!
//! A plan names criteria, priorities, places and quotas. Its computation judges every open registration in its regions by the
//! same code as a single proposal, ranks who may be funded and chooses as many as places and budget bear; the others are on
//! the reserve list or excluded, each with all reasons. A second person approves it with the decree, and the chosen become
//! funded periods with their obligations in one transaction. Only the room of the coverages writes those.
//! Before that registries may check the list by file (`pre_checks`).

pub mod annex;
pub mod dto;
pub mod filling;
pub mod model;
pub mod pre_checks;
pub mod queries;
pub mod renewal;
pub mod roster;
pub mod routes;
pub mod rules;
pub mod service;
