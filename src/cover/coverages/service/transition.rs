//! What every action on existing periods shares: lock, check, write, record.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Placed};
use super::super::rules::{self, Action, CoverageStatus, Rights};
use crate::access::caller::RegionScope;
use crate::cover::contributions::obligations::queries::PeriodKey;
use crate::cover::funding::budget::SourceKey;
use crate::cover::trail;
use crate::platform::changes::{self, Change, Origin};
use crate::platform::http::{IfMatch, Problem};

/// The version on which a caller decided; the service's own bulk work decides on what it locks.
pub type Held<'a> = Option<&'a IfMatch>;

/// Locks a period for an action that its state must allow.
pub(super) async fn lock_for(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
    held: Held<'_>,
    action: Action,
) -> Result<Vec<(Placed, CoverageStatus)>, Problem> {
    let placed = queries::lock(conn, scope, ids).await?;
    if placed.len() != ids.len() {
        return Err(Problem::not_found());
    }
    placed
        .into_iter()
        .map(|placed| {
            held.map_or(Ok(()), |held| held.check(placed.0.version))?;
            let state = placed.0.state();
            let status = rules::after(state, action).ok_or_else(|| {
                let all = Rights { propose: true, approve: true, activate: true, end: true };
                Problem::invalid_state(rules::allowed(state, all))
            })?;
            Ok((placed, status))
        })
        .collect()
}

/// The locked rows alone.
pub(super) fn rows_of(locked: &[(Placed, CoverageStatus)]) -> Vec<&CoverageRow> {
    locked.iter().map(|((row, _), _)| row).collect()
}

/// A row before and after an action.
pub(super) struct Step {
    pub before: CoverageRow,
    pub after: CoverageRow,
    pub village_code: String,
    pub reason: Option<String>,
}

impl Step {
    /// The step that `change` makes of a locked row, one version further.
    pub fn new(placed: Placed, origin: &Origin, change: impl FnOnce(&mut CoverageRow)) -> Self {
        let (before, village_code) = placed;
        let mut after = before.clone();
        after.version += 1;
        after.updated_at = trail::instant(origin);
        change(&mut after);
        Self { before, after, village_code, reason: None }
    }

    /// The same with a reason for the history.
    pub fn because(self, reason: String) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

/// Writes the steps and records them under what was done.
pub(super) async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    done: &'static str,
    steps: Vec<Step>,
) -> Result<Vec<CoverageRow>, Problem> {
    let after: Vec<&CoverageRow> = steps.iter().map(|step| &step.after).collect();
    queries::update(conn, &after).await?;
    let changes = steps.iter().map(|step| {
        let change = Change::updated(&step.before, &step.after, done, step.reason.clone());
        change.map(|change| Change { region_code: Some(step.village_code.clone()), ..change })
    });
    let changes = changes.collect::<Result<Vec<_>, _>>().map_err(Problem::internal)?;
    changes::record(conn, origin, &changes).await?;
    Ok(steps.into_iter().map(|step| step.after).collect())
}

/// Records new rows.
pub(super) async fn record_created(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    rows: &[(&CoverageRow, &str)],
) -> Result<(), Problem> {
    let changes = rows.iter().map(|(row, village)| {
        Change::created(*row).map(|change| Change { region_code: Some((*village).to_owned()), ..change })
    });
    let changes = changes.collect::<Result<Vec<_>, _>>().map_err(Problem::internal)?;
    Ok(changes::record(conn, origin, &changes).await?)
}

/// What the ledger must know of periods: which they are, and from which sources they are paid.
pub(super) fn periods<'r>(rows: impl IntoIterator<Item = &'r CoverageRow>) -> Vec<(PeriodKey, SourceKey)> {
    rows.into_iter().map(|row| ((row.id, row.regency_id), (row.funding_source_id, row.regency_id))).collect()
}

/// The only row of a step on one period.
pub(super) fn only(rows: Vec<CoverageRow>) -> Result<CoverageRow, Problem> {
    rows.into_iter().next().ok_or_else(|| Problem::internal("an action on one period gave none"))
}
