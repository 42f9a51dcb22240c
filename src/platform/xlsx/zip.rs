//! A ZIP archive that is written front to back: sizes and checksums follow what they speak of (APPNOTE 4.3.9).

use std::io::{self, Write as _};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// Every entry says that its sizes come after its data.
const FLAGS: u16 = 1 << 3;
/// What is needed to read it: version 2.0.
const VERSION: u16 = 20;
const DEFLATED: u16 = 8;
/// 1 January 1980, midnight: the archive tells nothing of when it was made.
const TIME: u16 = 0;
const DATE: u16 = (1 << 5) | 1;

/// An archive on its way out.
pub(super) struct ZipStream {
    /// What was not taken yet.
    out: Vec<u8>,
    /// How much was taken.
    taken: usize,
    entries: Vec<Entry>,
    open: Option<Open>,
}

struct Entry {
    name: &'static str,
    offset: u32,
    crc: u32,
    compressed: u32,
    size: u32,
}

struct Open {
    name: &'static str,
    offset: u32,
    encoder: DeflateEncoder<Vec<u8>>,
    crc: Crc,
    compressed: usize,
}

impl ZipStream {
    pub fn new() -> Self {
        Self { out: Vec::new(), taken: 0, entries: Vec::new(), open: None }
    }

    /// Begins an entry. The one before must have ended.
    pub fn begin(&mut self, name: &'static str) -> io::Result<()> {
        let offset = self.offset()?;
        header(&mut self.out, 0x0403_4b50, &[VERSION, FLAGS, DEFLATED, TIME, DATE], &[0, 0, 0]);
        self.out.extend_from_slice(&short(name.len())?.to_le_bytes());
        self.out.extend_from_slice(&0_u16.to_le_bytes());
        self.out.extend_from_slice(name.as_bytes());
        let encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        self.open = Some(Open { name, offset, encoder, crc: Crc::new(), compressed: 0 });
        Ok(())
    }

    /// Adds to the open entry.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let open = self.open.as_mut().ok_or_else(no_entry)?;
        open.crc.update(bytes);
        open.encoder.write_all(bytes)?;
        open.drain(&mut self.out);
        Ok(())
    }

    /// Ends the open entry.
    pub fn end(&mut self) -> io::Result<()> {
        let mut open = self.open.take().ok_or_else(no_entry)?;
        open.encoder.try_finish()?;
        open.drain(&mut self.out);
        // Both counters of a checksum wrap at four gigabytes; what has been compressed tells long before.
        let entry = Entry {
            name: open.name,
            offset: open.offset,
            crc: open.crc.sum(),
            compressed: long(open.compressed)?,
            size: open.crc.amount(),
        };
        header(&mut self.out, 0x0807_4b50, &[], &[entry.crc, entry.compressed, entry.size]);
        self.entries.push(entry);
        Ok(())
    }

    /// What was written since it was taken last.
    pub fn take(&mut self) -> Vec<u8> {
        self.taken = self.taken.saturating_add(self.out.len());
        std::mem::take(&mut self.out)
    }

    /// Writes the directory at the end.
    pub fn finish(&mut self) -> io::Result<()> {
        let start = self.offset()?;
        for entry in &self.entries {
            let numbers = [entry.crc, entry.compressed, entry.size];
            header(&mut self.out, 0x0201_4b50, &[VERSION, VERSION, FLAGS, DEFLATED, TIME, DATE], &numbers);
            // The length of the name; no extra field, comment, disk or attributes.
            for number in [short(entry.name.len())?, 0, 0, 0, 0] {
                self.out.extend_from_slice(&number.to_le_bytes());
            }
            self.out.extend_from_slice(&0_u32.to_le_bytes());
            self.out.extend_from_slice(&entry.offset.to_le_bytes());
            self.out.extend_from_slice(entry.name.as_bytes());
        }
        let length = self.offset()?.saturating_sub(start);
        let count = short(self.entries.len())?;
        header(&mut self.out, 0x0605_4b50, &[0, 0, count, count], &[length, start]);
        self.out.extend_from_slice(&0_u16.to_le_bytes());
        Ok(())
    }

    fn offset(&self) -> io::Result<u32> {
        long(self.taken.saturating_add(self.out.len()))
    }
}

impl Open {
    fn drain(&mut self, out: &mut Vec<u8>) {
        let ready = self.encoder.get_mut();
        self.compressed = self.compressed.saturating_add(ready.len());
        out.append(ready);
    }
}

/// A signature, then numbers of two bytes, then numbers of four.
fn header(out: &mut Vec<u8>, signature: u32, shorts: &[u16], longs: &[u32]) {
    out.extend_from_slice(&signature.to_le_bytes());
    out.extend(shorts.iter().flat_map(|number| number.to_le_bytes()));
    out.extend(longs.iter().flat_map(|number| number.to_le_bytes()));
}

fn short(number: usize) -> io::Result<u16> {
    u16::try_from(number).map_err(|_| too_large())
}

fn long(number: usize) -> io::Result<u32> {
    u32::try_from(number).map_err(|_| too_large())
}

fn too_large() -> io::Error {
    io::Error::other("a ZIP archive of four gigabytes")
}

fn no_entry() -> io::Error {
    io::Error::other("a ZIP archive without an open entry")
}
