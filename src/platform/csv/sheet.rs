//! A heading line and numbered rows, from chunks as they arrive.

use super::signature::Beginning;
use super::{CsvStream, Record, is_blank};
use crate::platform::http::{Code, Problem};

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The first line that holds anything.
    Headings(Record),
    /// A row that holds anything, with its number: counted from 1 below the heading line, blank rows too, as somebody
    /// sees it who opens the file.
    Row(i32, Record),
}

/// Reads a sheet from chunks.
pub struct Sheet {
    beginning: Beginning,
    stream: CsvStream,
    /// The number of the last row; none before the heading line.
    row: Option<i32>,
}

impl Sheet {
    /// A sheet before its first chunk, and what separates its columns, where it is known.
    pub fn new(separator: Option<u8>) -> Self {
        Self { beginning: Beginning::default(), stream: CsvStream::separated_by(separator), row: None }
    }

    /// Reads a chunk and gives what it completes. 422 `not_csv` for a spreadsheet, a PDF and text in UTF-16.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<Vec<Piece>, Problem> {
        self.beginning.look(chunk)?;
        let records = self.stream.feed(chunk)?;
        self.pieces(records)
    }

    /// Gives the last row, which may lack its line end.
    pub fn finish(&mut self) -> Result<Vec<Piece>, Problem> {
        let records = self.stream.finish()?;
        self.pieces(records)
    }

    fn pieces(&mut self, records: Vec<Record>) -> Result<Vec<Piece>, Problem> {
        let mut pieces = Vec::with_capacity(records.len());
        for record in records {
            let is_blank = is_blank(&record);
            match self.row {
                None if is_blank => {}
                None => {
                    self.row = Some(0);
                    pieces.push(Piece::Headings(record));
                }
                Some(last) => {
                    let number = last.checked_add(1).ok_or_else(|| Problem::new(Code::BodyTooLarge))?;
                    self.row = Some(number);
                    if !is_blank {
                        pieces.push(Piece::Row(number, record));
                    }
                }
            }
        }
        Ok(pieces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows_also_below_blank_ones() {
        let mut sheet = Sheet::new(None);
        let mut pieces = sheet.feed(b"\n;\nnik;status\n1;ok\n\n;;\n2;").unwrap();
        pieces.extend(sheet.feed(b"ok\r\n\r\n3;ok").unwrap());
        pieces.extend(sheet.finish().unwrap());
        let numbers: Vec<Option<i32>> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Headings(_) => None,
                Piece::Row(number, _) => Some(*number),
            })
            .collect();
        assert_eq!(numbers, [None, Some(1), Some(4), Some(6)]);
        assert_eq!(pieces[0], Piece::Headings(vec![b"nik".to_vec(), b"status".to_vec()]));
    }
}
