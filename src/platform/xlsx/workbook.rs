//! A workbook: its sheets one after the other, each row by row.

use std::fmt::Write as _;
use std::io;

use bytes::Bytes;

use super::parts;
use super::zip::ZipStream;

/// Why a workbook cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// The archive around it.
    #[error("the archive of a workbook cannot be written")]
    Archive(#[from] io::Error),
    /// More rows than a sheet holds.
    #[error("a sheet has at most 1,048,576 rows")]
    TooManyRows,
}

/// The most rows of a sheet.
const ROWS_MAX: u32 = 1_048_576;

/// A sheet as it is announced.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// What its tab says: letters and spaces only.
    pub name: &'static str,
    /// Where it lies in the file: `xl/worksheets/sheet1.xml` and so on.
    pub part: &'static str,
    /// How wide its columns are, in characters.
    pub widths: &'static [u16],
    /// The row that stands at the top of every page; what is above it only on the first.
    pub heading_row: u32,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text, never a formula.
    Text(&'a str),
    /// A number.
    Number(i64),
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Plain,
    /// Bold.
    Bold,
    /// A heading of a column.
    Heading,
    /// A text in a table.
    Text,
    /// A number in a table.
    Number,
    /// A sum in a table.
    Sum,
}

impl Style {
    /// Its place in `styles.xml`.
    const fn number(self) -> u8 {
        match self {
            Self::Plain => 0,
            Self::Bold => 1,
            Self::Heading => 2,
            Self::Text => 3,
            Self::Number => 4,
            Self::Sum => 5,
        }
    }
}

/// A workbook on its way out.
pub struct Workbook {
    zip: ZipStream,
    sheets: std::slice::Iter<'static, Sheet>,
    row: u32,
    is_open: bool,
}

impl Workbook {
    /// Begins a workbook of these sheets, at least one.
    pub fn new(sheets: &'static [Sheet]) -> Result<Self, XlsxError> {
        let mut zip = ZipStream::new();
        for (name, xml) in [
            ("[Content_Types].xml", parts::content_types(sheets)),
            ("_rels/.rels", parts::relations()),
            ("xl/workbook.xml", parts::workbook(sheets)),
            ("xl/_rels/workbook.xml.rels", parts::workbook_relations(sheets)),
            ("xl/styles.xml", parts::styles()),
        ] {
            zip.begin(name)?;
            zip.write(xml.as_bytes())?;
            zip.end()?;
        }
        Ok(Self { zip, sheets: sheets.iter(), row: 0, is_open: false })
    }

    /// Ends the sheet before and begins the next one.
    pub fn next_sheet(&mut self) -> Result<(), XlsxError> {
        self.end_sheet()?;
        let sheet = self.sheets.next().ok_or_else(|| io::Error::other("a workbook has no such sheet"))?;
        self.zip.begin(sheet.part)?;
        self.zip.write(parts::sheet_head(sheet).as_bytes())?;
        (self.row, self.is_open) = (0, true);
        Ok(())
    }

    /// Adds a row to the open sheet.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = (Cell<'a>, Style)>) -> Result<(), XlsxError> {
        if self.row >= ROWS_MAX {
            return Err(XlsxError::TooManyRows);
        }
        self.row += 1;
        let mut xml = format!("<row r=\"{}\">", self.row);
        for (column, (cell, style)) in ('A'..='Z').zip(cells) {
            let (row, style) = (self.row, style.number());
            // Writing into a string does not fail.
            let _ = match cell {
                Cell::Empty => write!(xml, "<c r=\"{column}{row}\" s=\"{style}\"/>"),
                Cell::Number(number) => {
                    write!(xml, "<c r=\"{column}{row}\" s=\"{style}\"><v>{number}</v></c>")
                }
                Cell::Text(text) => write!(
                    xml,
                    "<c r=\"{column}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(text)
                ),
            };
        }
        xml.push_str("</row>");
        Ok(self.zip.write(xml.as_bytes())?)
    }

    /// What was written since it was taken last; may be nothing.
    pub fn take(&mut self) -> Bytes {
        Bytes::from(self.zip.take())
    }

    /// Ends the workbook. Take what is left after it.
    pub fn finish(&mut self) -> Result<(), XlsxError> {
        self.end_sheet()?;
        Ok(self.zip.finish()?)
    }

    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        if self.is_open {
            self.zip.write(parts::SHEET_TAIL.as_bytes())?;
            self.zip.end()?;
            self.is_open = false;
        }
        Ok(())
    }
}

/// Escapes text for XML and leaves out what XML cannot carry.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control < ' ' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEETS: &[Sheet] = &[
        Sheet { name: "Satu", part: "xl/worksheets/sheet1.xml", widths: &[5, 20], heading_row: 1 },
        Sheet { name: "Dua", part: "xl/worksheets/sheet2.xml", widths: &[5], heading_row: 1 },
    ];

    /// The entries of an archive, by its directory; the test's own reading of the format.
    fn entries(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
        use std::io::Read as _;
        let short = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
        let long = |at: usize| short(at) + (short(at + 2) << 16);
        let end = archive.len() - 22;
        assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
        let (count, mut at) = (short(end + 10), long(end + 16));
        assert_eq!(at + long(end + 12), end);
        let mut found = Vec::new();
        for _ in 0..count {
            assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
            let (crc, packed, size, name) = (long(at + 16), long(at + 20), long(at + 24), short(at + 28));
            let start = long(at + 42);
            let text = String::from_utf8(archive[at + 46..at + 46 + name].to_vec()).unwrap();
            let data = start + 30 + short(start + 26);
            let mut bytes = Vec::new();
            flate2::read::DeflateDecoder::new(&archive[data..data + packed]).read_to_end(&mut bytes).unwrap();
            let mut sum = flate2::Crc::new();
            sum.update(&bytes);
            assert_eq!((bytes.len(), usize::try_from(sum.sum()).unwrap()), (size, crc), "{text}");
            assert_eq!(long(data + packed + 4), crc, "{text}: what follows the data");
            found.push((text, bytes));
            at += 46 + name;
        }
        found
    }

    #[test]
    fn a_workbook_that_was_taken_piece_by_piece_is_a_whole_archive() {
        let mut workbook = Workbook::new(SHEETS).unwrap();
        let mut archive = Vec::new();
        for sheet in 0..2 {
            workbook.next_sheet().unwrap();
            for number in 0..3_000 {
                workbook
                    .row([
                        (Cell::Number(number), Style::Number),
                        (Cell::Text("=1+1 <a> & b\u{1}"), Style::Text),
                    ])
                    .unwrap();
                if number % 700 == sheet {
                    archive.extend(workbook.take());
                }
            }
        }
        workbook.finish().unwrap();
        archive.extend(workbook.take());
        let entries = entries(&archive);
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[0], "[Content_Types].xml");
        assert_eq!(names[5..], ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]);
        let sheet = String::from_utf8(entries[5].1.clone()).unwrap();
        assert!(
            sheet.contains("<row r=\"3000\"><c r=\"A3000\" s=\"4\"><v>2999</v></c>"),
            "{}",
            &sheet[..300]
        );
        // A formula would be an `f` element.
        assert!(
            sheet.contains("t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1 &lt;a&gt; &amp; b</t></is>")
        );
        assert!(!sheet.contains("<f>") && sheet.ends_with("</worksheet>"));
    }

    #[test]
    fn a_sheet_that_was_not_announced_is_refused() {
        let mut workbook = Workbook::new(&SHEETS[..1]).unwrap();
        workbook.next_sheet().unwrap();
        assert!(workbook.next_sheet().is_err());
    }
}
