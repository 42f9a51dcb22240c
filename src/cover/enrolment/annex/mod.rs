//! The annex of the decree: whom it funds, village by village, as a page to print and as a spreadsheet.
//!
//! It is made from one snapshot while it is sent, so that it may have a hundred thousand names. Before the approval it is
//! marked as a draft. NIKs are masked unless a purpose is stated.

mod csv;
mod export;
mod head;
mod html;
pub mod routes;
mod rules;
pub mod words;
mod xlsx;
