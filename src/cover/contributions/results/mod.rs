//! What the insurer made of a batch: its result file, line by line.
//!
//! The file is read as a whole or not at all, and nothing of it is kept but its name and digest and the verdicts on the
//! lines, each of which names the file: an identifier that matches nothing is never stored.

mod columns;
pub mod dto;
pub mod model;
mod queries;
pub mod receive;
pub mod routes;
mod rows;
pub mod rules;
pub mod service;
