//! The lines of batches.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Integer, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::BatchRow;
use super::super::rules::{LineStatus, RefusalReason};
use super::{ELSEWHERE, after_death};
use crate::domain::{Day, Nik, Programme};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::{
    contribution_batch_lines as lines, contribution_obligations as obligations, workers,
};
use crate::platform::vault::Sealed;

/// Which lines a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineFilter {
    /// In this state.
    pub status: Option<LineStatus>,
    /// Refused for this reason.
    pub refusal_reason: Option<RefusalReason>,
    /// Whether something is to be done about them.
    pub open_item: Option<bool>,
}

/// Whether something is to be done about a line: it was refused, its month is still owed, and no later batch has taken it
/// up. The default action of its reason says what.
const IS_OPEN_ITEM: &str = "(contribution_batch_lines.status = 'refused' AND EXISTS (\
      SELECT FROM contribution_obligations AS due WHERE due.person_id = contribution_batch_lines.person_id \
        AND due.programme = contribution_batch_lines.programme AND due.month = contribution_batch_lines.month \
        AND due.regency_id = contribution_batch_lines.regency_id AND due.status = 'due') \
    AND NOT EXISTS (\
      SELECT FROM contribution_batch_lines AS later \
      JOIN contribution_batches AS taken ON taken.id = later.batch_id AND taken.regency_id = later.regency_id \
      JOIN contribution_batches AS own ON own.id = contribution_batch_lines.batch_id \
        AND own.regency_id = contribution_batch_lines.regency_id \
      WHERE later.person_id = contribution_batch_lines.person_id \
        AND later.programme = contribution_batch_lines.programme AND later.month = contribution_batch_lines.month \
        AND later.regency_id = contribution_batch_lines.regency_id AND taken.status <> 'cancelled' \
        AND (taken.created_at, taken.id) > (own.created_at, own.id)))";

/// What of an accepted line is excess: the source has it back as a credit.
const CREDIT: &str = "CASE WHEN contribution_batch_lines.status = 'accepted' AND contribution_obligations.is_credit \
    THEN contribution_batch_lines.amount_idr ELSE 0 END";

/// A line with the worker that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct LineRow {
    /// Counted within the batch.
    pub line_number: i32,
    /// About whom.
    pub worker_id: Uuid,
    /// What the worker is called.
    pub name: String,
    /// Born when.
    pub birth_on: Option<Day>,
    /// The NIK.
    pub nik_sealed: Option<Sealed<Nik>>,
    /// What may be shown of it.
    pub nik_mask: Option<String>,
    /// The programme.
    pub programme: AsText<Programme>,
    /// The month.
    pub month: AsFirstDay,
    /// The wage base.
    pub wage_base_idr: i64,
    /// How much.
    pub amount_idr: i64,
    /// What the insurer made of it.
    pub status: AsText<LineStatus>,
    /// Why it was refused.
    pub refusal_reason: Option<AsText<RefusalReason>>,
    /// Whether something is to be done about that.
    pub is_open_item: bool,
    /// What the insurer holds of it as a credit.
    pub credit_idr: i64,
    /// The file of the insurer that answered it.
    pub reconciliation_id: Option<Uuid>,
}

/// A page of a batch's lines in their order. The caller has found the batch in its own regencies.
pub async fn list_lines(
    conn: &mut AsyncPgConnection,
    batch: &BatchRow,
    filter: LineFilter,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<LineRow>> {
    let mut query = lines::table
        .inner_join(
            workers::table
                .on(workers::id.eq(lines::worker_id).and(workers::regency_id.eq(lines::regency_id))),
        )
        .inner_join(
            obligations::table.on(obligations::person_id
                .eq(lines::person_id)
                .and(obligations::programme.eq(lines::programme))
                .and(obligations::month.eq(lines::month))
                .and(obligations::regency_id.eq(lines::regency_id))),
        )
        .filter(lines::batch_id.eq(batch.id))
        .filter(lines::regency_id.eq(batch.regency_id))
        .filter(lines::line_number.gt(after))
        .into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(lines::status.eq(status.as_str()));
    }
    if let Some(reason) = filter.refusal_reason {
        query = query.filter(lines::refusal_reason.eq(reason.as_str()));
    }
    if let Some(open) = filter.open_item {
        query = query.filter(sql::<Bool>(IS_OPEN_ITEM).eq(open));
    }
    query
        .order(lines::line_number)
        .limit(limit)
        .select((
            lines::line_number,
            lines::worker_id,
            workers::name,
            workers::birth_on,
            workers::nik_sealed,
            workers::nik_mask,
            lines::programme,
            lines::month,
            obligations::wage_base_idr,
            lines::amount_idr,
            lines::status,
            lines::refusal_reason,
            sql::<Bool>(IS_OPEN_ITEM),
            sql::<BigInt>(CREDIT),
            lines::reconciliation_id,
        ))
        .load(conn)
        .await
}

