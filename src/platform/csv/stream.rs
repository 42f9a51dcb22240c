//! Reading CSV from chunks as they arrive, one record at a time, in constant memory.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The longest record in bytes: a spreadsheet row, not a file without line ends.
const RECORD_MAX: usize = 16 * 1024;

/// The most columns a record may have.
const COLUMNS_MAX: usize = 100;

/// Why a file cannot be read any further.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
pub enum CsvError {
    /// Its size is that of no spreadsheet row.
    #[error("a record is longer than 16 KiB or has more than 100 columns")]
    RecordTooLarge,
}

/// One record: its fields as bytes, since a bad encoding concerns one row only. A blank line is a record without fields, so
/// that rows can be counted as a spreadsheet counts them.
pub type Record = Vec<Vec<u8>>;

/// Splits chunks into records. The separator is what the first line uses: semicolon or comma, as
/// spreadsheets with Indonesian and English settings write it.
pub struct CsvStream {
    /// What separates the columns, where it is known.
    separator: Option<u8>,
    reader: Option<Reader>,
    head: Vec<u8>,
    output: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    ended: usize,
    /// Where the next byte begins a record.
    at_start: bool,
    /// Whether the last byte was a carriage return, to which a line feed belongs.
    after_return: bool,
}

impl Default for CsvStream {
    fn default() -> Self {
        Self::new()
    }
}

impl CsvStream {
    /// A stream before its first chunk.
    pub fn new() -> Self {
        Self::separated_by(None)
    }

    /// The same of a file whose separator is known.
    pub fn separated_by(separator: Option<u8>) -> Self {
        Self {
            separator,
            reader: None,
            head: Vec::new(),
            output: vec![0; RECORD_MAX],
            written: 0,
            ends: vec![0; COLUMNS_MAX],
            ended: 0,
            at_start: true,
            after_return: false,
        }
    }

    /// Reads a chunk and gives the records that it completes.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<Vec<Record>, CsvError> {
        if self.reader.is_some() {
            return self.read(chunk);
        }
        self.head.extend_from_slice(chunk);
        let after_blank_lines = self.head.iter().skip_while(|byte| byte.is_ascii_whitespace());
        let has_line = after_blank_lines.into_iter().any(|byte| *byte == b'\n');
        match has_line {
            false if self.head.len() > RECORD_MAX => Err(CsvError::RecordTooLarge),
            false => Ok(Vec::new()),
            true => self.begin(),
        }
    }

    /// Gives the last record, which may lack its line end.
    pub fn finish(&mut self) -> Result<Vec<Record>, CsvError> {
        let mut records = if self.reader.is_none() { self.begin()? } else { Vec::new() };
        // An empty chunk tells the reader that the file has ended.
        records.extend(self.read(b"")?);
        Ok(records)
    }

    /// Chooses the separator from the first line and reads what was held back for it.
    fn begin(&mut self) -> Result<Vec<Record>, CsvError> {
        let head = std::mem::take(&mut self.head);
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        let mut lines = text.split(|byte| *byte == b'\n');
        let line = lines.find(|line| !line.trim_ascii().is_empty()).unwrap_or(text);
        let count = |separator: u8| line.iter().filter(|byte| **byte == separator).count();
        let usual = if count(b';') > count(b',') { b';' } else { b',' };
        let separator = self.separator.unwrap_or(usual);
        self.reader = Some(ReaderBuilder::new().delimiter(separator).build());
        if text.is_empty() { Ok(Vec::new()) } else { self.read(text) }
    }

    fn read(&mut self, mut input: &[u8]) -> Result<Vec<Record>, CsvError> {
        let Some(reader) = &mut self.reader else { return Ok(Vec::new()) };
        let (mut records, ends_file) = (Vec::new(), input.is_empty());
        loop {
            if self.at_start {
                // The reader passes over blank lines without a word.
                input = take_blank_lines(input, &mut self.after_return, &mut records);
                if input.is_empty() && !ends_file {
                    return Ok(records);
                }
            }
            self.at_start = self.at_start && input.is_empty();
            let output = self.output.get_mut(self.written..).unwrap_or_default();
            let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
            let (result, read, written, ended) = reader.read_record(input, output, ends);
            let last_byte = read.checked_sub(1).and_then(|last| input.get(last)).copied();
            input = input.get(read..).unwrap_or_default();
            self.written += written;
            self.ended += ended;
            match result {
                ReadRecordResult::InputEmpty => return Ok(records),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(CsvError::RecordTooLarge);
                }
                ReadRecordResult::Record => {
                    records.push(fields(&self.output, self.ends.get(..self.ended).unwrap_or_default()));
                    (self.written, self.ended) = (0, 0);
                    (self.at_start, self.after_return) = (true, last_byte == Some(b'\r'));
                    if input.is_empty() {
                        return Ok(records);
                    }
                }
                ReadRecordResult::End => return Ok(records),
            }
        }
    }
}

