//! Writing CSV: a chunk of rows at a time, formulas neutralised.

use std::borrow::Cow;

use bytes::Bytes;

/// Collects rows until they are taken as a chunk.
pub struct CsvWriter {
    writer: ::csv::Writer<Vec<u8>>,
}

impl CsvWriter {
    /// A writer without rows.
    pub fn new() -> Self {
        Self::separated_by(b',')
    }

    /// The same with something else between the columns.
    pub fn separated_by(separator: u8) -> Self {
        Self { writer: ::csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new()) }
    }

    /// Adds a row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), ::csv::Error> {
        self.writer.write_record(cells.into_iter().map(safe_cell).map(|cell| cell.into_owned()))
    }

    /// The rows so far.
    pub fn into_chunk(self) -> Result<Bytes, ::csv::Error> {
        let rows = self.writer.into_inner().map_err(|error| ::csv::Error::from(error.into_error()))?;
        Ok(Bytes::from(rows))
    }
}

impl Default for CsvWriter {
    fn default() -> Self {
        Self::new()
    }
}

/// A cell that a spreadsheet shows as it is: what it would take for a formula gets an apostrophe in front (OWASP, CSV
/// injection).
pub fn safe_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_the_rest_stays() {
        for text in ["=1+1", "+62811", "-5", "@SUM(A1)", "\tx", "\r=1", "\n=1"] {
            assert_eq!(safe_cell(text), format!("'{text}"));
        }
        for text in ["", "Siti Aminah", "3529015506820001", "a=b", "2026-05"] {
            assert_eq!(safe_cell(text), text);
        }
    }

    #[test]
    fn cells_with_separators_are_quoted() {
        let mut writer = CsvWriter::new();
        writer.row(["Sri, Adi", "say \"hi\"", "=1"]).unwrap();
        assert_eq!(writer.into_chunk().unwrap(), "\"Sri, Adi\",\"say \"\"hi\"\"\",'=1\n");
    }
}
