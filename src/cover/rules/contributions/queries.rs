//! The statements of the contribution rates.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::RateRow;
use crate::domain::{Month, MonthRange, Programme, Segment};
use crate::platform::db::schema::contribution_rates;

/// Which rates a list shows.
#[derive(Debug, Clone, Default)]
pub struct RateFilter {
    /// Only of this programme.
    pub programme: Option<Programme>,
    /// Only for this group of workers.
    pub segment: Option<Segment>,
    /// Only those in force in this month.
    pub month: Option<Month>,
    /// What the register said at this instant; none: now.
    pub as_known_at: Option<DateTime<Utc>>,
    /// Also those that a correction replaced.
    pub with_superseded: bool,
}

/// The rates that are in force in any of these months.
pub async fn rates_in(conn: &mut AsyncPgConnection, months: MonthRange) -> QueryResult<Vec<RateRow>> {
    let (from, until) = (months.from().first_day(), months.until().first_day());
    contribution_rates::table
        .filter(contribution_rates::superseded_at.is_null())
        .filter(contribution_rates::from_month.le(until))
        .filter(contribution_rates::until_month.is_null().or(contribution_rates::until_month.ge(from)))
        .order(contribution_rates::id)
        .select(RateRow::as_select())
        .load(conn)
        .await
}

type Listed = contribution_rates::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(filter: &RateFilter) -> Listed {
    let mut query = contribution_rates::table.into_boxed();
    if let Some(programme) = filter.programme {
        query = query.filter(contribution_rates::programme.eq(programme.as_str()));
    }
    if let Some(segment) = filter.segment {
        query = query.filter(contribution_rates::segment.eq(segment.as_str()));
    }
    if let Some(month) = filter.month {
        let first = month.first_day();
        query = query
            .filter(contribution_rates::from_month.le(first))
            .filter(contribution_rates::until_month.is_null().or(contribution_rates::until_month.ge(first)));
    }
    if let Some(instant) = filter.as_known_at {
        query = query.filter(contribution_rates::created_at.le(instant));
    }
    match (filter.with_superseded, filter.as_known_at) {
        (true, _) => query,
        (false, None) => query.filter(contribution_rates::superseded_at.is_null()),
        (false, Some(instant)) => query.filter(
            contribution_rates::superseded_at.is_null().or(contribution_rates::superseded_at.gt(instant)),
        ),
    }
}

/// A page of rates in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    filter: &RateFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<RateRow>> {
    let mut query = listed(filter);
    if let Some(after) = after {
        query = query.filter(contribution_rates::id.gt(after));
    }
    query.order(contribution_rates::id).limit(limit).select(RateRow::as_select()).load(conn).await
}

/// How many rates a list has.
pub async fn count(conn: &mut AsyncPgConnection, filter: &RateFilter) -> QueryResult<i64> {
    listed(filter).count().get_result(conn).await
}

/// One rate.
pub async fn find(conn: &mut AsyncPgConnection, id: Uuid) -> QueryResult<Option<RateRow>> {
    contribution_rates::table.find(id).select(RateRow::as_select()).first(conn).await.optional()
}

/// One rate, locked until the transaction ends.
pub async fn lock(conn: &mut AsyncPgConnection, id: Uuid) -> QueryResult<Option<RateRow>> {
    contribution_rates::table.find(id).select(RateRow::as_select()).for_update().first(conn).await.optional()
}

/// Writes a new row.
pub async fn insert(conn: &mut AsyncPgConnection, row: &RateRow) -> QueryResult<()> {
    diesel::insert_into(contribution_rates::table).values(row).execute(conn).await.map(|_| ())
}

/// Marks a row as superseded; its place is free from then on.
pub async fn supersede(
    conn: &mut AsyncPgConnection,
    id: Uuid,
    by: Uuid,
    now: DateTime<Utc>,
) -> QueryResult<RateRow> {
    diesel::update(contribution_rates::table.find(id))
        .set((
            contribution_rates::superseded_at.eq(now),
            contribution_rates::superseded_by.eq(by),
            contribution_rates::version.eq(contribution_rates::version + 1),
            contribution_rates::updated_at.eq(now),
        ))
        .returning(RateRow::as_returning())
        .get_result(conn)
        .await
}
