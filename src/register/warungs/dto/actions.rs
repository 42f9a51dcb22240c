//! The wire types of closing and reopening.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::{Line, parse_day};
use crate::platform::http::{Issues, Problem};
use crate::register::warungs::rules::ClosingReason;
use crate::register::warungs::service::{Closing, Reopening};

/// The longest note in characters.
const NOTE_MAX: usize = 500;

/// How a warung closes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseWarung {
    /// A code of the list `warung_closing_reason`.
    #[schema(example = "unprofitable", max_length = 40)]
    reason: String,
    /// The last day of business, not after today.
    #[schema(value_type = NaiveDate, example = "2026-11-20")]
    on: String,
    /// What the history shall keep beside the reason.
    #[schema(example = "Pindah ke Pamekasan", min_length = 1, max_length = 500)]
    note: Option<String>,
}

impl CloseWarung {
    /// Checks everything at once.
    pub(in crate::register::warungs) fn parse(self) -> Result<Closing, Problem> {
        let mut issues = Issues::new();
        let reason = issues.take("/reason", ClosingReason::parse(&self.reason));
        let on = issues.take("/on", parse_day(&self.on));
        let note = issues.take_optional("/note", self.note.as_deref(), Line::<NOTE_MAX>::parse);
        match (reason, on) {
            (Some(reason), Some(on)) if issues.is_empty() => {
                Ok(Closing { reason, on, note: note.map(Line::into_string) })
            }
            _ => Err(issues.into_problem()),
        }
    }
}

/// How a warung opens again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenWarung {
    /// Why, in words. Kept in the history.
    #[schema(example = "Ditutup karena salah catat", min_length = 1, max_length = 500)]
    reason: String,
    /// The first day of business, neither before the closing nor after today.
    #[schema(value_type = NaiveDate, example = "2026-11-23")]
    on: String,
}

impl ReopenWarung {
    /// Checks everything at once.
    pub(in crate::register::warungs) fn parse(self) -> Result<Reopening, Problem> {
        let mut issues = Issues::new();
        let reason = issues.take("/reason", Line::<NOTE_MAX>::parse(&self.reason));
        let on = issues.take("/on", parse_day(&self.on));
        match (reason, on) {
            (Some(reason), Some(on)) => Ok(Reopening { reason: reason.into_string(), on }),
            _ => Err(issues.into_problem()),
        }
    }
}
