//! Files that are no CSV, by their first bytes.

use crate::platform::http::{FieldError, Problem, Text};

/// So many of the first bytes tell.
const LOOKED_AT: usize = 64;

/// The beginning of a file, as far as it has arrived.
#[derive(Debug, Default)]
pub struct Beginning {
    bytes: Vec<u8>,
}

impl Beginning {
    /// Looks at what arrives next. 422 `not_csv` as soon as it is plain that the file is something else: else each of its
    /// rows would be called wrong, for no reason that anybody could guess.
    pub fn look(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        let wanted = LOOKED_AT.saturating_sub(self.bytes.len());
        if wanted == 0 {
            return Ok(());
        }
        self.bytes.extend(chunk.iter().take(wanted));
        match other_than_csv(&self.bytes) {
            Some(text) => Err(Problem::invalid_field(FieldError::new("", "not_csv", text))),
            None => Ok(()),
        }
    }
}

/// What a file is that begins so, and what to do; nothing where it may be CSV.
fn other_than_csv(bytes: &[u8]) -> Option<Text> {
    // ZIP, which spreadsheets since 2007 are; the container of those before.
    const SHEETS: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"];
    const UTF_16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];
    let begins = |signature: &&[u8]| bytes.starts_with(signature);
    if SHEETS.iter().any(begins) {
        return Some(Text::fixed(
            "Ini berkas spreadsheet (XLSX, XLS, ODS) atau ZIP. Simpan sebagai CSV UTF-8, lalu kirim lagi.",
            "This is a spreadsheet file (XLSX, XLS, ODS) or a ZIP. Save it as CSV UTF-8 and send that.",
        ));
    }
    if bytes.starts_with(b"%PDF") {
        return Some(Text::fixed(
            "Ini berkas PDF. Minta berkas aslinya dan simpan sebagai CSV UTF-8.",
            "This is a PDF file. Ask for the original and save it as CSV UTF-8.",
        ));
    }
    if UTF_16.iter().any(begins) || bytes.contains(&0) {
        return Some(Text::fixed(
            "Berkas ini bukan teks UTF-8 (mungkin UTF-16). Simpan sebagai CSV UTF-8, lalu kirim lagi.",
            "This file is no text in UTF-8 (perhaps UTF-16). Save it as CSV UTF-8 and send that.",
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_at(file: &[u8], piece: usize) -> Result<(), Problem> {
        let mut beginning = Beginning::default();
        file.chunks(piece).try_for_each(|chunk| beginning.look(chunk))
    }

    #[test]
    fn what_is_no_csv_is_told_by_its_first_bytes_however_they_arrive() {
        let utf_16: Vec<u8> = "nik;nama\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xff\xfe".as_slice(), &utf_16].concat();
        let turned: Vec<u8> = "nik;nama\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for file in
            [b"PK\x03\x04rest".as_slice(), b"\xd0\xcf\x11\xe0", b"%PDF-1.7", &utf_16, &marked, &turned]
        {
            for piece in [1, 3, 100] {
                let refused = looked_at(file, piece).unwrap_err();
                assert_eq!(refused.field_errors()[0].code, "not_csv");
            }
        }
    }

    #[test]
    fn text_passes_with_and_without_its_mark_and_whatever_comes_later() {
        for file in [b"".as_slice(), b"\xef\xbb\xbfnik;nama\n", b"PK;nama\n", b"nik;nama\n", b"\xe9;caf\n"] {
            assert!(looked_at(file, 2).is_ok());
        }
        let late = [vec![b'a'; LOOKED_AT], vec![0]].concat();
        assert!(looked_at(&late, 7).is_ok());
    }
}
