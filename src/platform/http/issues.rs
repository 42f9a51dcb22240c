//! Collects everything that is wrong with a request, so that the caller mends it in one go.

use std::borrow::Cow;
use std::fmt::Display;

use super::codes::Code;
use super::problem::{FieldError, Problem};
use crate::domain::Coded;
use crate::platform::i18n::Text;

/// The problems found so far.
#[derive(Debug, Default)]
pub struct Issues {
    errors: Vec<FieldError>,
}

impl Issues {
    /// Starts without problems.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a parsed value, or notes why there is none.
    pub fn take<T, E: Coded>(&mut self, pointer: impl Into<String>, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.push(pointer, error.code(), Text::new(error.indonesian(), error.to_string()));
                None
            }
        }
    }

    /// Like [`take`](Self::take) for a field that may be absent.
    pub fn take_optional<V, T, E: Coded>(
        &mut self,
        pointer: impl Into<String>,
        value: Option<V>,
        parse: impl FnOnce(V) -> Result<T, E>,
    ) -> Option<T> {
        value.and_then(|value| self.take(pointer, parse(value)))
    }

    /// Notes a problem.
    pub fn push(&mut self, pointer: impl Into<String>, code: impl Into<Cow<'static, str>>, detail: Text) {
        self.errors.push(FieldError::new(pointer, code, detail));
    }

    /// Notes that a field is needed and absent.
    pub fn missing(&mut self, pointer: impl Into<String>) {
        self.push(pointer, "required", Text::fixed("Isian ini wajib ada.", "This field is required."));
    }

    /// Notes that a value is not one of those known.
    pub fn unknown_value<A: Display>(
        &mut self,
        pointer: impl Into<String>,
        allowed: impl IntoIterator<Item = A>,
    ) {
        let allowed: Vec<String> = allowed.into_iter().map(|value| value.to_string()).collect();
        let allowed = allowed.join(", ");
        self.push(
            pointer,
            "unknown_value",
            Text::new(format!("Nilai yang dikenal: {allowed}."), format!("Known values: {allowed}.")),
        );
    }

    /// Notes as the last entry that not every problem is listed: what comes after it was not looked at.
    pub fn left_off(&mut self) {
        self.push(
            "",
            "errors_left_off",
            Text::fixed(
                "Pemeriksaan berhenti di sini. Mungkin masih ada kesalahan lain.",
                "Checking stopped here. There may be more errors.",
            ),
        );
    }

    /// Takes over the problems of a part, whose pointers are relative to `prefix`.
    pub fn absorb(&mut self, prefix: &str, part: Self) {
        self.errors.extend(
            part.errors
                .into_iter()
                .map(|error| FieldError { pointer: format!("{prefix}{}", error.pointer), ..error }),
        );
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// How much is wrong so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.errors.len()
    }

    /// The problem of all that was found.
    #[must_use]
    pub fn into_problem(self) -> Problem {
        Problem::new(Code::ValidationFailed).errors(self.errors)
    }

    /// Fails with everything that was found.
    pub fn finish(self) -> Result<(), Problem> {
        if self.is_empty() { Ok(()) } else { Err(self.into_problem()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("too short")]
    struct TooShort;

    impl Coded for TooShort {
        fn code(&self) -> &'static str {
            "too_short"
        }

        fn indonesian(&self) -> Cow<'static, str> {
            "terlalu pendek".into()
        }
    }

    fn parse(text: &str) -> Result<usize, TooShort> {
        if text.len() > 1 { Ok(text.len()) } else { Err(TooShort) }
    }

    #[test]
    fn all_problems_are_reported_at_once_with_their_pointers() {
        let mut heir = Issues::new();
        assert_eq!(heir.take_optional("/share", Some("x"), parse), None);
        let mut issues = Issues::new();
        assert_eq!(issues.take("/name", parse("ab")), Some(2));
        assert_eq!(issues.take_optional("/note", None, parse), None);
        assert_eq!(issues.take("/nik", parse("")), None);
        issues.missing("/sex");
        issues.absorb("/heirs/0", heir);

        let problem = issues.finish().map_err(|problem| {
            problem
                .field_errors()
                .iter()
                .map(|e| (e.pointer.clone(), e.code.clone().into_owned()))
                .collect::<Vec<_>>()
        });
        let expected = [("/nik", "too_short"), ("/sex", "required"), ("/heirs/0/share", "too_short")];
        assert_eq!(problem, Err(expected.map(|(p, c)| (p.to_owned(), c.to_owned())).to_vec()));
    }

    #[test]
    fn no_problem_passes() {
        assert!(Issues::new().finish().is_ok());
    }
}
