//! The statements of the contribution rates.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::RateRow;
use crate::cover::rules::proposals::Listing;
use crate::domain::{Month, MonthRange, Programme, Segment};
use crate::platform::db::schema::{contribution_rates, funding_sources, regencies};

/// Joins the rate in force, as `rate (id, relief, amount_idr)`, to a row `t` with programme, segment, relief_eligible,
/// wage_base_idr and month; nothing where there is none. It says in SQL what [`super::rules::quote`] says, for statements
/// over whole ledgers: which rate counts, how a part of a rupiah is rounded, and in which order the bounds hold.
pub const RATE_OF: &str = "LEFT JOIN LATERAL (\
      SELECT r.id, r.relief, CASE r.method WHEN 'flat' THEN r.amount_idr \
        ELSE least(greatest(floor((t.wage_base_idr::numeric * r.basis_points + 5000) / 10000)::bigint, \
                            coalesce(r.min_idr, 0)), r.max_idr) END AS amount_idr \
      FROM contribution_rates AS r \
      WHERE r.status = 'approved' AND r.superseded_at IS NULL AND r.programme = t.programme AND r.segment = t.segment \
        AND (t.relief_eligible OR NOT r.relief) AND r.from_month <= t.month \
        AND (r.until_month IS NULL OR r.until_month >= t.month) \
      ORDER BY r.relief DESC LIMIT 1) AS rate ON true";

/// One lock for the whole deployment: relief is granted rarely.
const RELIEF_LOCK: i64 = 0x7265_6c69_6566;

/// Which rates a list shows.
#[derive(Debug, Clone)]
pub struct RateFilter {
    /// Only of this programme.
    pub programme: Option<Programme>,
    /// Only for this group of workers.
    pub segment: Option<Segment>,
    /// Only those in force in this month.
    pub month: Option<Month>,
    /// In which state.
    pub listing: Listing,
}

/// The rates that are in force in any of these months.
pub async fn rates_in(conn: &mut AsyncPgConnection, months: MonthRange) -> QueryResult<Vec<RateRow>> {
    let (from, until) = (months.from().first_day(), months.until().first_day());
    RateRow::in_force()
        .filter(contribution_rates::from_month.le(until))
        .filter(contribution_rates::until_month.is_null().or(contribution_rates::until_month.ge(from)))
        .order(contribution_rates::id)
        .select(RateRow::as_select())
        .load(conn)
        .await
}

/// Who grants a source relief and who approves a rate that leaves its payer out wait for each other, each until the other's
/// transaction has ended.
pub async fn hold_relief(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<diesel::sql_types::BigInt, _>(RELIEF_LOCK)
        .execute(conn)
        .await
        .map(|_| ())
}

/// Sources with relief of payers whom a rate leaves out in its months, in all regencies: names and regencies of the first so
/// many. One that is closed, and owes nothing, grants nobody anything.
pub async fn sources_left_out(
    conn: &mut AsyncPgConnection,
    rate: &RateRow,
    limit: i64,
) -> QueryResult<Vec<(String, String)>> {
    let payers: Vec<&str> = rate.excluded_payers.iter().map(|payer| payer.0.as_str()).collect();
    let mut query = funding_sources::table
        .inner_join(regencies::table.on(regencies::id.eq(funding_sources::regency_id)))
        .filter(funding_sources::relief_eligible)
        .filter(funding_sources::status.eq("active").or(funding_sources::committed_idr.gt(0)))
        .filter(funding_sources::payer_kind.eq_any(payers))
        .filter(funding_sources::until_month.ge(rate.from_month))
        .into_boxed();
    if let Some(until) = rate.until_month {
        query = query.filter(funding_sources::from_month.le(until));
    }
    query
        .order((regencies::region_code, funding_sources::id))
        .limit(limit)
        .select((regencies::region_code, funding_sources::name))
        .load(conn)
        .await
}

/// The rates that count of a programme and a group of workers without relief, in whichever months.
pub async fn rates_of(
    conn: &mut AsyncPgConnection,
    programme: Programme,
    segment: Segment,
) -> QueryResult<Vec<RateRow>> {
    RateRow::in_force()
        .filter(contribution_rates::programme.eq(programme.as_str()))
        .filter(contribution_rates::segment.eq(segment.as_str()))
        .filter(contribution_rates::relief.eq(false))
        .select(RateRow::as_select())
        .load(conn)
        .await
}

type Listed = contribution_rates::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(filter: &RateFilter) -> Listed {
    let mut query = RateRow::listed(filter.listing);
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
    query
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
