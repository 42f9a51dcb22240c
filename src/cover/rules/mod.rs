//! National rules as dated rows with their sources: single parameters and contribution rates.
//!
//! Whoever needs a number of a regulation asks here for a day or a month; no such number stands in code.
//! A row that was used is never changed: a correction supersedes it, and both stay readable.

mod confidence;
pub mod contributions;
pub mod parameters;
pub mod quotes;
pub mod seeds;

pub use confidence::Confidence;
