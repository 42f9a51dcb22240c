//! The warungs that a load of workers names: found in the village or entered, with who works there.
//!
//! Runs in the transaction of the load's merge. A new registration's first job needs no check against the
//! number of jobs, and a load has each worker once; that a warung has one owner is checked before the
//! workers are entered, so that the row of a second one can be refused.

use std::collections::{BTreeSet, HashMap};

use diesel_async::AsyncPgConnection;
use futures_util::try_join;
use uuid::Uuid;

use super::fields::WarungFacts;
use super::model::{LinkRow, WarungRow};
use super::queries::{self, StagedJob};
use super::rules::Action;
use super::service;
use crate::domain::{RegionCode, WarungRole, new_id};
use crate::platform::changes::{self, Change};
use crate::platform::db::columns::AsText;
use crate::platform::http::Problem;
use crate::register::workers::bulk::Load;

/// How many rows are taken at a time: keeps the memory constant, and a statement's values within Postgres's limit.
const AT_ONCE: i32 = 2_000;

/// Refuses the rows of those who would be a warung's second owner.
pub async fn refuse_second_owners(conn: &mut AsyncPgConnection, load: &Load) -> Result<(), Problem> {
    queries::lock_named(conn, load).await?;
    queries::refuse_second_owners(conn, load).await?;
    Ok(())
}

/// Enters the work of every row without objection.
pub async fn apply(conn: &mut AsyncPgConnection, load: &Load) -> Result<(), Problem> {
    let last = queries::last_staged(conn, load).await?.unwrap_or(0);
    let mut done = 0;
    while done < last {
        let until = done.saturating_add(AT_ONCE);
        let jobs = queries::staged_jobs(conn, load, done, until).await?;
        if !jobs.is_empty() {
            enter(conn, load, jobs).await?;
        }
        done = until;
    }
    Ok(())
}

/// What some rows bring.
#[derive(Default)]
struct Brought {
    entered: Vec<WarungRow>,
    links: Vec<LinkRow>,
    known: BTreeSet<Uuid>,
    changes: Vec<Change>,
}

async fn enter(conn: &mut AsyncPgConnection, load: &Load, jobs: Vec<StagedJob>) -> Result<(), Problem> {
    let Brought { entered, links, known, mut changes } = sort(load, jobs)?;
    let before = queries::lock_all(conn, load.regency_id, known.into_iter().collect()).await?;
    let after: Vec<WarungRow> =
        before.iter().map(|row| service::changed(row, load.origin.now, row.status.0)).collect();
    for (before, after) in before.iter().zip(&after) {
        let change = Change::updated(before, after, Action::AddWorker.done(), None);
        changes.push(change.map_err(Problem::internal)?);
    }
    let ids: Vec<Uuid> = after.iter().map(|row| row.id).collect();
    let conn: &AsyncPgConnection = conn;
    try_join!(
        queries::insert_all(conn, &entered),
        queries::bump_all(conn, load.regency_id, ids, load.origin.now),
        queries::insert_links(conn, &links),
        changes::record(conn, &load.origin, &changes),
    )?;
    Ok(())
}

/// Tells the warungs that are there from those to be entered, each of these once.
fn sort(load: &Load, jobs: Vec<StagedJob>) -> Result<Brought, Problem> {
    let mut brought = Brought::default();
    let mut new: HashMap<(String, String), Uuid> = HashMap::new();
    for job in jobs {
        let place = (job.village_code, job.warung_key);
        let warung_id = match job.warung_id.or_else(|| new.get(&place).copied()) {
            Some(id) => id,
            None => {
                let row = warung(load, &place.0, job.warung_name)?;
                let id = row.id;
                brought.changes.push(Change::created(&row).map_err(Problem::internal)?);
                brought.entered.push(row);
                new.insert(place.clone(), id);
                id
            }
        };
        if job.warung_id.is_some() {
            brought.known.insert(warung_id);
        }
        let role = WarungRole::parse(&job.warung_role).map_err(Problem::internal)?;
        let link = link(load, warung_id, job.worker_id, role);
        let created = Change::created(&link).map_err(Problem::internal)?;
        brought.changes.push(Change { region_code: Some(place.0), ..created });
        brought.links.push(link);
    }
    Ok(brought)
}

fn warung(load: &Load, village: &str, name: String) -> Result<WarungRow, Problem> {
    let village = RegionCode::parse(village).map_err(Problem::internal)?;
    let facts = WarungFacts { village, name, address: None, location: None, kbli: None, nib: None };
    let id = new_id(load.origin.now);
    let row = service::new_row(id, load.regency_id, &facts, &load.origin, load.today);
    Ok(WarungRow { import_id: Some(load.id), ..row })
}

fn link(load: &Load, warung_id: Uuid, worker_id: Uuid, role: WarungRole) -> LinkRow {
    LinkRow {
        id: new_id(load.origin.now),
        regency_id: load.regency_id,
        warung_id,
        worker_id,
        role: AsText(role),
        since_on: load.today,
        until_on: None,
        version: 1,
        created_at: load.origin.now,
        updated_at: load.origin.now,
    }
}
