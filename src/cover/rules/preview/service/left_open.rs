//! Days that a correction leaves without any rule: what needs one then is refused.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::rules::{Span, uncovered};
use super::Candidate;
use super::predecessor::Ending;
use crate::cover::rules::contributions;
use crate::cover::rules::contributions::model::RateRow;
use crate::cover::rules::parameters::model::ParameterRow;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::proposals::DatedRule as _;
use crate::domain::{Programme, Segment};
use crate::platform::http::Problem;

/// What must have a rule on every day once it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A parameter.
    Parameter(ParameterKey),
    /// What a programme costs a group of workers without relief.
    Rate(Programme, Segment),
}

impl Subject {
    /// What a row is about; none for rows without which something is merely not due.
    pub const fn of(candidate: &Candidate) -> Option<Self> {
        match candidate {
            Candidate::Parameter(facts) => Some(Self::Parameter(facts.key)),
            Candidate::Contribution(facts) if !facts.relief => {
                Some(Self::Rate(facts.programme, facts.segment))
            }
            Candidate::Contribution(_)
            | Candidate::Benefit(_)
            | Candidate::Holiday(_)
            | Candidate::Checklist(_) => None,
        }
    }

    /// The days of the row that made room on which nothing counts now.
    pub async fn left_open(
        self,
        conn: &mut AsyncPgConnection,
        predecessor: Option<Uuid>,
    ) -> Result<Vec<Span>, Problem> {
        let Some(old_id) = predecessor else { return Ok(Vec::new()) };
        let (old, now): (Option<Span>, Vec<Span>) = match self {
            Self::Parameter(key) => {
                let old = ParameterRow::find(conn, old_id).await?;
                let now = parameters::queries::rows_of(conn, key).await?;
                (old.map(|row| row.span()), now.iter().map(Ending::span).collect())
            }
            Self::Rate(programme, segment) => {
                let old = RateRow::find(conn, old_id).await?;
                let now = contributions::queries::rates_of(conn, programme, segment).await?;
                (old.map(|row| row.span()), now.iter().map(Ending::span).collect())
            }
        };
        Ok(old.map_or_else(Vec::new, |old| uncovered(old, now)))
    }
}
