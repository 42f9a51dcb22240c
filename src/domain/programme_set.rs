//! Which programmes belong to something: a coverage, a membership, a quote.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Coded, Programme, UnknownCode};

/// A set of programmes, always in the order of [`Programme::ALL`]. In JSON it is a list of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<&'static str>")]
pub struct ProgrammeSet {
    jkk: bool,
    jkm: bool,
    jht: bool,
}

/// Why a list of codes is no set of programmes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProgrammeSetError {
    /// A code that is no programme.
    #[error("{0}")]
    Unknown(UnknownCode),
    /// A programme that stands twice.
    #[error("A programme may stand only once.")]
    Repeated,
}

impl Coded for ProgrammeSetError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown(unknown) => unknown.code(),
            Self::Repeated => "programme_repeated",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Unknown(unknown) => unknown.indonesian(),
            Self::Repeated => "Sebuah program hanya boleh disebut sekali.".into(),
        }
    }
}

impl ProgrammeSet {
    /// No programme.
    pub const EMPTY: Self = Self { jkk: false, jkm: false, jht: false };

    /// Every programme.
    pub const ALL: Self = Self { jkk: true, jkm: true, jht: true };

    /// Reads a list of codes in any order; it may be empty.
    pub fn parse<S: AsRef<str>>(codes: impl IntoIterator<Item = S>) -> Result<Self, ProgrammeSetError> {
        codes.into_iter().try_fold(Self::EMPTY, |set, code| {
            let programme = Programme::parse(code.as_ref()).map_err(ProgrammeSetError::Unknown)?;
            if set.contains(programme) {
                return Err(ProgrammeSetError::Repeated);
            }
            Ok(set.with(programme))
        })
    }

    /// The set with one programme more.
    #[must_use]
    pub const fn with(mut self, programme: Programme) -> Self {
        match programme {
            Programme::Jkk => self.jkk = true,
            Programme::Jkm => self.jkm = true,
            Programme::Jht => self.jht = true,
        }
        self
    }

    /// Whether the programme is in the set.
    pub const fn contains(self, programme: Programme) -> bool {
        match programme {
            Programme::Jkk => self.jkk,
            Programme::Jkm => self.jkm,
            Programme::Jht => self.jht,
        }
    }

    /// What is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self { jkk: self.jkk || other.jkk, jkm: self.jkm || other.jkm, jht: self.jht || other.jht }
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        !(self.jkk || self.jkm || self.jht)
    }

    /// The programmes in order.
    pub fn iter(self) -> impl Iterator<Item = Programme> {
        Programme::ALL.iter().copied().filter(move |programme| self.contains(*programme))
    }

    /// The codes in order.
    pub fn codes(self) -> Vec<&'static str> {
        self.iter().map(Programme::as_str).collect()
    }
}

impl FromIterator<Programme> for ProgrammeSet {
    fn from_iter<I: IntoIterator<Item = Programme>>(programmes: I) -> Self {
        programmes.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl TryFrom<Vec<String>> for ProgrammeSet {
    type Error = ProgrammeSetError;

    fn try_from(codes: Vec<String>) -> Result<Self, ProgrammeSetError> {
        Self::parse(codes)
    }
}

impl From<ProgrammeSet> for Vec<&'static str> {
    fn from(set: ProgrammeSet) -> Self {
        set.codes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_any_order_give_the_canonical_order() {
        let set = ProgrammeSet::parse(["jht", "jkk"]).unwrap();
        assert_eq!(set.codes(), ["jkk", "jht"]);
        assert_eq!(ProgrammeSet::parse(Vec::<String>::new()), Ok(ProgrammeSet::EMPTY));
        assert_eq!(Programme::ALL.iter().copied().collect::<ProgrammeSet>(), ProgrammeSet::ALL);
    }

    #[test]
    fn unknown_and_repeated_programmes_are_refused() {
        assert_eq!(ProgrammeSet::parse(["jkk", "jkk"]), Err(ProgrammeSetError::Repeated));
        assert_eq!(ProgrammeSet::parse(["jp"]).map_err(|error| error.code()), Err("unknown_code"));
    }

    #[test]
    fn the_json_form_reads_back() {
        let set = ProgrammeSet::EMPTY.with(Programme::Jkm).with(Programme::Jkk);
        let json = serde_json::to_value(set).unwrap();
        assert_eq!(json, serde_json::json!(["jkk", "jkm"]));
        assert_eq!(serde_json::from_value::<ProgrammeSet>(json).unwrap(), set);
    }

    #[test]
    fn a_union_holds_what_either_holds() {
        let one = ProgrammeSet::EMPTY.with(Programme::Jkk);
        let other = ProgrammeSet::EMPTY.with(Programme::Jht);
        assert_eq!(one.union(other).codes(), ["jkk", "jht"]);
        assert!(ProgrammeSet::EMPTY.union(ProgrammeSet::EMPTY).is_empty());
    }
}
