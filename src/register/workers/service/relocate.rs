//! A registration moves: to another village of its regency, or to another regency, where a new one takes its place.

use chrono::SubsecRound;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::step::{next, write};
use crate::domain::RegionCode;
use crate::platform::changes::{self, Change};
use crate::platform::http::{Code, Problem};
use crate::register::persons::queries as persons;
use crate::register::warungs::{self, By};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;
use crate::register::workers::rules::{Action, DeactivationReason, WorkerStatus};

/// What the history says of a move.
pub const BECAUSE_OF_TRANSFER: &str = "transfer";

/// Where somebody moves who leaves a regency.
pub struct NewHome {
    /// The new registration.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// The village.
    pub village: RegionCode,
}

/// Moves an open registration to another village of its regency. Its work and its cover stay.
pub async fn relocate(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    id: Uuid,
    to: &RegionCode,
) -> Result<Uuid, Problem> {
    let before = locked(conn, by, id).await?;
    let after = WorkerRow { village_code: to.as_str().to_owned(), ..next(&before, by) };
    write(conn, by, (&before, &after), Action::Update, BECAUSE_OF_TRANSFER.to_owned()).await?;
    Ok(id)
}

/// Closes an open registration whose worker moves to another regency, and opens one there with the same data, to be verified
/// anew. The person keeps the identity; the work ends.
pub async fn hand_over(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    id: Uuid,
    home: NewHome,
) -> Result<Uuid, Problem> {
    let places = warungs::lock_workplaces(conn, by.scope, id).await?;
    let before = locked(conn, by, id).await?;
    let reason = DeactivationReason::MovedOut.as_str();
    let key = (before.id, before.regency_id);
    warungs::end_work(conn, by, places, key, by.today, Some(reason)).await?;
    persons::release(conn, before.person_id, before.id).await?;
    let after = WorkerRow {
        status: WorkerStatus::Inactive.as_str().to_owned(),
        status_reason: Some(reason.to_owned()),
        status_on: by.today,
        ..next(&before, by)
    };
    write(conn, by, (&before, &after), Action::Deactivate, BECAUSE_OF_TRANSFER.to_owned()).await?;
    let now = by.origin.now.trunc_subsecs(6);
    let new = WorkerRow {
        id: home.id,
        regency_id: home.regency_id,
        village_code: home.village.as_str().to_owned(),
        address: None,
        status: WorkerStatus::Registered.as_str().to_owned(),
        status_reason: None,
        status_on: by.today,
        entered_by: None,
        import_id: None,
        version: 1,
        created_at: now,
        updated_at: now,
        ..before
    };
    if queries::insert(conn, &new).await?.is_none() {
        return Err(Problem::new(Code::Conflict).retry_after(1));
    }
    let change = Change::created(&new).map_err(Problem::internal)?;
    changes::record(conn, by.origin, &[change]).await?;
    Ok(new.id)
}

async fn locked(conn: &mut AsyncPgConnection, by: By<'_>, id: Uuid) -> Result<WorkerRow, Problem> {
    let row = queries::find_for_update(conn, by.scope, id).await?.ok_or_else(Problem::not_found)?;
    let status = row.worker_status().map_err(Problem::internal)?;
    if status.is_open() { Ok(row) } else { Err(Problem::new(Code::Conflict).retry_after(1)) }
}
