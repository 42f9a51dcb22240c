//! What merging and taking it back have in common: periods are put under a registration, and money and closed months follow.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Pair;
use crate::casework::merging::model::MovedPeriod;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late_on;
use crate::cover::contributions::obligations::service::follow_merge;
use crate::cover::coverages::model::CoverageRow;
use crate::cover::coverages::service::{Repointed, repoint};
use crate::domain::{Day, Month};
use crate::platform::http::Problem;
use crate::register::warungs::By;
use crate::register::workers::model::WorkerRow;

/// Where a period is to stand, and which months it takes there.
#[derive(Clone, Copy)]
pub(super) struct To {
    worker_id: Uuid,
    person_id: Uuid,
    months: (Month, Month),
}

/// Under this registration, with these first and last months.
pub(super) fn wanted(worker: &WorkerRow, months: (Month, Month)) -> To {
    To { worker_id: worker.id, person_id: worker.person_id, months }
}

/// Where it stands, with these first and last months.
pub(super) fn stays(row: &CoverageRow, months: (Month, Month)) -> To {
    To { worker_id: row.worker_id, person_id: row.person_id, months }
}

/// Puts periods where they are to stand, in this order, and gives what they were.
pub(super) async fn put(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    regency_id: i32,
    moves: &[(MovedPeriod, To)],
    told: (&'static str, &str),
) -> Result<Vec<MovedPeriod>, Problem> {
    let repointed = |(before, to): &(MovedPeriod, To)| Repointed {
        id: before.coverage_id,
        worker_id: to.worker_id,
        person_id: to.person_id,
        from_month: to.months.0,
        last_month: to.months.1,
    };
    let wanted: Vec<Repointed> = moves.iter().map(repointed).collect();
    repoint(conn, (by.scope, by.origin, regency_id), &wanted, told).await?;
    Ok(moves.iter().map(|(before, _)| *before).collect())
}

/// Lets the credits of the sources follow whose months are whose now, and reopens the closed months that knew otherwise.
pub(super) async fn follow(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    pair: &Pair,
    known: Vec<Day>,
) -> Result<(), Problem> {
    follow_merge(conn, by.origin, pair.persons()).await?;
    let days = known.into_iter().map(|day| (pair.regency_id(), day));
    came_late_on(conn, by.origin, days, ReopenCause::Merge).await
}
