//! The office's decisions about a registration.

use std::collections::BTreeMap;

use chrono::SubsecRound;
use diesel_async::AsyncPgConnection;
use futures_util::future::try_join_all;
use futures_util::try_join;
use uuid::Uuid;

use super::update::unconfirmed;
use super::{Writing, refuse_opening, state_after};
use crate::domain::Day;
use crate::platform::changes::{self, Change};
use crate::platform::http::{Code, FieldError, IfMatch, Issues, Problem, Text};
use crate::register::persons::queries::{self as persons, Opening};
use crate::register::warungs::{self, Workplaces};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;
use crate::register::workers::rules::{
    Action, DayMistake, DeactivationReason, Obstacle, RejectionReason, WorkerStatus, check_last_day,
    obstacles,
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

/// A registration before and after a decision.
struct Decided {
    before: WorkerRow,
    after: WorkerRow,
    status: WorkerStatus,
    change: Change,
}

/// Decides about a registration. Whoever leaves the register stops working in every warung on the same day. Gives it before
/// and after.
pub async fn decide(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    id: Uuid,
    if_match: &IfMatch,
    decision: Decision,
) -> Result<(WorkerRow, WorkerRow), Problem> {
    let places = lock_workplaces(conn, writing, id, &decision).await?;
    let before = queries::find_for_update(conn, writing.scope, id).await?.ok_or_else(Problem::not_found)?;
    if_match.check(before.version)?;
    let decided = take(conn, writing, before, places, &decision).await?;
    write(conn, writing, std::slice::from_ref(&decided)).await?;
    Ok((decided.before, decided.after))
}

/// Decides about many registrations, all of them or none, in the order of their ids. It decides on what it
/// locks: that is for the service's own bulk work, which nobody has read before.
pub async fn decide_all(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    decisions: BTreeMap<Uuid, Decision>,
) -> Result<Vec<WorkerRow>, Problem> {
    for (id, decision) in &decisions {
        lock_workplaces(conn, writing, *id, decision).await?;
    }
    let ids: Vec<Uuid> = decisions.keys().copied().collect();
    let locked = queries::list_for_update(conn, writing.scope, &ids).await?;
    if locked.len() != ids.len() {
        return Err(Problem::not_found());
    }
    let mut decided = Vec::with_capacity(locked.len());
    for before in locked {
        let decision = decisions.get(&before.id).ok_or_else(Problem::not_found)?;
        // Read again, for two of them may leave the same warung, one after the other.
        let places = lock_workplaces(conn, writing, before.id, decision).await?;
        decided.push(take(conn, writing, before, places, decision).await?);
    }
    write(conn, writing, &decided).await?;
    Ok(decided.into_iter().map(|one| one.after).collect())
}

/// The warungs that a worker leaves with the register, locked before the worker's own row, as everybody locks them.
async fn lock_workplaces(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    id: Uuid,
    decision: &Decision,
) -> Result<Option<Workplaces>, Problem> {
    match decision {
        Decision::Deactivate { .. } | Decision::Reject { .. } => {
            Ok(Some(warungs::lock_workplaces(conn, writing.scope, id).await?))
        }
        Decision::Verify { .. } | Decision::Reopen { .. } => Ok(None),
    }
}

/// What a decision makes of a locked registration.
async fn take(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    before: WorkerRow,
    places: Option<Workplaces>,
    decision: &Decision,
) -> Result<Decided, Problem> {
    let action = decision.action();
    let status = state_after(&before, action, writing.rights)?;
    let mut after = before.clone();
    after.status = status.as_str().to_owned();
    after.status_reason = decision.code().map(str::to_owned);
    after.status_on = writing.today;
    after.version = before.version + 1;
    after.updated_at = writing.origin.now.trunc_subsecs(6);
    match decision {
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
    Ok(Decided { before, after, status, change })
}

/// Writes what was decided, all of it down the connection at once.
async fn write(conn: &AsyncPgConnection, writing: Writing<'_>, decided: &[Decided]) -> Result<(), Problem> {
    let closed = decided.iter().filter(|one| !one.status.is_open());
    let releases = closed.map(|one| persons::release(conn, one.before.person_id, one.before.id));
    let updates = decided.iter().map(|one| queries::update(conn, &one.after));
    let changes: Vec<Change> = decided.iter().map(|one| one.change.clone()).collect();
    try_join!(
        try_join_all(releases),
        try_join_all(updates),
        changes::record(conn, writing.origin, &changes)
    )?;
    Ok(())
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

/// The registration becomes its person's open one again, unless another is, or a report says that the person died.
async fn reopen(conn: &mut AsyncPgConnection, writing: Writing<'_>, row: &WorkerRow) -> Result<(), Problem> {
    let opening = Opening { worker_id: row.id, regency_id: row.regency_id };
    if persons::reopen(conn, row.person_id, opening).await? {
        // Asked under the lock of the person, which whoever records a death holds.
        let is_dead = queries::has_recorded_death(conn, row.person_id).await?;
        return if is_dead { Err(Problem::new(Code::Conflict).detail(DEATH_RECORDED)) } else { Ok(()) };
    }
    let person = persons::lock(conn, row.person_id).await?;
    Err(refuse_opening(conn, writing.scope, person.open_worker_id).await?)
}

const DEATH_RECORDED: Text = Text::fixed(
    "Kematian orang ini tercatat. Batalkan laporan kematiannya bila keliru.",
    "A death of this person is recorded. Revoke the report if it is wrong.",
);

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
