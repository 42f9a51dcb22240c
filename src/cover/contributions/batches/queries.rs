//! The statements of batches. A batch is the whole regency's: a caller with less than a regency has none.

mod follow;
mod lines;
mod prepare;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use follow::{follow_ledger, lock_drafts};
pub use lines::{
    LineFilter, LineRow, close_lines, count_lines, list_lines, paid_elsewhere, stale_lines, workers_of,
};
pub use prepare::{Filled, Wanted, fill, next_number};

use super::model::BatchRow;
use super::rules::BatchStatus;
use crate::access::caller::RegionScope;
use crate::cover::deaths::TELLS_DEATH;
use crate::cover::funding::budget::SourceKey;
use crate::domain::Month;
use crate::platform::db::columns::AsFirstDay;
use crate::platform::db::schema::contribution_batches as batches;

/// Whether the month of the ledger `o` lies after a death that any regency knows of: a registration ended by it, or a
/// claim for it that got past its draft. Where they differ the last day counts, as in standings, closes and credits: a month
/// that may be due is taken up.
fn after_death() -> String {
    format!(
        "coalesce(o.month > (SELECT max(t.day) FROM (\
           SELECT d.status_on AS day FROM workers AS d WHERE d.person_id = o.person_id \
             AND d.status = 'inactive' AND d.status_reason = 'deceased' \
           UNION ALL SELECT coalesce(k.died_on, k.event_on) FROM claims AS k WHERE k.person_id = o.person_id \
             AND {TELLS_DEATH}) AS t), false)"
    )
}

/// Whether another regency than `$2` has paid the month of the ledger `o`, or has it in a batch under way: of two regencies
/// that owe it after a move, one pays.
const ELSEWHERE: &str = "EXISTS (SELECT FROM contribution_obligations AS x WHERE x.person_id = o.person_id \
      AND x.programme = o.programme AND x.month = o.month AND x.regency_id <> $2 \
      AND (x.status = 'paid' OR x.status = 'due' AND EXISTS (SELECT FROM contribution_batch_lines AS e \
        WHERE e.person_id = x.person_id AND e.programme = x.programme AND e.month = x.month \
          AND e.regency_id = x.regency_id AND e.is_open)))";

/// Which batches a list shows.
#[derive(Debug, Clone, Default)]
pub struct BatchFilter {
    /// Of this source.
    pub funding_source_id: Option<Uuid>,
    /// In this state.
    pub status: Option<BatchStatus>,
    /// That asked for this month.
    pub month: Option<Month>,
    /// That this transfer covers.
    pub payment_id: Option<Uuid>,
}

type Listed = batches::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: &BatchFilter) -> Listed {
    let mut query = batches::table.filter(scope.filter_whole_regency(batches::regency_id)).into_boxed();
    if let Some(source) = filter.funding_source_id {
        query = query.filter(batches::funding_source_id.eq(source));
    }
    if let Some(status) = filter.status {
        query = query.filter(batches::status.eq(status.as_str()));
    }
    if let Some(month) = filter.month {
        query = query.filter(batches::months.contains(vec![AsFirstDay(month)]));
    }
    if let Some(payment) = filter.payment_id {
        query = query.filter(batches::payment_id.eq(payment));
    }
    query
}

/// A page of batches in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &BatchFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<BatchRow>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(batches::id.gt(after));
    }
    query.order(batches::id).limit(limit).select(BatchRow::as_select()).load(conn).await
}

/// How many batches a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &BatchFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}

/// One batch of the caller's regencies.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<BatchRow>> {
    batches::table
        .filter(batches::id.eq(id))
        .filter(scope.filter_whole_regency(batches::regency_id))
        .select(BatchRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// The sources of batches in the caller's regencies, each once.
pub async fn sources_of(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<Vec<SourceKey>> {
    batches::table
        .filter(batches::id.eq_any(ids))
        .filter(scope.filter_whole_regency(batches::regency_id))
        .select((batches::funding_source_id, batches::regency_id))
        .distinct()
        .load(conn)
        .await
}

/// Batches of the caller's regencies in the order of their ids, locked until the transaction ends.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<Vec<BatchRow>> {
    batches::table
        .filter(batches::id.eq_any(ids))
        .filter(scope.filter_whole_regency(batches::regency_id))
        .order(batches::id)
        .select(BatchRow::as_select())
        .for_no_key_update()
        .load(conn)
        .await
}

/// Writes a new batch.
pub async fn insert(conn: &mut AsyncPgConnection, row: &BatchRow) -> QueryResult<()> {
    diesel::insert_into(batches::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a locked batch.
pub async fn update(conn: &mut AsyncPgConnection, row: &BatchRow) -> QueryResult<()> {
    diesel::update(batches::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}
