//! Days that a correction leaves without any rule: what needs one then is refused.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::rules::{Span, uncovered};
use super::Candidate;
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

    /// The days of the row that was replaced on which nothing counts now.
    pub async fn left_open(
        self,
        conn: &mut AsyncPgConnection,
        supersedes: Option<Uuid>,
    ) -> Result<Vec<Span>, Problem> {
        let Some(old_id) = supersedes else { return Ok(Vec::new()) };
        let (old, now): (Option<Span>, Vec<Span>) = match self {
            Self::Parameter(key) => {
                let old = ParameterRow::find(conn, old_id).await?;
                let now = parameters::queries::rows_of(conn, key).await?;
                (old.as_ref().map(of_parameter), now.iter().map(of_parameter).collect())
            }
            Self::Rate(programme, segment) => {
                let old = RateRow::find(conn, old_id).await?;
                let now = contributions::queries::rates_of(conn, programme, segment).await?;
                (old.as_ref().map(of_rate), now.iter().map(of_rate).collect())
            }
        };
        Ok(old.map_or_else(Vec::new, |old| uncovered(old, now)))
    }
}

fn of_parameter(row: &ParameterRow) -> Span {
    (row.valid_from, row.valid_until)
}

fn of_rate(row: &RateRow) -> Span {
    (row.from_month.0.first_day(), row.until_month.map(|month| month.0.last_day()))
}
