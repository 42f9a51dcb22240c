//! The forms of a claim, filled with what is known: what the insurer, the village head and the family sign.
//!
//! What is not known is a line to write on; nothing is guessed. They have the fields that the insurer's forms have, so that a
//! branch can take them or copy from them, and are marked as drafts until somebody signs.

pub mod codes;
mod content;
mod html;
mod queries;
mod routes;
mod sheet;

pub use routes::configure;
