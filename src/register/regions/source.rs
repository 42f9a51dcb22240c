//! Reads regions from CSV files in the format of the npm package `idn-area-data`: a header, the code in
//! the first column and the name in the last, one file a level.

use std::io::Read;

use csv::StringRecord;

use crate::domain::{RegionCode, RegionCodeError, RegionLevel};

/// The longest name of a region.
const NAME_MAX: usize = 100;

/// A region as the source names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The Interior Ministry's code.
    pub code: RegionCode,
    /// The name, with the source's known slips corrected.
    pub name: String,
}

/// Why a file cannot be read. Nothing in these files is personal, so that the words may quote them.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Not CSV.
    #[error("not readable as CSV")]
    Csv(#[from] csv::Error),
    /// A code that is none.
    #[error("row {row}: {code:?} is no region code: {error}")]
    Code {
        /// The row in the file, the header being row 1.
        row: u64,
        /// What stands there.
        code: String,
        /// Why it is none.
        error: RegionCodeError,
    },
    /// A code of another level than the file's.
    #[error("row {row}: {code} is not a code of level {level}")]
    Level {
        /// The row in the file.
        row: u64,
        /// What stands there.
        code: RegionCode,
        /// The level that the file is for.
        level: RegionLevel,
    },
    /// No name, or one that is too long.
    #[error("row {row}: the name of {code} is empty or longer than 100 characters")]
    Name {
        /// The row in the file.
        row: u64,
        /// Whose name.
        code: RegionCode,
    },
}

/// The regions of one file, one by one.
pub fn read<R: Read>(file: R, level: RegionLevel) -> impl Iterator<Item = Result<Region, SourceError>> {
    csv::Reader::from_reader(file).into_records().map(move |record| parse(&record?, level))
}

fn parse(record: &StringRecord, level: RegionLevel) -> Result<Region, SourceError> {
    let row = record.position().map_or(0, csv::Position::line);
    let text = record.get(0).unwrap_or("");
    let code =
        RegionCode::parse(text).map_err(|error| SourceError::Code { row, code: text.to_owned(), error })?;
    if code.level() != level {
        return Err(SourceError::Level { row, code, level });
    }
    let name = corrected(record.iter().next_back().unwrap_or(""));
    if record.len() < 2 || name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(SourceError::Name { row, code });
    }
    Ok(Region { code, name })
}

/// Version 4.0.1 writes a double quote for the apostrophe that stands for a glottal stop in sixteen
/// names; in Sumenep `Ra"as` and `Banra"as`. No name of a region has a double quote of its own.
fn corrected(name: &str) -> String {
    name.trim().replace('"', "'")
}
