//! What follows for money and months when somebody's death becomes known, is corrected, or was none: from the register, or
//! from a claim.

use diesel_async::AsyncPgConnection;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::closes::rules::ReopenCause;
use super::closes::service::came_late_on;
use super::contributions::obligations::service::follow_death;
use super::eligibility::queries::other_death;
use crate::domain::Day;
use crate::platform::changes::Origin;
use crate::platform::http::Problem;
use crate::register::workers::watch::DeathNews;

/// Whether a row `k` of `claims` tells of a death: it got past its draft and was not withdrawn.
pub const TELLS_DEATH: &str =
    "((k.kind = 'death' OR k.died_on IS NOT NULL) AND k.status NOT IN ('draft', 'withdrawn'))";

/// Whether a row `c` of `coverages` that ended by a death did so by one that was revoked: its money or its place was somebody
/// else's by then, and it stays ended. Who dies later died on another day.
pub const ENDED_BY_NO_DEATH: &str = "\
    (EXISTS (SELECT FROM deaths AS v WHERE v.person_id = c.person_id AND v.status = 'revoked' AND v.died_on = c.ended_on) \
     AND NOT EXISTS (SELECT FROM deaths AS v \
       WHERE v.person_id = c.person_id AND v.status = 'recorded' AND v.died_on = c.ended_on))";

/// That a registration or a claim says something else of a death than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The registration or the claim.
    pub by: Uuid,
    /// The day that it said before; none where it knew of no death.
    pub was: Option<Day>,
    /// The day that it says now.
    pub is: Option<Day>,
}

/// Follows what the register says.
pub fn watch<'a>(
    conn: &'a mut AsyncPgConnection,
    origin: &'a Origin,
    news: DeathNews,
) -> LocalBoxFuture<'a, Result<(), Problem>> {
    let told_now = Told { by: news.worker_id, was: news.was, is: news.is };
    told(conn, origin, (news.regency_id, news.person_id), told_now).boxed_local()
}

/// Follows what was written in this transaction of a person's death: months paid after it are a credit of their sources, and
/// the closed months of the regency that says so are reopened, unless the regency knew the same from elsewhere. Closes count
/// the last day that is told of a death, as standings do.
pub async fn told(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (regency_id, person_id): (i32, Uuid),
    told: Told,
) -> Result<(), Problem> {
    follow_death(conn, origin, person_id).await?;
    let other = other_death(conn, (regency_id, person_id), told.by).await?;
    let (was, is) = (told.was.max(other), told.is.max(other));
    let from = [was, is].into_iter().flatten().min().filter(|_| was != is);
    came_late_on(conn, origin, from.map(|day| (regency_id, day)).into_iter(), ReopenCause::Death).await
}
