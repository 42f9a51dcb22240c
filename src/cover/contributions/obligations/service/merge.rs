//! Months go over with the period that owes them, when two registrations of one person become one, and back.
//!
//! The ledger has one row for a person, programme and month. Where both people have one, the row that does not stand stays
//! with the person whose registration is a tombstone, whom no period covers: what is paid there is excess like any other, a
//! credit of its source ([`super::credit`]).

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::queries::{self, Booked, Keys};
use crate::cover::funding::budget::{self, Move, SourceKey};
use crate::cover::trail;
use crate::domain::{Day, Programme};
use crate::platform::changes::Origin;
use crate::platform::http::Problem;

/// Somebody whose months move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person_id: Uuid,
    /// The registration.
    pub worker_id: Uuid,
}

/// Which months change places between two people, by programme and month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchange {
    /// From the second to the first.
    pub to_first: Vec<(Programme, Day)>,
    /// From the first to the second.
    pub to_second: Vec<(Programme, Day)>,
    /// What the second owes then and nobody pays.
    pub waived: Vec<(Programme, Day)>,
}

/// Locks the sources that owe or have paid months of these people, and reads all their months. The caller holds the persons;
/// from here on no batch takes up a month of theirs.
pub async fn hold_books(conn: &mut AsyncPgConnection, persons: &[Uuid]) -> Result<Vec<Booked>, Problem> {
    let sources: Vec<SourceKey> = queries::paying_sources(conn, persons).await?.into_iter().collect();
    budget::lock(conn, &sources).await?;
    Ok(queries::booked(conn, persons).await?)
}

/// Lets months change places between two people of a regency, and waives what is owed twice. The caller has locked with
/// [`hold_books`].
pub async fn exchange(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (regency_id, first, second): (i32, Holder, Holder),
    months: &Exchange,
) -> Result<(), Problem> {
    let now = trail::instant(origin);
    let of = |person_id: Uuid, months| Keys { person_id, regency_id, months };
    // Months that change places cannot lie on each other in between: for a moment they are with nobody.
    let nobody = Uuid::now_v7();
    if !months.to_second.is_empty() {
        queries::rekey(conn, of(first.person_id, &months.to_second), (nobody, None), now).await?;
    }
    if !months.to_first.is_empty() {
        let to = (first.person_id, Some(first.worker_id));
        queries::rekey(conn, of(second.person_id, &months.to_first), to, now).await?;
    }
    if !months.to_second.is_empty() {
        let to = (second.person_id, Some(second.worker_id));
        queries::rekey(conn, of(nobody, &months.to_second), to, now).await?;
    }
    if months.waived.is_empty() {
        return Ok(());
    }
    let waived = queries::waive_doubles(conn, of(second.person_id, &months.waived), now).await?;
    let sources: Vec<SourceKey> = waived.iter().map(|(source, _)| *source).collect();
    let locked = budget::lock(conn, &sources).await?;
    let less = |(source, sum): (SourceKey, i64)| (source, Move { committed_idr: -sum, ..Move::default() });
    budget::apply(conn, &locked, &waived.into_iter().map(less).collect::<Vec<_>>()).await
}
