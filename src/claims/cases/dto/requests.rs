//! What callers send about claims, and how it is read.

mod decide;
mod file;
mod handle;
mod list;

pub use decide::RecordClaimDecision;
pub use file::{ClaimReason, CreateClaim, ReclassifyClaim, SubmitClaim, UpdateClaim};
pub use handle::{ReturnClaim, SendClaim, VerifyClaim, missing_count};
pub use list::{ClaimInstant, ClaimQuery};

use crate::claims::text::{REASON, TextError, parse_text};
use crate::domain::Coded;
use crate::platform::http::{Field, Issues, Text};

fn parse_reason(text: &str) -> Result<String, TextError> {
    parse_text(text, REASON)
}

/// A field that may be cleared.
pub(in crate::claims) fn optional<T, E: Coded>(
    issues: &mut Issues,
    pointer: &str,
    field: Field<String>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Field<T> {
    match field {
        Field::Absent => Field::Absent,
        Field::Null => Field::Null,
        Field::Value(text) => issues.take(pointer, parse(&text)).map_or(Field::Absent, Field::Value),
    }
}

/// A field that may change but not be cleared.
pub(in crate::claims) fn needed<T, V, E: Coded>(
    issues: &mut Issues,
    pointer: &str,
    field: Field<V>,
    parse: impl FnOnce(V) -> Result<T, E>,
) -> Option<T> {
    match field {
        Field::Absent => None,
        Field::Null => {
            issues.missing(pointer);
            None
        }
        Field::Value(value) => issues.take(pointer, parse(value)),
    }
}

fn does_not_apply(issues: &mut Issues, pointer: &str) {
    issues.push(
        pointer,
        "does_not_apply",
        Text::fixed("Isian ini tidak berlaku di sini.", "This field does not apply here."),
    );
}
