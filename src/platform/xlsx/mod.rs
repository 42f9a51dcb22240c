//! Spreadsheets in the form of Office Open XML, written row by row in constant memory.
//!
//! Written here because a file must leave while its rows are still read, and because rows that name people must not lie in
//! the clear in a temporary folder: `rust_xlsxwriter`, the usual crate, holds all rows or writes temporary files. Texts are written as texts, so
//! that no spreadsheet takes one for a formula.

mod parts;
mod workbook;
mod zip;

pub use workbook::{Cell, Sheet, Style, Workbook, XlsxError};

/// The media type.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
