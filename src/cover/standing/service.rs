//! Standings of people, in one query, and what is behind the standing of one.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::queries::{self, Asked};
use super::rules::{self, Clock, Standing};
use crate::platform::http::Problem;

/// How people stand, by what these regencies know, in the order asked.
pub async fn standings(
    conn: &AsyncPgConnection,
    regencies: &[i32],
    asked: &[Asked<'_>],
) -> Result<Vec<Standing>, Problem> {
    let (facts, limits) = queries::known(conn, regencies, asked).await?;
    Ok(facts.iter().zip(asked).map(|(facts, one)| rules::standing(facts, &limits, one.on)).collect())
}

/// How one person stands, with the clocks behind it.
pub async fn explained(
    conn: &mut AsyncPgConnection,
    regencies: &[i32],
    asked: Asked<'_>,
    person_id: Uuid,
) -> Result<(Standing, Vec<Clock>), Problem> {
    let (facts, limits) = queries::known(conn, regencies, &[asked]).await?;
    let facts = facts.into_iter().next().ok_or_else(Problem::not_found)?;
    let ledger = queries::ledger(conn, regencies, person_id).await?;
    let clocks = rules::clocks(&facts, &ledger, &limits, asked.on);
    Ok((rules::standing(&facts, &limits, asked.on), clocks))
}
