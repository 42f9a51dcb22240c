//! The statements of funding sources.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::budget::SourceKey;
use super::model::{Funded, SourceMoney, SourceRow};
use super::rules::SourceStatus;
use crate::access::caller::RegionScope;
use crate::domain::{MonthRange, PayerKind, RegionCode};
use crate::platform::db::schema::{contribution_obligations, coverages, funding_sources};

/// Which sources a list shows.
#[derive(Debug, Clone, Default)]
pub struct SourceFilter {
    /// Of this region and those in it.
    pub region: Option<RegionCode>,
    /// Of this kind of payer.
    pub payer_kind: Option<PayerKind>,
    /// Of this fiscal year.
    pub fiscal_year: Option<i32>,
    /// In this state.
    pub status: Option<SourceStatus>,
}

type Listed = funding_sources::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: &SourceFilter) -> Listed {
    let mut query =
        funding_sources::table.filter(scope.filter_regency(funding_sources::regency_id)).into_boxed();
    if let Some(region) = &filter.region {
        let code = region.as_str().to_owned();
        let within = format!("{code}.%");
        let region_code = funding_sources::region_code;
        query = query.filter(region_code.eq(code).or(region_code.like(within)));
    }
    if let Some(kind) = filter.payer_kind {
        query = query.filter(funding_sources::payer_kind.eq(kind.as_str()));
    }
    if let Some(year) = filter.fiscal_year {
        query = query.filter(funding_sources::fiscal_year.eq(year));
    }
    if let Some(status) = filter.status {
        query = query.filter(funding_sources::status.eq(status.as_str()));
    }
    query
}

/// A page of sources in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &SourceFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<Funded>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(funding_sources::id.gt(after));
    }
    let columns = (SourceRow::as_select(), SourceMoney::as_select());
    query.order(funding_sources::id).limit(limit).select(columns).load(conn).await
}

/// How many sources a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &SourceFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}

/// One source of the caller's regencies.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<Funded>> {
    funding_sources::table
        .filter(scope.filter_regency(funding_sources::regency_id))
        .filter(funding_sources::id.eq(id))
        .select((SourceRow::as_select(), SourceMoney::as_select()))
        .first(conn)
        .await
        .optional()
}

/// One source, locked until the transaction ends.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<Funded>> {
    funding_sources::table
        .filter(scope.filter_regency(funding_sources::regency_id))
        .filter(funding_sources::id.eq(id))
        .select((SourceRow::as_select(), SourceMoney::as_select()))
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// Whether anything is owed or paid of a source at a relief rate.
pub async fn owes_at_relief(conn: &mut AsyncPgConnection, source: &SourceRow) -> QueryResult<bool> {
    let owed = contribution_obligations::table
        .filter(contribution_obligations::funding_source_id.eq(source.id))
        .filter(contribution_obligations::regency_id.eq(source.regency_id))
        .filter(contribution_obligations::relief);
    diesel::select(exists(owed)).get_result(conn).await
}

/// Sources, locked until the transaction ends, in the order of their ids.
pub async fn lock_many(conn: &mut AsyncPgConnection, sources: &[SourceKey]) -> QueryResult<Vec<Funded>> {
    funding_sources::table
        .filter(funding_sources::id.eq_any(sources.iter().map(|source| source.0)))
        .filter(funding_sources::regency_id.eq_any(sources.iter().map(|source| source.1)))
        .order((funding_sources::id, funding_sources::regency_id))
        .select((SourceRow::as_select(), SourceMoney::as_select()))
        .for_no_key_update()
        .load(conn)
        .await
}

/// Writes the sums of a locked source.
pub async fn set_money(
    conn: &mut AsyncPgConnection,
    source: SourceKey,
    money: SourceMoney,
) -> QueryResult<()> {
    diesel::update(funding_sources::table.find(source))
        .set((
            funding_sources::committed_idr.eq(money.committed_idr),
            funding_sources::paid_idr.eq(money.paid_idr),
            funding_sources::credit_idr.eq(money.credit_idr),
            funding_sources::refunded_idr.eq(money.refunded_idr),
        ))
        .execute(conn)
        .await
        .map(|_| ())
}

/// One source of a regency.
pub async fn of_regency(
    mut conn: &AsyncPgConnection,
    regency_id: i32,
    id: Uuid,
) -> QueryResult<Option<SourceRow>> {
    let source = funding_sources::table.find((id, regency_id)).select(SourceRow::as_select());
    source.first(&mut conn).await.optional()
}

/// One source of a regency with its sums.
pub async fn funded(conn: &mut AsyncPgConnection, source: SourceKey) -> QueryResult<Option<Funded>> {
    funding_sources::table
        .find(source)
        .select((SourceRow::as_select(), SourceMoney::as_select()))
        .first(conn)
        .await
        .optional()
}

/// One source of a regency, held as it is until the transaction ends: its months and state are what a new
/// period relies on.
pub async fn hold(conn: &mut AsyncPgConnection, regency_id: i32, id: Uuid) -> QueryResult<Option<SourceRow>> {
    funding_sources::table
        .find((id, regency_id))
        .select(SourceRow::as_select())
        .for_share()
        .first(conn)
        .await
        .optional()
}

/// Writes a new source.
pub async fn insert(conn: &mut AsyncPgConnection, row: &SourceRow) -> QueryResult<()> {
    diesel::insert_into(funding_sources::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a locked source.
pub async fn update(conn: &mut AsyncPgConnection, row: &SourceRow) -> QueryResult<()> {
    diesel::update(funding_sources::table.find((row.id, row.regency_id)))
        .set(row)
        .execute(conn)
        .await
        .map(|_| ())
}

/// Whether a funded period takes a month outside these from the source.
pub async fn funds_outside(
    conn: &mut AsyncPgConnection,
    source: &SourceRow,
    months: MonthRange,
) -> QueryResult<bool> {
    let outside = coverages::from_month
        .lt(months.from().first_day())
        .or(coverages::last_month.gt(months.until().first_day()));
    let periods = coverages::table
        .filter(coverages::regency_id.eq(source.regency_id))
        .filter(coverages::funding_source_id.eq(source.id))
        .filter(coverages::last_month.ge(coverages::from_month))
        .filter(outside);
    diesel::select(diesel::dsl::exists(periods)).get_result(conn).await
}
