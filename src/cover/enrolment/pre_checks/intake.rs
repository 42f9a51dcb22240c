//! A checked list on its way in: read as it arrives, so that the file is never in memory.

use std::time::Duration;

use actix_web::web::Payload;
use aws_lc_rs::digest::{Context, SHA256};
use futures_util::StreamExt as _;

use super::columns::{self, Mapping};
use super::rows::{CheckRow, Reading};
use super::rules::Registry;
use crate::domain::Day;
use crate::platform::csv::{Piece, Sheet};
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};
use crate::platform::vault::Vault;

/// The largest file in bytes: some hundred thousand people.
const FILE_MAX: usize = 32 * 1024 * 1024;
/// The most rows: a verdict takes little memory, but not none.
const ROWS_MAX: usize = 250_000;
/// How many problems of rows are listed: a file that is wrong all through need not say so a hundred thousand times.
pub const PROBLEMS_MAX: usize = 200;
/// How long the line may be silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Who answered.
    pub against: Registry,
    /// For which day.
    pub checked_on: Day,
    /// What the file is called.
    pub file_name: Option<String>,
    /// Headings that the caller names.
    pub mapping: Mapping,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFile {
    /// Who answered.
    pub against: Registry,
    /// For which day.
    pub checked_on: Day,
    /// What the file is called.
    pub name: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Its verdicts.
    pub rows: Vec<CheckRow>,
    /// How many rows have no answer.
    pub unanswered: usize,
}

/// Reads a file, or says everything that is wrong with it. No value of it is in any error.
pub async fn read(vault: &Vault, options: Options, mut payload: Payload) -> Result<CheckFile, Problem> {
    let mut intake = Intake {
        vault,
        mapping: &options.mapping,
        reading: None,
        rows: Vec::new(),
        unanswered: 0,
        issues: Issues::new(),
    };
    let (mut sheet, mut digest, mut received) = (Sheet::new(None), Context::new(&SHA256), 0_usize);
    while let Some(chunk) = next(&mut payload).await? {
        received = received.saturating_add(chunk.len());
        if received > FILE_MAX {
            return Err(Problem::new(Code::BodyTooLarge));
        }
        digest.update(&chunk);
        intake.take(sheet.feed(&chunk)?)?;
    }
    intake.take(sheet.finish()?)?;
    let (rows, unanswered) = intake.finish()?;
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(digest.finish().as_ref());
    let Options { against, checked_on, file_name: name, .. } = options;
    Ok(CheckFile { against, checked_on, name, sha256, rows, unanswered })
}

async fn next(payload: &mut Payload) -> Result<Option<actix_web::web::Bytes>, Problem> {
    let timeout = || Problem::new(Code::RequestTimeout);
    let chunk = tokio::time::timeout(PATIENCE, payload.next()).await.map_err(|_| timeout())?;
    chunk.transpose().map_err(|error| timeout().source(error))
}

/// What was read so far.
struct Intake<'a> {
    vault: &'a Vault,
    mapping: &'a Mapping,
    reading: Option<Reading<'a>>,
    rows: Vec<CheckRow>,
    unanswered: usize,
    issues: Issues,
}

impl Intake<'_> {
    fn take(&mut self, pieces: Vec<Piece>) -> Result<(), Problem> {
        for piece in pieces {
            match (piece, &self.reading) {
                (Piece::Headings(headings), _) => self.begin(&headings)?,
                (Piece::Row(number, record), Some(reading)) => {
                    let known = self.issues.len();
                    let row = reading.row(number, &record, &mut self.issues).map_err(Problem::internal)?;
                    match row {
                        Some(row) => self.rows.push(row),
                        None if self.issues.len() == known => self.unanswered += 1,
                        None => {}
                    }
                }
                (Piece::Row(..), None) => return Err(Problem::internal("a row before the heading line")),
            }
            if self.rows.len() > ROWS_MAX {
                return Err(Problem::new(Code::BodyTooLarge));
            }
            if self.issues.len() >= PROBLEMS_MAX {
                break;
            }
        }
        // The rest of a file that is wrong all through need not be read.
        if self.issues.len() < PROBLEMS_MAX {
            return Ok(());
        }
        self.issues.left_off();
        std::mem::take(&mut self.issues).finish()
    }

    fn begin(&mut self, headings: &[Vec<u8>]) -> Result<(), Problem> {
        let columns = columns::parse(headings, self.mapping)
            .map_err(|errors| Problem::new(Code::ValidationFailed).errors(errors))?;
        self.reading = Some(Reading { columns, vault: self.vault });
        Ok(())
    }

    fn finish(mut self) -> Result<(Vec<CheckRow>, usize), Problem> {
        if self.reading.is_none() {
            // A file without anything has a heading line without columns.
            self.begin(&[])?;
        }
        self.issues.finish()?;
        if self.rows.is_empty() {
            let text = Text::fixed("Berkas tidak memuat hasil pemeriksaan.", "The file has no verdicts.");
            return Err(Problem::invalid_field(FieldError::new("", "empty_file", text)));
        }
        Ok((self.rows, self.unanswered))
    }
}
