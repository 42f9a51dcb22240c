//! What the population registry and the insurer say of the people of a plan, before it goes to the second person.
//!
//! The list goes out as a file with open NIKs and comes back with a verdict and a day for each person. Of the file nothing is
//! kept but the verdicts, its name and its digest. The next computation of the plan takes them into account.

mod columns;
pub mod dto;
mod export;
mod intake;
pub mod queries;
pub mod routes;
mod rows;
pub mod rules;
mod service;
