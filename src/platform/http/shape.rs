//! From untrusted text to a typed request, with a pointer to what does not fit.
//!
//! Serde's derived code reports what it misses through the error type of the deserializer. The two deserializers
//! here (a JSON tree, a list of query pairs) share one error type that keeps the kind of mistake and the path to it,
//! which `serde_json::Error` would melt into an English sentence.

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de;

use super::codes::Code;
use super::problem::{FieldError, Problem};
use crate::platform::i18n::Text;

mod json;
mod pairs;
mod tree;

pub(super) use json::from_tree;
pub(super) use pairs::from_pairs;
pub(super) use tree::Tree;

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    UnknownField,
    Missing,
    Duplicate,
    WrongType { expected: String },
    UnknownValue { known: String },
    Unfit,
}

/// One misfit and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShapeError {
    pub(super) pointer: String,
    pub(super) mistake: Mistake,
}

impl ShapeError {
    fn here(mistake: Mistake) -> Self {
        Self { pointer: String::new(), mistake }
    }

    fn at(name: &str, mistake: Mistake) -> Self {
        Self::here(mistake).under(name)
    }

    /// Moves the error one level up: what was at `pointer` is at `/segment` + `pointer`.
    fn under(mut self, segment: &str) -> Self {
        let escaped: Cow<'_, str> = if segment.contains(['~', '/']) {
            Cow::Owned(segment.replace('~', "~0").replace('/', "~1"))
        } else {
            Cow::Borrowed(segment)
        };
        self.pointer = format!("/{escaped}{}", self.pointer);
        self
    }

    fn code(&self) -> &'static str {
        match self.mistake {
            Mistake::UnknownField => "unknown_field",
            Mistake::Missing => "required",
            Mistake::Duplicate => "duplicate",
            Mistake::WrongType { .. } => "wrong_type",
            Mistake::UnknownValue { .. } => "unknown_value",
            Mistake::Unfit => "invalid_value",
        }
    }

    /// The rule in words; never the value, which may be personal.
    fn text(&self) -> Text {
        match &self.mistake {
            Mistake::UnknownField => Text::fixed("Isian ini tidak dikenal.", "This field is not known."),
            Mistake::Missing => Text::fixed("Isian ini wajib ada.", "This field is required."),
            Mistake::Duplicate => Text::fixed("Isian ini muncul dua kali.", "This field appears twice."),
            Mistake::WrongType { expected } => wrong_type(expected),
            Mistake::UnknownValue { known } => {
                Text::new(format!("Nilai yang dikenal: {known}."), format!("Known values: {known}."))
            }
            Mistake::Unfit => Text::fixed("Nilai ini tidak sah.", "This value is not valid."),
        }
    }

    /// The problem of a body that does not fit.
    pub(super) fn into_body_problem(self) -> Problem {
        let code = match self.mistake {
            Mistake::UnknownField => Code::UnknownField,
            _ => Code::InvalidShape,
        };
        self.into_problem(code)
    }

    /// The problem of a query that does not fit.
    pub(super) fn into_query_problem(self) -> Problem {
        let code = match self.mistake {
            Mistake::UnknownField => Code::UnknownParameter,
            _ => Code::InvalidQuery,
        };
        self.into_problem(code)
    }

    pub(super) fn into_problem(self, code: Code) -> Problem {
        let (rule, text) = (self.code(), self.text());
        Problem::new(code).errors(vec![FieldError::new(self.pointer, rule, text)])
    }
}

/// What was expected, in words for people: the reader's own name a Rust type or are English only.
fn wrong_type(expected: &str) -> Text {
    let is_integer =
        expected.starts_with(['i', 'u']) && expected.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    match expected {
        _ if is_integer => Text::fixed(
            "Jenis nilai salah; yang diharapkan bilangan bulat dalam batasnya.",
            "The value has the wrong type; a whole number within its limits is expected.",
        ),
        "f32" | "f64" => Text::fixed(
            "Jenis nilai salah; yang diharapkan bilangan.",
            "The value has the wrong type; a number is expected.",
        ),
        "a number in its shortest form" => Text::fixed(
            "Yang diharapkan bilangan dalam bentuk terpendek, seperti 5 dan bukan 05.",
            "A number in its shortest form is expected, such as 5 and not 05.",
        ),
        "a boolean" | "true or false" => Text::fixed(
            "Jenis nilai salah; yang diharapkan true atau false.",
            "The value has the wrong type; true or false is expected.",
        ),
        "a sequence" => Text::fixed(
            "Jenis nilai salah; yang diharapkan daftar.",
            "The value has the wrong type; a list is expected.",
        ),
        "an object" | "a map" | "an object with one member" => Text::fixed(
            "Jenis nilai salah; yang diharapkan objek.",
            "The value has the wrong type; an object is expected.",
        ),
        _ if expected.contains("string") => Text::fixed(
            "Jenis nilai salah; yang diharapkan teks.",
            "The value has the wrong type; a text is expected.",
        ),
        _ => Text::fixed("Jenis nilai salah.", "The value has the wrong type."),
    }
}

impl Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:?}", self.code(), self.pointer)
    }
}

impl std::error::Error for ShapeError {}

impl de::Error for ShapeError {
    /// A type's own complaint. Its wording is not passed on: it is English only and may quote the value.
    fn custom<T: Display>(_: T) -> Self {
        Self::here(Mistake::Unfit)
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::here(Mistake::WrongType { expected: expected.to_string() })
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::here(Mistake::Unfit)
    }

    fn unknown_variant(_: &str, known: &'static [&'static str]) -> Self {
        Self::here(Mistake::UnknownValue { known: known.join(", ") })
    }

    fn unknown_field(name: &str, _: &'static [&'static str]) -> Self {
        Self::at(name, Mistake::UnknownField)
    }

    fn missing_field(name: &'static str) -> Self {
        Self::at(name, Mistake::Missing)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::at(name, Mistake::Duplicate)
    }
}
