//! What a file is, by its first bytes.

use crate::claims::documents::codes::Format;

/// So many bytes tell every format.
pub const SNIFFED: usize = 12;

/// The brands of the container that phones write photos of this codec into.
const HEIC_BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// The format that the first bytes of a file tell; none for anything that is not taken.
pub fn sniff(start: &[u8]) -> Option<Format> {
    let at = |place: usize, wanted: &[u8]| start.get(place..).is_some_and(|rest| rest.starts_with(wanted));
    if at(0, b"%PDF-") {
        Some(Format::Pdf)
    } else if at(0, &[0xff, 0xd8, 0xff]) {
        Some(Format::Jpeg)
    } else if at(0, b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Some(Format::Webp)
    } else if at(4, b"ftyp") && HEIC_BRANDS.iter().any(|brand| at(8, brand)) {
        Some(Format::Heic)
    } else {
        None
    }
}

/// The media type of a format.
pub const fn media_type(format: Format) -> &'static str {
    match format {
        Format::Pdf => "application/pdf",
        Format::Jpeg => "image/jpeg",
        Format::Png => "image/png",
        Format::Webp => "image/webp",
        Format::Heic => "image/heic",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_first_bytes_alone() {
        for (start, expected) in [
            (&b"%PDF-1.7\n%abc"[..], Some(Format::Pdf)),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", Some(Format::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\r", Some(Format::Png)),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Some(Format::Webp)),
            (b"\0\0\0\x18ftypheic\0\0\0\0", Some(Format::Heic)),
            (b"\0\0\0\x18ftypmif1", Some(Format::Heic)),
            (b"\0\0\0\x18ftypisom", None),
            (b"RIFF\x24\0\0\0WAVE", None),
            (b"<html><script>", None),
            (b"PK\x03\x04", None),
            (b"MZ", None),
            (b"%PDF", None),
            (b" %PDF-1.7", None),
            (b"", None),
        ] {
            assert_eq!(sniff(start), expected, "{start:?}");
            let needed = start.get(..SNIFFED).unwrap_or(start);
            assert_eq!(sniff(needed), expected, "{start:?}");
        }
    }
}
