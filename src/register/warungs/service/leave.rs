//! Whoever leaves the register works nowhere any more.
//!
//! The warungs' locks come before the worker's, as everywhere, so that whoever leaves asks for them first. Whoever never left
//! takes up the work again that was ended in error.

use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::By;
use super::links::{changed_link, save};
use crate::access::caller::RegionScope;
use crate::domain::Day;
use crate::platform::http::{Code, Problem};
use crate::register::warungs::model::{LinkRow, WarungRow};
use crate::register::warungs::queries;
use crate::register::warungs::rules::{Action, WarungStatus};

/// The warungs in which somebody works, locked until the transaction ends.
pub struct Workplaces(pub(super) Vec<WarungRow>);

/// Locks the warungs in which a worker of the caller's regions works, wherever they stand in the regency.
pub async fn lock_workplaces(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_id: Uuid,
) -> Result<Workplaces, Problem> {
    lock_workplaces_of(conn, scope, &[worker_id]).await
}

/// Like [`lock_workplaces`], of several workers, all in one order.
pub async fn lock_workplaces_of(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_ids: &[Uuid],
) -> Result<Workplaces, Problem> {
    Ok(Workplaces(queries::lock_workplaces(conn, scope, worker_ids).await?))
}

/// Ends the work of somebody whose registration, which the caller has locked, ends on a day. Work that began after
/// that day ends on its first.
pub async fn end_work(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    places: Workplaces,
    (worker_id, regency_id): (Uuid, i32),
    on: Day,
    reason: Option<&str>,
) -> Result<(), Problem> {
    let mut places = places.0;
    for before in queries::work_beyond(conn, worker_id, regency_id, on).await? {
        let place = places.iter().position(|warung| warung.id == before.warung_id);
        // The work was written down between the lock of the warungs and that of the worker.
        let place = place.ok_or_else(|| Problem::new(Code::Conflict).retry_after(1))?;
        let warung = places.swap_remove(place);
        let after = LinkRow {
            until_on: Some(on.max(before.since_on)),
            version: before.version + 1,
            updated_at: by.origin.now,
            ..before.clone()
        };
        let change = changed_link(&warung, &before, &after, "ended", reason.map(str::to_owned))?;
        let conn: &AsyncPgConnection = conn;
        let write = queries::update_link(conn, &after);
        let written = save(conn, by, warung, write, change, Action::UpdateWorker).await?;
        // A person may have worked in one warung several times.
        places.push(written);
    }
    Ok(())
}

/// Somebody's work that ends with the registration, as it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutShort {
    /// The work.
    pub link_id: Uuid,
    /// Until when it was to last.
    pub until_on: Option<Day>,
}

/// What work [`end_work`] would end, for whoever may have to restore it.
pub async fn work_after(
    conn: &mut AsyncPgConnection,
    (worker_id, regency_id): (Uuid, i32),
    on: Day,
) -> Result<Vec<CutShort>, Problem> {
    let links = queries::work_beyond(conn, worker_id, regency_id, on).await?;
    Ok(links.into_iter().map(|link| CutShort { link_id: link.id, until_on: link.until_on }).collect())
}

/// Takes work up again that was ended on a day in error, where it is still as that left it: the warung does business, and
/// nobody else owns it now. The caller has locked the registration, which is open again.
pub async fn resume_work(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    places: Workplaces,
    (worker_id, regency_id): (Uuid, i32),
    (cut, on): (&[CutShort], Day),
    reason: &str,
) -> Result<(), Problem> {
    let mut places = places.0;
    let ids: Vec<Uuid> = cut.iter().map(|one| one.link_id).collect();
    for before in queries::work_among(conn, worker_id, regency_id, &ids).await? {
        let known = cut.iter().find(|one| one.link_id == before.id);
        let place = places
            .iter()
            .position(|warung| warung.id == before.warung_id && warung.status.0 == WarungStatus::Open);
        let (Some(known), Some(place)) = (known, place) else { continue };
        if before.until_on != Some(on.max(before.since_on)) || queries::is_owned_since(conn, &before).await? {
            continue;
        }
        let warung = places.swap_remove(place);
        let after = LinkRow {
            until_on: known.until_on,
            version: before.version + 1,
            updated_at: by.origin.now,
            ..before.clone()
        };
        let change = changed_link(&warung, &before, &after, "updated", Some(reason.to_owned()))?;
        let conn: &AsyncPgConnection = conn;
        let write = queries::update_link(conn, &after);
        let written = save(conn, by, warung, write, change, Action::UpdateWorker).await?;
        // A person may have worked in one warung several times.
        places.push(written);
    }
    Ok(())
}
