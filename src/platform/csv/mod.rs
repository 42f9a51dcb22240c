//! CSV as spreadsheets read and write it: in as it arrives, out without anything that a spreadsheet would run.

mod columns;
mod days;
mod sheet;
mod signature;
mod stream;
mod write;

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE};
use actix_web::web::Payload;
use futures_util::StreamExt as _;

pub use columns::{Column, Columns, Known, Mapping, NOT_UTF8, repeated};
pub use days::iso_day;
pub use sheet::{Piece, Sheet};
pub use stream::{CsvError, Record};
pub use write::{CsvWriter, safe_cell};

use self::stream::CsvStream;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// The media type.
pub const TEXT_CSV: &str = "text/csv";

/// 415 unless the request carries CSV.
pub fn require(request: &HttpRequest) -> Result<(), Problem> {
    let declared = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if declared.is_some_and(is_csv) { Ok(()) } else { Err(Problem::new(Code::UnsupportedMediaType)) }
}

/// The whole body, within a limit of bytes: for files that are small enough to be read at once.
pub async fn whole(mut payload: Payload, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut file = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| Problem::new(Code::RequestTimeout).source(error))?;
        if file.len().saturating_add(chunk.len()) > limit {
            return Err(Problem::new(Code::BodyTooLarge));
        }
        file.extend_from_slice(&chunk);
    }
    Ok(file)
}

/// How much of a file that was read at once is cut into records at a time.
const CHUNK: usize = 64 * 1024;

/// The heading line of a file that was read at once, and its rows with their numbers: so many and one more at most. A file
/// without anything has a heading line without columns.
pub fn sheet(
    file: &[u8],
    rows_max: usize,
    separator: Option<u8>,
) -> Result<(Record, Vec<(i32, Record)>), Problem> {
    let (mut sheet, mut headings, mut rows) = (Sheet::new(separator), Record::new(), Vec::new());
    let mut take = |pieces: Vec<Piece>| {
        for piece in pieces {
            match piece {
                Piece::Headings(record) => headings = record,
                Piece::Row(number, record) => rows.push((number, record)),
            }
        }
        rows.len() > rows_max
    };
    for chunk in file.chunks(CHUNK) {
        if take(sheet.feed(chunk)?) {
            return Ok((headings, rows));
        }
    }
    take(sheet.finish()?);
    Ok((headings, rows))
}

/// Whether a record holds nothing.
fn is_blank(record: &Record) -> bool {
    record.iter().all(|field| field.trim_ascii().is_empty())
}

impl From<CsvError> for Problem {
    fn from(error: CsvError) -> Self {
        let text = Text::fixed(
            "Satu baris lebih panjang dari 16 KiB atau memuat lebih dari 100 kolom.",
            "One line is longer than 16 KiB or has more than 100 columns.",
        );
        Self::invalid_field(FieldError::new("", "unreadable_file", text)).source(error)
    }
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
