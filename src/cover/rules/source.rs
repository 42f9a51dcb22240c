//! Where a row of the rules comes from and when it holds: what all kinds say alike.

use super::Confidence;
use crate::cover::wire;
use crate::domain::Day;
use crate::platform::http::{Field, Issues, Text};

/// Where a row comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The regulation.
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
}

impl Source {
    /// Reads what a new row says.
    pub fn read(
        issues: &mut Issues,
        legal_reference: &str,
        note: Option<String>,
        confidence: &str,
    ) -> Option<Self> {
        let legal_reference = wire::line::<300>(issues, "/legal_reference", legal_reference);
        let note = wire::optional_line::<1000>(issues, "/note", note);
        let confidence = issues.take("/confidence", Confidence::parse(confidence));
        Some(Self { legal_reference: legal_reference?, note, confidence: confidence? })
    }

    /// Reads what a correction says otherwise.
    pub fn patched(
        self,
        issues: &mut Issues,
        legal_reference: Field<String>,
        note: Field<String>,
        confidence: Field<String>,
    ) -> Option<Self> {
        let legal_reference = match wire::never_null(issues, "/legal_reference", legal_reference) {
            Some(text) => wire::line::<300>(issues, "/legal_reference", &text),
            None => Some(self.legal_reference),
        };
        let note = match note {
            Field::Absent => self.note,
            Field::Null => None,
            Field::Value(text) => wire::line::<1000>(issues, "/note", &text),
        };
        let confidence = match wire::never_null(issues, "/confidence", confidence) {
            Some(text) => issues.take("/confidence", Confidence::parse(&text)),
            None => Some(self.confidence),
        };
        Some(Self { legal_reference: legal_reference?, note, confidence: confidence? })
    }
}

/// The days on which a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day; none while no end is known.
    pub until: Option<Day>,
}

impl Period {
    /// Reads what a new row says.
    pub fn read(issues: &mut Issues, from: &str, until: Option<&str>) -> Option<Self> {
        let from = wire::day(issues, "/valid_from", from);
        let until = until.and_then(|text| wire::day(issues, "/valid_until", text));
        Self::checked(issues, from, until)
    }

    /// Reads what a correction says otherwise.
    pub fn patched(self, issues: &mut Issues, from: Field<String>, until: Field<String>) -> Option<Self> {
        let from = match wire::never_null(issues, "/valid_from", from) {
            Some(text) => wire::day(issues, "/valid_from", &text),
            None => Some(self.from),
        };
        let until = match until {
            Field::Absent => self.until,
            Field::Null => None,
            Field::Value(text) => wire::day(issues, "/valid_until", &text),
        };
        Self::checked(issues, from, until)
    }

    fn checked(issues: &mut Issues, from: Option<Day>, until: Option<Day>) -> Option<Self> {
        let from = from?;
        if until.is_some_and(|until| until < from) {
            issues.push(
                "/valid_until",
                "period_backwards",
                Text::fixed(
                    "Hari terakhir tidak boleh sebelum hari pertama.",
                    "The last day must not be before the first.",
                ),
            );
        }
        Some(Self { from, until })
    }
}
