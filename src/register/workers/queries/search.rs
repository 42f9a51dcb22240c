//! Names, tolerant of spelling and ranked: Siti, Sitti and Sity are one search.

use diesel::prelude::*;
use diesel::sql_types::{Float, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::list::{ListFilter, filtered};
use crate::access::caller::RegionScope;
use crate::platform::db::schema::workers;
use crate::register::workers::model::WorkerRow;

diesel::define_sql_function! {
    /// How well the first text fits the best part of the second.
    fn word_similarity(wanted: Text, whole: Text) -> Float;
}

diesel::define_sql_function! {
    /// How alike two whole texts are.
    fn similarity(left: Text, right: Text) -> Float;
}

// Whether the text fits a part of the other well enough; served by the trigram index.
diesel::infix_operator!(FitsPartOf, " <% ", backend: diesel::pg::Pg);
diesel::infix_operator!(Plus, " + ", Float, backend: diesel::pg::Pg);

/// A registration and how well its name fits: 0 to 2.
pub type Ranked = (WorkerRow, f32);

/// Where the next page of a search begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RankedCursor {
    /// The rank of the last row shown.
    pub rank: f32,
    /// Its id, which decides among equals.
    pub id: Uuid,
}

/// How alike a name must be to be found. Postgres's own 0.6 finds `Siti` and misses `Muhamad` for `Mohammad`.
const THRESHOLD: &str = "SET LOCAL pg_trgm.word_similarity_threshold = 0.35";

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
    set_threshold(conn).await?;
    let rank = || {
        let part = word_similarity(text.to_owned(), workers::name);
        Plus::new(part, similarity(text.to_owned(), workers::name))
    };
    let mut query =
        filtered(scope, filter).filter(FitsPartOf::new(text.to_owned().into_sql::<Text>(), workers::name));
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
    set_threshold(conn).await?;
    filtered(scope, filter)
        .filter(FitsPartOf::new(text.to_owned().into_sql::<Text>(), workers::name))
        .count()
        .get_result(conn)
        .await
}

async fn set_threshold(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query(THRESHOLD).execute(conn).await.map(|_| ())
}