fn filtered(batch: &BatchRow, filter: LineFilter) -> lines::BoxedQuery<'static, diesel::pg::Pg> {
    let mut query = lines::table
        .filter(lines::batch_id.eq(batch.id))
        .filter(lines::regency_id.eq(batch.regency_id))
        .into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(lines::status.eq(status.as_str()));
    }
    if let Some(reason) = filter.refusal_reason {
        query = query.filter(lines::refusal_reason.eq(reason.as_str()));
    }
    if let Some(open) = filter.open_item {
        query = query.filter(sql::<Bool>(IS_OPEN_ITEM).eq(open));
    }
    query
}

/// How many lines a list has.
pub async fn count_lines(
    conn: &mut AsyncPgConnection,
    batch: &BatchRow,
    filter: LineFilter,
) -> QueryResult<i64> {
    filtered(batch, filter).count().get_result(conn).await
}

/// The workers of a batch, each once.
pub async fn workers_of(
    conn: &mut AsyncPgConnection,
    batch: &BatchRow,
    filter: LineFilter,
) -> QueryResult<Vec<Uuid>> {
    filtered(batch, filter).select(lines::worker_id).distinct().load(conn).await
}

/// Closes the lines of a batch that is called off: their months can be taken up by another one.
pub async fn close_lines(conn: &mut AsyncPgConnection, batch: &BatchRow) -> QueryResult<usize> {
    diesel::update(lines::table)
        .filter(lines::batch_id.eq(batch.id))
        .filter(lines::regency_id.eq(batch.regency_id))
        .filter(lines::is_open)
        .set(lines::is_open.eq(false))
        .execute(conn)
        .await
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

/// Whether the batch has lines for months after the end of their period, or after the month of a death that any regency
/// knows of.
pub async fn stale_lines(conn: &mut AsyncPgConnection, batch: &BatchRow) -> QueryResult<bool> {
    let is_after_death = after_death();
    let found: Found = sql_query(format!(
        "SELECT EXISTS (SELECT FROM contribution_batch_lines AS l \
           JOIN contribution_obligations AS o ON o.person_id = l.person_id AND o.programme = l.programme \
             AND o.month = l.month AND o.regency_id = l.regency_id \
           JOIN coverages AS c ON c.id = o.coverage_id AND c.regency_id = o.regency_id \
           WHERE l.batch_id = $1 AND l.regency_id = $2 AND l.is_open \
             AND (c.status = 'ended' AND o.month > c.last_month OR {is_after_death})) AS found"
    ))
    .bind::<SqlUuid, _>(batch.id)
    .bind::<Integer, _>(batch.regency_id)
    .get_result(conn)
    .await?;
    Ok(found.found)
}

/// Whether the batch has lines for months that another regency has paid or has in a batch under way.
pub async fn paid_elsewhere(conn: &mut AsyncPgConnection, batch: &BatchRow) -> QueryResult<bool> {
    let found: Found = sql_query(format!(
        "SELECT EXISTS (SELECT FROM contribution_batch_lines AS o \
           WHERE o.batch_id = $1 AND o.regency_id = $2 AND o.is_open AND {ELSEWHERE}) AS found"
    ))
    .bind::<SqlUuid, _>(batch.id)
    .bind::<Integer, _>(batch.regency_id)
    .get_result(conn)
    .await?;
    Ok(found.found)
}
