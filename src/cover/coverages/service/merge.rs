//! Periods go over with the registration under which they stand, when two registrations of one person become one.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Placed};
use super::transition::{self, Step};
use crate::access::caller::RegionScope;
use crate::cover::member_numbers;
use crate::domain::Month;
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsFirstDay;
use crate::platform::http::{Code, Problem};

/// Under which registration a period is to stand, and which months it takes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repointed {
    /// The period.
    pub id: Uuid,
    /// The registration.
    pub worker_id: Uuid,
    /// The person behind it.
    pub person_id: Uuid,
    /// The first month.
    pub from_month: Month,
    /// The last month that it takes.
    pub last_month: Month,
}

/// Writes periods under another registration of their regency, in the order given: months are given up before others take
/// them. The caller holds the periods, both registrations and their persons. What their months owe follows by the ledger.
pub async fn repoint(
    conn: &mut AsyncPgConnection,
    (scope, origin, regency_id): (&RegionScope, &Origin, i32),
    wanted: &[Repointed],
    (done, reason): (&'static str, &str),
) -> Result<Vec<CoverageRow>, Problem> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = wanted.iter().map(|one| one.id).collect();
    let locked = queries::lock(conn, scope, &ids).await?;
    let mut locked: HashMap<Uuid, Placed> = locked.into_iter().map(|placed| (placed.0.id, placed)).collect();
    let mut steps = Vec::with_capacity(wanted.len());
    for one in wanted {
        let placed = locked.remove(&one.id).ok_or_else(|| Problem::new(Code::Conflict).retry_after(1))?;
        let step = Step::new(placed, origin, |row| {
            row.worker_id = one.worker_id;
            row.person_id = one.person_id;
            row.from_month = AsFirstDay(one.from_month);
            row.last_month = AsFirstDay(one.last_month);
        });
        steps.push(step.because(reason.to_owned()));
    }
    // A number is one person's at any moment: it is put aside while the rows that bear it change persons one by one.
    member_numbers::lock_regency(conn, regency_id).await?;
    queries::put_numbers_aside(conn, regency_id, &ids).await?;
    transition::write(conn, origin, done, steps).await
}
