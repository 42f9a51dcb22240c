//! The two languages of the service: Indonesian, which is the default, and English.

use std::borrow::Cow;

/// A language in which the service answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Bahasa Indonesia.
    #[default]
    Id,
    /// English.
    En,
}

impl Language {
    /// The language tag of RFC 5646, as it stands in `Content-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// Chooses the language that an `Accept-Language` header ranks highest; Indonesian when it names neither.
    ///
    /// `in` is the tag that Indonesian had until 1989 and that old Java clients still send.
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Self {
        let mut best = (0_u16, Self::default());
        for range in accept_language.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or("").trim();
            let primary = tag.split('-').next().unwrap_or("");
            let language = match primary.to_ascii_lowercase().as_str() {
                "id" | "in" | "*" => Self::Id,
                "en" => Self::En,
                _ => continue,
            };
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1000, |q| parse_quality(q).unwrap_or(0));
            if quality > best.0 {
                best = (quality, language);
            }
        }
        best.1
    }
}

/// Reads a quality value (`0.8`) as thousandths, so that it can be compared exactly.
pub(crate) fn parse_quality(text: &str) -> Option<u16> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    whole.checked_mul(1000)?.checked_add(fraction).filter(|q| *q <= 1000)
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Indonesian.
    pub id: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Text {
    /// Makes a text from the Indonesian and the English sentence.
    pub fn new(id: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// Makes a constant text.
    #[must_use]
    pub const fn fixed(id: &'static str, en: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), en: Cow::Borrowed(en) }
    }

    /// The sentence in the given language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Id => &self.id,
            Language::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indonesian_is_the_default() {
        for header in ["", "fr", "de-DE, fr;q=0.5", "*", "garbage;;;", "en;q=0"] {
            assert_eq!(Language::negotiate(header), Language::Id, "{header:?}");
        }
    }

    #[test]
    fn the_highest_quality_wins_and_the_first_of_equals() {
        assert_eq!(Language::negotiate("en"), Language::En);
        assert_eq!(Language::negotiate("en-GB,id;q=0.9"), Language::En);
        assert_eq!(Language::negotiate("en;q=0.5, id-ID;q=0.7"), Language::Id);
        assert_eq!(Language::negotiate("in, en"), Language::Id);
        assert_eq!(Language::negotiate("EN, id"), Language::En);
        assert_eq!(Language::negotiate("fr, en;q=0.1, *;q=0.01"), Language::En);
    }

    #[test]
    fn qualities_are_thousandths() {
        assert_eq!(parse_quality("1"), Some(1000));
        assert_eq!(parse_quality("0.05"), Some(50));
        assert_eq!(parse_quality("1.000"), Some(1000));
        for wrong in ["", "2", "1.001", "0.1234", "-1", "0.x"] {
            assert_eq!(parse_quality(wrong), None, "{wrong:?}");
        }
    }
}
