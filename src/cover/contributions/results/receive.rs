//! From an upload to the verdicts in it, as it arrives: only what was read of a row is kept.

use actix_web::web::Payload;
use aws_lc_rs::digest::{Context, SHA256};
use futures_util::StreamExt as _;

use super::columns;
use super::rows::{Reading, ResultRow};
use super::service::{Options, ResultFile};
use crate::platform::csv::{Piece, Sheet};
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};
use crate::platform::vault::Vault;

/// The largest result file in bytes.
const FILE_MAX: usize = 32 * 1024 * 1024;

/// How much of a file that is there already is read at a time.
const CHUNK: usize = 64 * 1024;

/// The most rows of one file: two programmes of a hundred thousand people, a month. What is more comes in several files.
const ROWS_MAX: usize = 200_000;

/// How many problems of rows are listed: a file that is wrong all through need not say so a hundred thousand times.
pub(super) const PROBLEMS_MAX: usize = 200;

/// Reads a file, or says everything that is wrong with it. No value of it is in any error. A file that cannot be read is
/// let in to its end all the same, so that the caller hears why.
pub async fn receive(mut payload: Payload, vault: &Vault, options: Options) -> Result<ResultFile, Problem> {
    let mut intake = Intake::new(vault, options);
    let (mut size, mut failed) = (0_usize, None);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| Problem::new(Code::RequestTimeout).source(error))?;
        size = size.saturating_add(chunk.len());
        if size > FILE_MAX {
            return Err(Problem::new(Code::BodyTooLarge));
        }
        if failed.is_none() {
            failed = intake.feed(&chunk).err();
        }
    }
    match failed {
        Some(problem) => Err(problem),
        None => intake.finish(),
    }
}

/// Reads a file that is there already.
pub fn read(vault: &Vault, options: Options, file: &[u8]) -> Result<ResultFile, Problem> {
    let mut intake = Intake::new(vault, options);
    for chunk in file.chunks(CHUNK) {
        intake.feed(chunk)?;
    }
    intake.finish()
}

/// What was read so far.
struct Intake<'v> {
    vault: &'v Vault,
    options: Options,
    sheet: Sheet,
    reading: Option<Reading<'v>>,
    rows: Vec<ResultRow>,
    issues: Issues,
    digest: Context,
}

impl<'v> Intake<'v> {
    fn new(vault: &'v Vault, options: Options) -> Self {
        Self {
            vault,
            sheet: Sheet::new(options.separator),
            options,
            reading: None,
            rows: Vec::new(),
            issues: Issues::new(),
            digest: Context::new(&SHA256),
        }
    }

    fn feed(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        self.digest.update(chunk);
        let pieces = self.sheet.feed(chunk)?;
        self.take(pieces)
    }

    fn finish(mut self) -> Result<ResultFile, Problem> {
        let pieces = self.sheet.finish()?;
        self.take(pieces)?;
        if self.reading.is_none() {
            // A file without anything has a heading line without columns.
            self.take(vec![Piece::Headings(Vec::new())])?;
        }
        self.issues.finish()?;
        if self.rows.is_empty() {
            let text = Text::fixed("Berkas tidak memuat baris data.", "The file has no rows.");
            return Err(Problem::invalid_field(FieldError::new("", "empty_file", text)));
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(self.digest.finish().as_ref());
        let Options { skip_unmatched, file_name, .. } = self.options;
        Ok(ResultFile { rows: self.rows, skip_unmatched, file_name, digest })
    }

    fn take(&mut self, pieces: Vec<Piece>) -> Result<(), Problem> {
        for piece in pieces {
            match (piece, &self.reading) {
                (Piece::Headings(headings), _) => {
                    let columns = columns::parse(&headings, &self.options.mapping)
                        .map_err(|errors| Problem::new(Code::ValidationFailed).errors(errors))?;
                    self.reading = Some(Reading { columns, vault: self.vault });
                }
                (Piece::Row(number, record), Some(reading)) => {
                    let row = reading.row(number, &record, &mut self.issues).map_err(Problem::internal)?;
                    self.rows.extend(row);
                }
                (Piece::Row(..), None) => return Err(Problem::internal("a row before the heading line")),
            }
            if self.issues.len() >= PROBLEMS_MAX {
                self.issues.left_off();
                return std::mem::take(&mut self.issues).finish();
            }
            if self.rows.len() > ROWS_MAX {
                return Err(too_many_rows());
            }
        }
        Ok(())
    }
}

fn too_many_rows() -> Problem {
    let text = Text::new(
        format!("Paling banyak {ROWS_MAX} baris. Kirim jawaban dalam beberapa berkas."),
        format!("At most {ROWS_MAX} rows. Send the answer in several files."),
    );
    Problem::invalid_field(FieldError::new("", "too_many_rows", text))
}
