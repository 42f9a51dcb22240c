//! Bulk imports: a file in, a job, a verdict for every row.
//!
//! The upload is read as a stream, row by row, into a staging table; the answer is 202 and the address
//! of the job. A runner in any process merges the staged rows in one transaction. Good rows are
//! applied, bad rows are reported with their number, column, code and received value (sealed at rest).
//!
//! This room must not know the rules of a worker's fields or of the insurer's facts: those are the register's and the
//! cover wing's.

mod columns;
mod dto;
mod members;
mod model;
mod places;
mod queries;
mod receive;
mod routes;
mod rows;
pub mod runner;

pub use routes::configure;
