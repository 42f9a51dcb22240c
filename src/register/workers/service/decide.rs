//! The office's decisions about a registration.

use chrono::SubsecRound;
use diesel_async::AsyncPgConnection;
use futures_util::try_join;
use uuid::Uuid;

use super::update::unconfirmed;
use super::{Writing, refuse_opening, state_after};
use crate::domain::Day;
use crate::platform::changes::{self, Change};
use crate::platform::http::{FieldError, IfMatch, Issues, Problem, Text};
use crate::register::persons::queries::{self as persons, Opening};
use crate::register::warungs;
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;
use crate::register::workers::rules::{
    Action, DayMistake, DeactivationReason, Obstacle, RejectionReason, check_last_day, obstacles,
};

/// A decision, with what the history keeps beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The registration is right.
    Verify {
        /// Whether all warnings are confirmed.
        confirm_warnings: bool,
        /// In words.
        note: Option<String>,
    },
    /// The registration is refused.
    Reject {
        /// Why.
        reason: RejectionReason,
        /// In words.
        note: Option<String>,
    },
    /// The worker leaves the register.
    Deactivate {
        /// Why.
        reason: DeactivationReason,
        /// The day of it.
        on: Day,
        /// In words.
        note: Option<String>,
    },
    /// The registration is taken up again.
    Reopen {
        /// Why, in words.
        reason: String,
    },
}

impl Decision {
    fn action(&self) -> Action {
        match self {
            Self::Verify { .. } => Action::Verify,
            Self::Reject { .. } => Action::Reject,
            Self::Deactivate { .. } => Action::Deactivate,
            Self::Reopen { .. } => Action::Reopen,
        }
    }

    /// The code that the row keeps.
    fn code(&self) -> Option<&'static str> {
        match self {
            Self::Reject { reason, .. } => Some(reason.as_str()),
            Self::Deactivate { reason, .. } => Some(reason.as_str()),
            Self::Verify { .. } | Self::Reopen { .. } => None,
        }
    }

    /// What the history keeps: the code, the words, or both.
    fn told(&self) -> Option<String> {
        let words = match self {
            Self::Verify { note, .. } | Self::Reject { note, .. } | Self::Deactivate { note, .. } => {
                note.as_deref()
            }
            Self::Reopen { reason } => Some(reason.as_str()),
        };
        match (self.code(), words) {
            (Some(code), Some(words)) => Some(format!("{code}: {words}")),
            (code, words) => code.or(words).map(str::to_owned),
        }
    }
}

/// Decides about a registration. Whoever leaves the register stops working in every warung on the same day.
pub async fn decide(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    id: Uuid,
    if_match: &IfMatch,
    decision: Decision,
) -> Result<WorkerRow, Problem> {
    let action = decision.action();
    let places = match action {
        Action::Deactivate | Action::Reject => Some(warungs::lock_workplaces(conn, writing.scope, id).await?),
        _ => None,
    };
    let before = queries::find_for_update(conn, writing.scope, id).await?.ok_or_else(Problem::not_found)?;
    if_match.check(before.version)?;
    let status = state_after(&before, action, writing.rights)?;
    let mut after = before.clone();
    after.status = status.as_str().to_owned();
    after.status_reason = decision.code().map(str::to_owned);
    after.status_on = writing.today;
    after.version = before.version + 1;
    after.updated_at = writing.origin.now.trunc_subsecs(6);
    match &decision {
        Decision::Verify { confirm_warnings, .. } => check_verifiable(&before, *confirm_warnings)?,
        Decision::Deactivate { on, .. } => {
            check_last_day(*on, before.birth_on, writing.today).map_err(last_day_problem)?;
            after.status_on = *on;
        }
        Decision::Reopen { .. } => reopen(conn, writing, &before).await?,
        Decision::Reject { .. } => {}
    }
    if let Some(places) = places {
        let by = warungs::By { scope: writing.scope, origin: writing.origin, today: writing.today };
        let worker = (before.id, before.regency_id);
        warungs::end_work(conn, by, places, worker, after.status_on, decision.code()).await?;
    }
    let change =
        Change::updated(&before, &after, action.done(), decision.told()).map_err(Problem::internal)?;
    let (conn, changes): (&AsyncPgConnection, _) = (conn, [change]);
    let write =
        async { try_join!(queries::update(conn, &after), changes::record(conn, writing.origin, &changes)) };
    if status.is_open() {
        write.await?;
    } else {
        try_join!(persons::release(conn, before.person_id, before.id), write)?;
    }
    Ok(after)
}

fn check_verifiable(row: &WorkerRow, confirmed: bool) -> Result<(), Problem> {
    let warnings = row.warnings().map_err(Problem::internal)?;
    let mut issues = Issues::new();
    for obstacle in obstacles(row.nik_hash.is_some(), &warnings, confirmed) {
        match obstacle {
            Obstacle::NikMissing => issues.push(
                "/nik",
                "nik_missing",
                Text::fixed(
                    "Pekerja tanpa NIK belum dapat diverifikasi.",
                    "A worker without a NIK cannot be verified yet.",
                ),
            ),
            Obstacle::Unconfirmed(warning) => unconfirmed(&mut issues, warning),
        }
    }
    issues.finish()
}

/// The registration becomes its person's open one again, unless another is.
async fn reopen(conn: &mut AsyncPgConnection, writing: Writing<'_>, row: &WorkerRow) -> Result<(), Problem> {
    let opening = Opening { worker_id: row.id, regency_id: row.regency_id };
    if persons::reopen(conn, row.person_id, opening).await? {
        return Ok(());
    }
    let person = persons::lock(conn, row.person_id).await?;
    Err(refuse_opening(conn, writing.scope, person.open_worker_id).await?)
}

fn last_day_problem(mistake: DayMistake) -> Problem {
    let (code, text) = match mistake {
        DayMistake::Future => {
            ("day_in_future", Text::fixed("Tanggal ini belum tiba.", "This day has not come yet."))
        }
        DayMistake::BeforeBirth => (
            "before_birth",
            Text::fixed("Tanggal ini sebelum pekerja lahir.", "This day is before the worker was born."),
        ),
    };
    Problem::invalid_field(FieldError::new("/on", code, text))
}
