//! Reads regions from CSV files in the format of the npm package `idn-area-data`: a header, the code in
//! the first column and the name in the last, one file a level.

use std::io::Read;

use csv::StringRecord;

use crate::domain::{RegionCode, RegionCodeError, RegionLevel, is_invisible};

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
    /// No name, one that is too long, or one with control characters.
    #[error("row {row}: the name of {code} is empty, longer than 100 characters or has control characters")]
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
    let is_name = !name.is_empty() && name.chars().count() <= NAME_MAX && !name.contains(is_invisible);
    if record.len() < 2 || !is_name {
        return Err(SourceError::Name { row, code });
    }
    Ok(Region { code, name })
}

/// Version 4.0.1 writes a double quote for the apostrophe that stands for a glottal stop in sixteen
/// names; in Sumenep `Ra"as` and `Banra"as`. No name of a region has a double quote of its own.
fn corrected(name: &str) -> String {
    name.trim().replace('"', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<Result<(String, String), String>> {
        read(text.as_bytes(), RegionLevel::District)
            .map(|region| region.map(|r| (r.code.to_string(), r.name)).map_err(|error| error.to_string()))
            .collect()
    }

    #[test]
    fn the_code_stands_first_and_the_name_last() {
        let rows =
            read_all("code,regency_code,name\n35.29.01,35.29,Kota Sumenep\n352922,35.29,\"Ra\"\"as\"\n");
        let expected = [("35.29.01", "Kota Sumenep"), ("35.29.22", "Ra'as")];
        assert_eq!(rows, expected.map(|(code, name)| Ok((code.to_owned(), name.to_owned()))));
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_row() {
        for (row, words) in [
            ("35.29,35,Kabupaten Sumenep", "row 2: 35.29 is not a code of level district"),
            ("x,35,Sumenep", "row 2: \"x\" is no region code"),
            ("35.29.01,35.29,", "row 2: the name of 35.29.01 is empty"),
            ("35.29.01,35.29,\"a\tb\"", "row 2: the name of 35.29.01 is empty"),
        ] {
            let rows = read_all(&format!("code,regency_code,name\n{row}\n"));
            assert!(matches!(rows.as_slice(), [Err(text)] if text.starts_with(words)), "{rows:?}");
        }
    }
}
