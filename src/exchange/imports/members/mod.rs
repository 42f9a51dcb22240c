//! The insurer's member list: which column holds what, and how a record becomes a fact.

pub mod columns;
pub mod rows;
mod spellings;
