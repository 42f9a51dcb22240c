//! The use cases of merging. Each runs in the caller's transaction.
//!
//! Whoever merges takes locks in the order of everybody: the warungs, the periods, their workers, the claims, the persons,
//! and the sources of their months, behind which no batch takes a month up.

mod duplicates;
mod merge;
mod moved;
mod obstacles;
mod part;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use duplicates::{Double, duplicates};
pub use merge::{Wanted, merge};
pub use part::part;

use crate::access::caller::RegionScope;
use crate::claims::cases::model::ClaimRow;
use crate::claims::cases::queries as claims;
use crate::cover::contributions::obligations::queries::Booked;
use crate::cover::contributions::obligations::service::hold_books;
use crate::cover::coverages;
use crate::cover::coverages::model::CoverageRow;
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::register::warungs::{self, By, Workplaces};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries as workers;
use crate::register::workers::service::lock_pair;

/// As the history of everything names what a merge moved.
const MERGED: &str = "merged";
/// And what taking it back moved.
const UNMERGED: &str = "unmerged";

/// Two registrations of a regency with everything that belongs to their persons, locked.
struct Pair {
    /// The one that is merged.
    from: WorkerRow,
    /// The one that stays.
    into: WorkerRow,
    /// The warungs of both.
    places: Workplaces,
    /// The periods of both persons, over all regencies.
    periods: Vec<CoverageRow>,
    /// Their claims, over all regencies.
    claims: Vec<ClaimRow>,
    /// Their ledgers, over all regencies.
    books: Vec<Booked>,
}

impl Pair {
    /// The regency of both.
    fn regency_id(&self) -> i32 {
        self.from.regency_id
    }

    /// The persons of both.
    fn persons(&self) -> [Uuid; 2] {
        [self.from.person_id, self.into.person_id]
    }
}

/// Locks two registrations of the caller's regions with all that belongs to them. 422 where the one that stays is not there.
/// `check` looks at the registrations before anything is asked of others.
async fn lock(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    (from, into): (Uuid, Uuid),
    check: impl FnOnce(&WorkerRow, &WorkerRow) -> Result<(), Problem>,
) -> Result<Pair, Problem> {
    let seen = workers::find(conn, by.scope, from).await?.ok_or_else(Problem::not_found)?;
    let other = workers::find(conn, by.scope, into).await?.ok_or_else(unknown_survivor)?;
    let places = warungs::lock_workplaces_of(conn, by.scope, &[from, into]).await?;
    let persons = [seen.person_id, other.person_id];
    let known = own_periods(conn, by.scope, seen.regency_id, &persons).await?;
    let periods = coverages::queries::lock_rows(conn, by.scope, &known).await?;
    // Both registrations with those that the periods name, all in one order.
    let registrations = periods.iter().map(|period| period.worker_id).chain([from, into]);
    workers::list_for_update(conn, by.scope, &registrations.collect::<Vec<Uuid>>()).await?;
    let (from, into) = lock_pair(conn, by, (from, into)).await?;
    let from = from.ok_or_else(Problem::not_found)?;
    let into = into.filter(|into| into.regency_id == from.regency_id).ok_or_else(unknown_survivor)?;
    check(&from, &into)?;
    let is_same = persons == [from.person_id, into.person_id]
        && known == own_periods(conn, by.scope, from.regency_id, &persons).await?;
    if !is_same {
        // A period was proposed between the lock of the periods and that of the workers.
        return Err(Problem::new(Code::Conflict).retry_after(1));
    }
    let claims = claims::lock_of_people(conn, &persons).await?;
    coverages::queries::lock_persons(conn, &persons).await?;
    let books = hold_books(conn, &persons).await?;
    let periods = coverages::queries::list_of_people(conn, &persons).await?;
    Ok(Pair { from, into, places, periods, claims, books })
}

/// The periods of these persons in the regency.
async fn own_periods(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    regency_id: i32,
    persons: &[Uuid],
) -> Result<Vec<Uuid>, Problem> {
    let all = coverages::queries::list_of_people(conn, persons).await?;
    let own = all.into_iter().filter(|row| row.regency_id == regency_id && scope.has_regency(row.regency_id));
    Ok(own.map(|row| row.id).collect())
}

fn unknown_survivor() -> Problem {
    let text = Text::fixed(
        "Pekerja ini tidak ada di kabupaten yang sama di wilayah Anda.",
        "There is no such worker of the same regency in your regions.",
    );
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new("/into", "unknown_worker", text)])
}

/// 409 for one thing that stands in the way.
fn in_the_way(pointer: &str, code: &'static str, text: Text) -> Problem {
    Problem::new(Code::Conflict).errors(vec![FieldError::new(pointer, code, text)])
}