/// Takes blank lines from the beginning of what is left, each as a record without fields.
fn take_blank_lines<'i>(mut input: &'i [u8], after_return: &mut bool, records: &mut Vec<Record>) -> &'i [u8] {
    while let Some((byte @ (b'\r' | b'\n'), rest)) = input.split_first() {
        if !(*after_return && *byte == b'\n') {
            records.push(Record::new());
        }
        *after_return = *byte == b'\r';
        input = rest;
    }
    if !input.is_empty() {
        *after_return = false;
    }
    input
}

fn fields(output: &[u8], ends: &[usize]) -> Record {
    let mut start = 0;
    let field = |end: &usize| {
        let bytes = output.get(start..*end).unwrap_or_default().to_vec();
        start = *end;
        bytes
    };
    ends.iter().map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_in_chunks(text: &[u8], size: usize) -> Result<Vec<Vec<String>>, CsvError> {
        let mut stream = CsvStream::new();
        let mut records = Vec::new();
        for chunk in text.chunks(size.max(1)) {
            records.extend(stream.feed(chunk)?);
        }
        records.extend(stream.finish()?);
        let text = |field: Vec<u8>| String::from_utf8_lossy(&field).into_owned();
        Ok(records.into_iter().map(|record| record.into_iter().map(text).collect()).collect())
    }

    #[test]
    fn a_semicolon_file_with_mark_quotes_and_no_last_line_end_is_read() {
        let text = b"\xef\xbb\xbfNIK;Nama\r\n1;\"Sri; dan \"\"Adi\"\"\"\n2;B";
        let expected = vec![vec!["NIK", "Nama"], vec!["1", "Sri; dan \"Adi\""], vec!["2", "B"]];
        assert_eq!(read_in_chunks(text, 3).unwrap(), expected);
    }

    #[test]
    fn blank_lines_are_records_without_fields_wherever_the_chunks_end() {
        let none: Vec<String> = Vec::new();
        let row = |text: &str| vec![text.to_owned(), "x".to_owned()];
        let expected = vec![row("a"), none.clone(), row("b"), none.clone(), none, row("c\nd")];
        for line_end in ["\n", "\r\n", "\r"] {
            let text = "a,x\n\nb,x\n\n\n\"c|d\",x".replace('\n', line_end).replace('|', "\n");
            // The separator is sniffed at the first line feed, which a file of carriage returns has only in a field.
            for size in 1..=text.len() {
                assert_eq!(read_in_chunks(text.as_bytes(), size).unwrap(), expected, "{line_end:?} {size}");
            }
        }
    }

    #[test]
    fn an_empty_file_has_no_records() {
        assert_eq!(read_in_chunks(b"", 8).unwrap(), Vec::<Vec<String>>::new());
    }

    #[test]
    fn a_file_without_line_ends_is_refused_instead_of_kept_in_memory() {
        let endless = vec![b'x'; RECORD_MAX * 2];
        assert_eq!(read_in_chunks(&endless, 4096), Err(CsvError::RecordTooLarge));
        let mut quoted = b"a,b\n\"".to_vec();
        quoted.extend(vec![b'x'; RECORD_MAX * 2]);
        assert_eq!(read_in_chunks(&quoted, 4096), Err(CsvError::RecordTooLarge));
    }

    proptest! {
        #[test]
        fn the_cut_into_chunks_does_not_matter(
            rows in proptest::collection::vec(proptest::collection::vec("[a-z ,\";']{0,8}", 3), 1..8),
            size in 1_usize..40,
        ) {
            let mut writer = ::csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            // The separator is sniffed, so the first line must be free of the other one.
            let mut text = b"one,two,three\n".to_vec();
            text.extend(writer.into_inner().unwrap());
            let read = read_in_chunks(&text, size).unwrap();
            prop_assert_eq!(&read[1..], &rows[..]);
        }
    }
}
