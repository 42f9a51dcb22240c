//! Standings of people, in one query.

use diesel_async::AsyncPgConnection;

use super::queries::{self, Asked};
use super::rules::{self, Standing};
use crate::platform::http::Problem;

/// How people stand, by what these regencies know, in the order asked.
pub async fn standings(
    conn: &mut AsyncPgConnection,
    regencies: &[i32],
    asked: &[Asked<'_>],
) -> Result<Vec<Standing>, Problem> {
    let known = queries::known(conn, regencies, asked).await?;
    let standing = |((facts, limits), one): ((_, _), &Asked<'_>)| rules::standing(&facts, limits, one.on);
    Ok(known.into_iter().zip(asked).map(standing).collect())
}
