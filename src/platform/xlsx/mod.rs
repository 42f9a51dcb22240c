//! Spreadsheets in the form of Office Open XML, written row by row in constant memory.
//!
//! Written here because a file must leave while its rows are still read, and because rows that name people must not lie in
//! the clear in a temporary folder: `rust_xlsxwriter`, the usual crate, holds all rows or writes temporary files. Texts are written as texts, so
//! that no spreadsheet takes one for a formula.

use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

mod parts;
mod workbook;
mod zip;

pub use workbook::{Cell, Sheet, Style, Workbook, XlsxError};

/// The media type.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The schema of such a file: bytes.
pub struct Spreadsheet;

impl PartialSchema for Spreadsheet {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Spreadsheet {}
