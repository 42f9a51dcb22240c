//! What other rooms do once the register learns of a death, or that there was none: in the transaction that says so.
//!
//! A decision about one registration is told here; who records deaths (`casework::deaths`) tells the others itself.
//!
//! This room does not know them: each hands in a [`DeathWatcher`], and `app.rs` puts them together.

use diesel_async::AsyncPgConnection;
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::model::WorkerRow;
use super::rules::{DeactivationReason, WorkerStatus};
use crate::domain::Day;
use crate::platform::changes::Origin;
use crate::platform::http::Problem;

/// That what the register says of somebody's death has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeathNews {
    /// The regency whose register says so.
    pub regency_id: i32,
    /// Of whom.
    pub person_id: Uuid,
    /// The registration that says so.
    pub worker_id: Uuid,
    /// The day that it said before; none where it knew of no death.
    pub was: Option<Day>,
    /// The day that it says now.
    pub is: Option<Day>,
}

/// Follows the news. What it refuses, the register does not write.
pub type DeathWatcher =
    for<'a> fn(&'a mut AsyncPgConnection, &'a Origin, DeathNews) -> LocalBoxFuture<'a, Result<(), Problem>>;

/// Everybody who follows, as app data.
#[derive(Clone, Copy)]
pub struct DeathWatchers(pub &'static [DeathWatcher]);

impl DeathWatchers {
    /// Tells everybody what a decision about a registration says of a death, if it says anything.
    pub async fn tell(
        &self,
        conn: &mut AsyncPgConnection,
        origin: &Origin,
        before: &WorkerRow,
        after: &WorkerRow,
    ) -> Result<(), Problem> {
        let (was, is) = (death_of(before), death_of(after));
        if was == is {
            return Ok(());
        }
        let (regency_id, person_id, worker_id) = (after.regency_id, after.person_id, after.id);
        let news = DeathNews { regency_id, person_id, worker_id, was, is };
        for watcher in self.0 {
            watcher(conn, origin, news).await?;
        }
        Ok(())
    }
}

/// The day on which somebody died, as their registration says.
fn death_of(row: &WorkerRow) -> Option<Day> {
    let left = row.status == WorkerStatus::Inactive.as_str();
    let died = row.status_reason.as_deref() == Some(DeactivationReason::Deceased.as_str());
    (left && died).then_some(row.status_on)
}
