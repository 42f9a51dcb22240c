//! Entering warungs together with those who work there: all of them or none, in a handful of statements
//! however many there are.
//!
//! The same rules hold as for entering them one by one. Nobody else can know a warung that is about to be
//! entered, so the locks of the workers are the only ones, taken in one order by everybody.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel_async::AsyncPgConnection;
use futures_util::try_join;
use uuid::Uuid;

use super::links::{
    check_days, check_open, rule_missing, second_owner, too_many_jobs, unknown_worker, works_there_already,
};
use super::{By, NewLink, NewWarung, new_row, regency_of};
use crate::domain::{RegionCode, WarungRole, new_id};
use crate::platform::changes::{self, Change};
use crate::platform::http::Problem;
use crate::register::warungs::model::{LinkRow, WarungRow};
use crate::register::warungs::queries::{self, LockedWorker};
use crate::register::warungs::rules::{self, Period};

/// A warung to be entered, and who works there.
pub struct Staffed {
    /// The warung.
    pub warung: NewWarung,
    /// Who works there; one owner at a time.
    pub workers: Vec<NewLink>,
}

/// Rows of one statement: a statement carries at most 65,535 values.
const CHUNK: usize = 2_000;

/// Enters warungs with who works there.
pub async fn create_staffed(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    new: Vec<Staffed>,
) -> Result<Vec<WarungRow>, Problem> {
    let mut regencies: HashMap<RegionCode, i32> = HashMap::new();
    let mut warungs = Vec::with_capacity(new.len());
    let mut links = Vec::new();
    let mut changes = Vec::new();
    for Staffed { warung: NewWarung { id, facts }, workers } in new {
        let regency_id = match regencies.get(&facts.village) {
            Some(id) => *id,
            None => regency_of(conn, by.scope, &facts.village).await?,
        };
        let id = id.unwrap_or_else(|| new_id(by.origin.now));
        let row = new_row(id, regency_id, &facts, by.origin, by.today);
        let staff: Vec<LinkRow> =
            workers.into_iter().map(|link| link.in_warung(&row, by.origin.now)).collect();
        check_staff(&staff, by)?;
        changes.push(Change::created(&row).map_err(Problem::internal)?);
        for link in &staff {
            let created = Change::created(link).map_err(Problem::internal)?;
            changes.push(Change { region_code: Some(facts.village.to_string()), ..created });
        }
        regencies.insert(facts.village, regency_id);
        links.extend(staff);
        warungs.push(row);
    }
    check_workers(conn, by, &links).await?;
    for chunk in warungs.chunks(CHUNK) {
        queries::insert_all(conn, chunk).await?;
    }
    let conn: &AsyncPgConnection = conn;
    let write_links = async {
        for chunk in links.chunks(CHUNK) {
            queries::insert_links(conn, chunk).await?;
        }
        Ok(())
    };
    try_join!(write_links, changes::record(conn, by.origin, &changes))?;
    Ok(warungs)
}

/// Checks what the people of one warung say about each other.
fn check_staff(staff: &[LinkRow], by: By<'_>) -> Result<(), Problem> {
    for link in staff {
        check_days(link.period(), by.today)?;
    }
    // None of them has an end, so that any two of them are there at the same time.
    if staff.iter().filter(|link| link.role.0 == WarungRole::Owner).count() > 1 {
        return Err(second_owner());
    }
    let different: HashSet<Uuid> = staff.iter().map(|link| link.worker_id).collect();
    if different.len() < staff.len() {
        return Err(works_there_already());
    }
    Ok(())
}

/// Checks that the workers are there and have not too many jobs, under their locks.
async fn check_workers(conn: &mut AsyncPgConnection, by: By<'_>, links: &[LinkRow]) -> Result<(), Problem> {
    let ids: Vec<Uuid> = links.iter().map(|link| link.worker_id).collect();
    let locked = queries::lock_workers(conn, by.scope, &ids).await?;
    let locked: HashMap<(Uuid, i32), LockedWorker> = locked.into_iter().collect();
    for link in links {
        check_open(locked.get(&(link.worker_id, link.regency_id)).ok_or_else(unknown_worker)?)?;
    }
    let regencies: BTreeSet<i32> = locked.keys().map(|(_, regency_id)| *regency_id).collect();
    let regencies: Vec<i32> = regencies.into_iter().collect();
    let conn: &AsyncPgConnection = conn;
    let (others, maximum) =
        try_join!(queries::jobs_of_all(conn, &regencies, &ids), queries::jobs_maximum(conn, by.today))?;
    let maximum = maximum.ok_or_else(|| rule_missing(by.today))?;
    let mut jobs: HashMap<Uuid, Vec<Period>> = HashMap::new();
    let new = links.iter().map(|link| (link.worker_id, link.period()));
    for (worker_id, period) in others.into_iter().chain(new) {
        jobs.entry(worker_id).or_default().push(period);
    }
    for link in links {
        let all = jobs.get(&link.worker_id).map(Vec::as_slice).unwrap_or_default();
        // The job itself is among them and must not count twice.
        let most = rules::most_jobs_at_once(link.period(), all).saturating_sub(1);
        if i64::try_from(most).map_err(Problem::internal)? > maximum {
            return Err(too_many_jobs("/worker_id", maximum));
        }
    }
    Ok(())
}
