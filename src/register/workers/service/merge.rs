//! Two registrations of one person become one: the one that was merged is a tombstone that points to the one that stays.
//!
//! What belongs to them is moved by the rooms that own it; whoever merges calls them all (`casework::merging`).

use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::step::{next, write};
use crate::access::caller::RegionScope;
use crate::domain::Day;
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::register::persons::queries::{self as persons, Opening};
use crate::register::warungs::By;
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;
use crate::register::workers::rules::{Action, WorkerStatus};

/// A registration as it was before it was merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// How it stood.
    pub status: WorkerStatus,
    /// Why it stood so.
    pub status_reason: Option<String>,
    /// Since when.
    pub status_on: Day,
}

/// Locks two registrations of the caller's regions in the order of their ids, and gives them as they were asked for; none
/// for one that is not there.
pub async fn lock_pair(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    (one, other): (Uuid, Uuid),
) -> Result<(Option<WorkerRow>, Option<WorkerRow>), Problem> {
    let rows = queries::list_for_update(conn, by.scope, &[one, other]).await?;
    let row = |id: Uuid| rows.iter().find(|row| row.id == id).cloned();
    Ok((row(one), row(other)))
}

/// Makes a locked open registration the tombstone of another. Its person, who may keep a NIK that was a slip, has no open
/// registration any more. Gives how it was, and the row.
pub async fn merge(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    before: &WorkerRow,
    into: Uuid,
    reason: &str,
) -> Result<(Merged, WorkerRow), Problem> {
    let status = before.worker_status().map_err(Problem::internal)?;
    persons::release(conn, before.person_id, before.id).await?;
    let after = WorkerRow {
        status: WorkerStatus::Merged.as_str().to_owned(),
        status_reason: None,
        status_on: by.today,
        merged_into_id: Some(into),
        ..next(before, by)
    };
    write(conn, by, (before, &after), Action::Merge, reason.to_owned()).await?;
    let was = Merged { status, status_reason: before.status_reason.clone(), status_on: before.status_on };
    Ok((was, after))
}

/// Makes a locked tombstone what it was before [`merge`]. 409 where its person was registered again since.
pub async fn part(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    before: &WorkerRow,
    was: &Merged,
    reason: &str,
) -> Result<WorkerRow, Problem> {
    let opening = Opening { worker_id: before.id, regency_id: before.regency_id };
    if !persons::reopen(conn, before.person_id, opening).await? {
        return Err(Problem::new(Code::Conflict).detail(REGISTERED_AGAIN));
    }
    let after = WorkerRow {
        status: was.status.as_str().to_owned(),
        status_reason: was.status_reason.clone(),
        status_on: was.status_on,
        merged_into_id: None,
        ..next(before, by)
    };
    write(conn, by, (before, &after), Action::Unmerge, reason.to_owned()).await?;
    Ok(after)
}

/// 422 for a registration that a request names and under which nothing is written: it was merged, with the one that stays as
/// `existing_id` where the caller sees that one; else as `unknown` says.
pub async fn refuse_named(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    unknown: FieldError,
) -> Result<Problem, Problem> {
    let problem = Problem::new(Code::UnknownReference);
    let Some(tombstone) = queries::tombstone(conn, scope, id).await? else {
        return Ok(problem.errors(vec![unknown]));
    };
    let problem = problem.errors(vec![FieldError::new(unknown.pointer, "worker_merged", MERGED)]);
    Ok(match tombstone.survivor {
        Some(survivor) => problem.existing(survivor),
        None => problem,
    })
}

const MERGED: Text = Text::fixed(
    "Pendaftaran ini sudah digabung: gunakan pendaftaran yang bertahan.",
    "This registration was merged: use the one that stays.",
);
const REGISTERED_AGAIN: Text = Text::fixed(
    "Orang ini sudah terdaftar kembali sejak pendaftarannya digabung.",
    "This person has been registered again since the registrations were merged.",
);
