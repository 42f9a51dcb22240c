//! What follows for money and months when somebody's death becomes known, is corrected, or was none: from the register, or
//! from a claim.

use diesel_async::AsyncPgConnection;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::closes::rules::ReopenCause;
use super::closes::service::came_late_on;
use super::contributions::obligations::service::follow_death;
use crate::domain::Day;
use crate::platform::changes::Origin;
use crate::platform::http::Problem;
use crate::register::workers::watch::DeathNews;

/// Follows what the register says.
pub fn watch<'a>(
    conn: &'a mut AsyncPgConnection,
    origin: &'a Origin,
    news: DeathNews,
) -> LocalBoxFuture<'a, Result<(), Problem>> {
    told(conn, origin, (news.regency_id, news.person_id), news.from).boxed_local()
}

/// Follows what was written in this transaction of a person's death, which makes a difference from a day on: months paid
/// after it are a credit of their sources, and the closed months of the regency that says so are reopened.
pub async fn told(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (regency_id, person_id): (i32, Uuid),
    from: Day,
) -> Result<(), Problem> {
    follow_death(conn, origin, person_id).await?;
    came_late_on(conn, origin, std::iter::once((regency_id, from)), ReopenCause::Death).await
}
