//! Database errors as problems: named constraints have a meaning, an absent database is 503, the rest is ours.

use diesel::result::{DatabaseErrorKind, Error};

use super::{FieldError, Problem};
use crate::platform::db::{TERMINATED, Unavailable, constraints};
use crate::platform::http::codes::Code;

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let Error::DatabaseError(kind, info) = &error else {
            return match error {
                Error::BrokenTransactionManager => Self::unavailable().source(error),
                // `NotFound` too: what a missing row means is for the use case to say, not for us to guess.
                error => Self::internal(error),
            };
        };
        match kind {
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::ExclusionViolation
            | DatabaseErrorKind::RestrictViolation => {
                let Some(meaning) = info.constraint_name().and_then(constraints::meaning) else {
                    return Self::internal(error);
                };
                let problem = Self::new(meaning.code);
                match meaning.pointer {
                    Some(pointer) => problem.errors(vec![FieldError::new(
                        pointer,
                        meaning.code.as_str(),
                        meaning.code.entry().explanation,
                    )]),
                    None => problem,
                }
                .source(error)
            }
            DatabaseErrorKind::SerializationFailure
            | DatabaseErrorKind::ReadOnlyTransaction
            | DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ClosedConnection => Self::unavailable().source(error),
            _ if is_passing(info.message()) => Self::unavailable().source(error),
            _ => Self::internal(error),
        }
    }
}

/// Whether Postgres calls off a statement for a reason that passes: deadlock, shutdown, time-out.
///
/// Diesel hands on the message but not the SQLSTATE of these, so the wording is all there is. It is Postgres's own
/// where the server's `lc_messages` is English or C; elsewhere these few answer 500 in place of 503.
fn is_passing(message: &str) -> bool {
    const PASSING: [&str; 4] =
        ["deadlock detected", TERMINATED, "the database system is", "canceling statement due to"];
    PASSING.iter().any(|start| message.starts_with(start))
}

/// Errors of the connections that COPY.
impl From<tokio_postgres::Error> for Problem {
    fn from(error: tokio_postgres::Error) -> Self {
        // Classes: connection exception, insufficient resources, operator intervention, deadlocks and lock time-outs.
        let passing =
            |state: &str| ["08", "53", "57", "40", "55"].iter().any(|class| state.starts_with(class));
        if error.is_closed() || error.code().is_some_and(|state| passing(state.code())) {
            Self::unavailable().source(error)
        } else {
            Self::internal(error)
        }
    }
}

impl From<Unavailable> for Problem {
    fn from(error: Unavailable) -> Self {
        match error {
            Unavailable::Refused(_) => Self::unavailable(),
            Unavailable::TimedOut(_) | Unavailable::QueueFull(_) => Self::new(Code::Busy).retry_after(1),
        }
        .source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(kind: DatabaseErrorKind, message: &str) -> Code {
        Problem::from(Error::DatabaseError(kind, Box::new(message.to_owned()))).code()
    }

    #[test]
    fn what_passes_is_503_and_what_nobody_foresaw_is_500() {
        use DatabaseErrorKind as Kind;
        for kind in [Kind::SerializationFailure, Kind::ReadOnlyTransaction, Kind::ClosedConnection] {
            assert_eq!(code(kind, ""), Code::Unavailable);
        }
        for message in [
            "deadlock detected",
            "terminating connection due to administrator command",
            "the database system is shutting down",
            "canceling statement due to statement timeout",
        ] {
            assert_eq!(code(Kind::Unknown, message), Code::Unavailable, "{message}");
        }
        assert_eq!(code(Kind::Unknown, "division by zero"), Code::Internal);
        assert_eq!(code(Kind::UniqueViolation, "a constraint without a name"), Code::Internal);
        assert_eq!(Problem::from(Error::NotFound).code(), Code::Internal);
    }
}
