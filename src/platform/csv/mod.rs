//! CSV as spreadsheets read and write it: in as it arrives, out without anything that a spreadsheet would run.

mod stream;
mod write;

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE};

pub use stream::{CsvError, CsvStream, Record};
pub use write::{CsvWriter, safe_cell};

use crate::platform::http::{Code, Problem};

/// The media type.
pub const TEXT_CSV: &str = "text/csv";

/// 415 unless the request carries CSV.
pub fn require(request: &HttpRequest) -> Result<(), Problem> {
    let declared = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if declared.is_some_and(is_csv) { Ok(()) } else { Err(Problem::new(Code::UnsupportedMediaType)) }
}

/// Whether the caller asks for CSV and not for JSON before it.
pub fn is_wanted(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first =
        accepted.split(',').find(|range| is_csv(range) || range.trim().starts_with("application/json"));
    first.is_some_and(is_csv)
}

fn is_csv(media: &str) -> bool {
    let essence = media.split(';').next().map(str::trim);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case(TEXT_CSV))
}
