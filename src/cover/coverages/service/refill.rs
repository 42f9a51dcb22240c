//! Giving the places that ended periods left to others, many at once.
//!
//! A single replacement ends its period where it still lasts. Here the periods have ended, and who comes has been looked at by
//! the code that admits a proposal; it is admitted once more like any other.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Placed};
use super::super::rules::{self, Action, CoverageStatus};
use super::enrol::{Enrolment, Sought};
use super::propose::{self, Proposal};
use super::transition::{self, Step};
use crate::access::caller::RegionScope;
use crate::domain::{Day, Month, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::Problem;

/// An ended period whose place nobody has taken, locked until the transaction ends.
#[derive(Debug)]
pub struct FreePlace(Placed);

impl FreePlace {
    /// The ended period.
    pub fn id(&self) -> Uuid {
        self.0.0.id
    }

    /// What somebody gets who comes into the place in this month or later; none where no month is left.
    pub fn terms(&self, not_before: Month) -> Option<Enrolment> {
        let row = &self.0.0;
        Some(Enrolment {
            source: (row.funding_source_id, row.regency_id),
            programmes: row.programmes.0,
            wage_base: Rupiah::new(row.wage_base_idr),
            months: rules::months_left(row.last_month.0, row.until_month.0, not_before)?,
        })
    }
}

/// Somebody who comes into a place.
#[derive(Debug)]
pub struct Newcomer {
    /// The place.
    pub place: FreePlace,
    /// The id of the new period.
    pub id: Uuid,
    /// Who comes.
    pub worker_id: Uuid,
    /// The terms of the new period.
    pub terms: Enrolment,
}

/// Locks ended periods, in the order of their ids, and gives those whose places are free still.
pub async fn lock_places(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> Result<Vec<FreePlace>, Problem> {
    let is_free = |(row, _): &Placed| {
        row.status.0 == CoverageStatus::Ended && rules::after(row.state(), Action::Replace).is_some()
    };
    let locked = queries::lock(conn, scope, ids).await?;
    Ok(locked.into_iter().filter(is_free).map(FreePlace).collect())
}

/// Holds the registrations of people who are to come as they are, then locks the persons behind them, until the transaction
/// ends.
pub async fn hold_newcomers(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> Result<Vec<Sought>, Problem> {
    let workers = queries::hold_workers(conn, scope, ids).await?;
    let persons: Vec<Uuid> = workers.iter().map(|worker| worker.person_id).collect();
    queries::lock_persons(conn, &persons).await?;
    let sought = workers.into_iter().map(|worker| Sought {
        worker_id: worker.id,
        person_id: worker.person_id,
        village_code: worker.village_code,
    });
    Ok(sought.collect())
}

/// Proposes people in free places: all of them or none. Each old period and its new one name each other.
pub async fn refill(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    today: Day,
    because: &str,
    newcomers: Vec<Newcomer>,
) -> Result<Vec<CoverageRow>, Problem> {
    let proposals: Vec<Proposal> =
        newcomers.iter().map(|one| one.terms.proposal(one.id, one.worker_id, Some(one.place.id()))).collect();
    let steps = newcomers.into_iter().map(|newcomer| {
        let Newcomer { place: FreePlace(placed), id, .. } = newcomer;
        let step = Step::new(placed, origin, |row| {
            row.status = AsText(CoverageStatus::Ended);
            row.replaced_by_id = Some(id);
        });
        step.because(because.to_owned())
    });
    transition::write(conn, origin, Action::Replace.done(), steps.collect()).await?;
    let rows = propose::propose(conn, scope, origin, today, &proposals).await?;
    queries::check_now(conn).await?;
    Ok(rows)
}
