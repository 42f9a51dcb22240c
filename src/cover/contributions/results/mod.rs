//! What the insurer made of a batch: its result file, line by line.
//!
//! The file is read as a whole or not at all, and nothing of it is kept but the verdicts on the lines: an identifier
//! that matches nothing is never stored.

mod columns;
pub mod dto;
mod queries;
pub mod receive;
pub mod routes;
mod rows;
pub mod service;
