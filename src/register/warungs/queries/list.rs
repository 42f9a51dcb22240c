//! Warungs page by page: in the order of ids, or by how well their names fit.

use diesel::dsl::exists;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::domain::{Kbli, RegionCode, RegionLevel};
use crate::platform::db::schema::{warung_workers, warungs};
use crate::register::names::{self, HasWordLike, RankedCursor, name_rank};
use crate::register::warungs::model::WarungRow;
use crate::register::warungs::rules::WarungStatus;

/// Which warungs.
#[derive(Debug, Clone, Default)]
pub struct WarungFilter {
    /// In this region of any level.
    pub region: Option<RegionCode>,
    /// In this state.
    pub status: Option<WarungStatus>,
    /// Of this class of business.
    pub kbli: Option<Kbli>,
    /// In which this worker works now.
    pub worker_id: Option<Uuid>,
}

/// Warungs in the caller's regions, after an id.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &WarungFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<WarungRow>> {
    let mut query = filtered(scope, filter);
    if let Some(after) = after {
        query = query.filter(warungs::id.gt(after));
    }
    query.order(warungs::id).limit(limit).select(WarungRow::as_select()).load(conn).await
}

/// How many there are in the caller's regions.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &WarungFilter,
) -> QueryResult<i64> {
    filtered(scope, filter).count().get_result(conn).await
}

/// Warungs in the caller's regions with a name like the text, the likest first, each with its rank. Must
/// run in a transaction, with which the threshold ends.
pub async fn search_names(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &WarungFilter,
    text: &str,
    after: Option<RankedCursor>,
    limit: i64,
) -> QueryResult<Vec<(WarungRow, i32)>> {
    names::set_threshold(conn).await?;
    let rank = || name_rank(text.to_owned(), warungs::name);
    let mut query = filtered(scope, filter).filter(HasWordLike::new(warungs::name, names::wanted(text)));
    if let Some(RankedCursor { rank: last, id }) = after {
        query = query.filter(rank().lt(last).or(rank().eq(last).and(warungs::id.gt(id))));
    }
    query
        .order((rank().desc(), warungs::id))
        .limit(limit)
        .select((WarungRow::as_select(), rank()))
        .load(conn)
        .await
}

/// How many names are like the text. Must run in a transaction.
pub async fn count_matches(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &WarungFilter,
    text: &str,
) -> QueryResult<i64> {
    names::set_threshold(conn).await?;
    filtered(scope, filter)
        .filter(HasWordLike::new(warungs::name, names::wanted(text)))
        .count()
        .get_result(conn)
        .await
}

/// The caller's warungs that the filter lets through.
fn filtered(scope: &RegionScope, filter: &WarungFilter) -> warungs::BoxedQuery<'static, Pg> {
    let mut query =
        warungs::table.filter(scope.filter(warungs::regency_id, warungs::village_code)).into_boxed();
    if let Some(region) = &filter.region {
        query = match region.level() {
            RegionLevel::Village => query.filter(warungs::village_code.eq(region.as_str().to_owned())),
            // A range serves the index under a generic plan, which a pattern cannot: the slash follows the dot.
            _ => query
                .filter(warungs::village_code.ge(format!("{region}.")))
                .filter(warungs::village_code.lt(format!("{region}/"))),
        };
    }
    if let Some(status) = filter.status {
        query = query.filter(warungs::status.eq(status.as_str()));
    }
    if let Some(kbli) = &filter.kbli {
        query = query
            .filter(warungs::kbli_edition.eq(kbli.edition().year()))
            .filter(warungs::kbli_code.eq(kbli.code().to_owned()));
    }
    if let Some(worker_id) = filter.worker_id {
        let works_there = warung_workers::table
            .filter(warung_workers::warung_id.eq(warungs::id))
            .filter(warung_workers::regency_id.eq(warungs::regency_id))
            .filter(warung_workers::worker_id.eq(worker_id))
            .filter(warung_workers::until_on.is_null());
        query = query.filter(exists(works_there));
    }
    query
}
