//! National rules as dated rows with their sources: contribution rates, benefits, holidays,
//! checklists and single parameters.
//!
//! Whoever needs a number of a regulation asks here for a day or a month; no such number stands in code.
//! A row that was used is never changed: a correction supersedes it, and both stay readable.

pub mod benefits;
pub mod checklists;
mod confidence;
pub mod contributions;
pub mod holidays;
pub mod parameters;
pub mod preview;
pub mod proposals;
pub mod quotes;
pub mod seeds;
mod source;

pub use confidence::Confidence;
