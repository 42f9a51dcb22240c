//! Names, tolerant of spelling and ranked: Siti, Sitti and Sity are one search.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::list::{ListFilter, filtered};
use crate::access::caller::RegionScope;
use crate::platform::db::schema::workers;
use crate::register::names::{self, HasWordLike, RankedCursor, name_rank};
use crate::register::workers::model::WorkerRow;

/// A registration and how well its name fits.
pub type Ranked = (WorkerRow, i32);

/// Registrations in the caller's regions whose names are like the text, the best first. Must run in a
/// transaction: the threshold ends with it.
pub async fn search_names(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    text: &str,
    filter: &ListFilter,
    after: Option<RankedCursor>,
    limit: i64,
) -> QueryResult<Vec<Ranked>> {
    names::set_threshold(conn).await?;
    let rank = || name_rank(text.to_owned(), workers::name);
    let mut query = filtered(scope, filter).filter(HasWordLike::new(workers::name, names::wanted(text)));
    if let Some(RankedCursor { rank: last, id }) = after {
        query = query.filter(rank().lt(last).or(rank().eq(last).and(workers::id.gt(id))));
    }
    query
        .order((rank().desc(), workers::id.asc()))
        .limit(limit)
        .select((WorkerRow::as_select(), rank()))
        .load(conn)
        .await
}

/// How many names are like the text. Must run in a transaction.
pub async fn count_matches(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    text: &str,
    filter: &ListFilter,
) -> QueryResult<i64> {
    names::set_threshold(conn).await?;
    filtered(scope, filter)
        .filter(HasWordLike::new(workers::name, names::wanted(text)))
        .count()
        .get_result(conn)
        .await
}
