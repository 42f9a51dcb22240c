//! Gaps by sets: nobody is looked at one by one.

mod cut_off;

use diesel::pg::Pg;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use cut_off::gaps;

use super::rules::GapBy;
use crate::access::caller::RegionScope;
use crate::domain::{Day, MonthRange, RegionCode};
use crate::platform::db::columns::AsFirstDay;

/// Which gaps are asked for.
#[derive(Debug, Clone)]
pub struct GapFilter {
    /// Of workers in this region.
    pub region: Option<RegionCode>,
    /// Of this source.
    pub funding_source_id: Option<Uuid>,
    /// Cut off in these months.
    pub months: MonthRange,
}

/// The dated numbers behind a gap, and the day on which it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// More unpaid months than this cut a membership off.
    pub alert_after: i32,
    /// Consecutive paid months of the full death benefit.
    pub waiting: i32,
    /// Today.
    pub today: Day,
}

/// Where a page of gaps begins: after this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapPlace {
    /// The month of the cut, as its first day.
    pub month: Day,
    /// The region.
    pub region_code: String,
    /// The source.
    pub funding_source_id: Uuid,
}

/// The members of one source in one region who are cut off in one month.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Gap {
    /// The month of the cut.
    #[diesel(sql_type = Date)]
    pub dropped_in: AsFirstDay,
    /// The region.
    #[diesel(sql_type = Text)]
    pub region_code: String,
    /// The source.
    #[diesel(sql_type = SqlUuid)]
    pub funding_source_id: Uuid,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub members: i64,
    /// Of them with the full death benefit until then.
    #[diesel(sql_type = BigInt)]
    pub full_members: i64,
    /// Of them those for whom nothing is owed any more: their funding ends.
    #[diesel(sql_type = BigInt)]
    pub unfunded_members: i64,
    /// What is owed for the others and unpaid.
    #[diesel(sql_type = BigInt)]
    pub unpaid_idr: i64,
}

impl Gap {
    /// Where a page that ends with it goes on.
    pub fn place(&self) -> GapPlace {
        GapPlace {
            month: self.dropped_in.0.first_day(),
            region_code: self.region_code.clone(),
            funding_source_id: self.funding_source_id,
        }
    }
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How many gaps there are.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    (filter, limits): (&GapFilter, Limits),
    by: GapBy,
) -> QueryResult<i64> {
    let counted: Counted = over_gaps(
        "SELECT count(*) AS number FROM (SELECT FROM gaps \
         GROUP BY dropped_in, left(village_code, $10), funding_source_id) AS groups",
        scope,
        (filter, limits),
    )
    .bind::<Integer, _>(by.code_length())
    .get_result(conn)
    .await?;
    Ok(counted.number)
}

/// How many people are behind the gaps.
pub async fn count_members(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    (filter, limits): (&GapFilter, Limits),
) -> QueryResult<i64> {
    let all = "SELECT count(*) AS number FROM gaps";
    let counted: Counted = over_gaps(all, scope, (filter, limits)).get_result(conn).await?;
    Ok(counted.number)
}

/// A statement over `gaps` with its nine binds.
fn over_gaps<'q>(
    statement: &str,
    scope: &'q RegionScope,
    (filter, limits): (&'q GapFilter, Limits),
) -> BoxedSqlQuery<'q, Pg, SqlQuery> {
    sql_query(format!("WITH {} {statement}", gaps()))
        .into_boxed()
        .bind::<Array<Integer>, _>(&scope.regency_ids)
        .bind::<Array<Text>, _>(scope.patterns())
        .bind::<Nullable<Text>, _>(filter.region.as_ref().map(RegionCode::as_str))
        .bind::<Nullable<SqlUuid>, _>(filter.funding_source_id)
        .bind::<Date, _>(filter.months.from().first_day())
        .bind::<Date, _>(filter.months.until().first_day())
        .bind::<Integer, _>(limits.alert_after)
        .bind::<Integer, _>(limits.waiting)
        .bind::<Date, _>(limits.today)
}

/// A page of gaps, month by month.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    (filter, limits): (&GapFilter, Limits),
    by: GapBy,
    after: Option<&GapPlace>,
    limit: i64,
) -> QueryResult<Vec<Gap>> {
    over_gaps(
        "SELECT dropped_in, left(village_code, $10) AS region_code, funding_source_id, count(*) AS members, \
           count(*) FILTER (WHERE is_full) AS full_members, \
           count(*) FILTER (WHERE unpaid_idr IS NULL) AS unfunded_members, \
           coalesce(sum(unpaid_idr), 0)::bigint AS unpaid_idr \
         FROM gaps GROUP BY 1, 2, 3 \
         HAVING $11 IS NULL OR (dropped_in, left(village_code, $10), funding_source_id) > ($11, $12, $13) \
         ORDER BY 1, 2, 3 LIMIT $14",
        scope,
        (filter, limits),
    )
    .bind::<Integer, _>(by.code_length())
    .bind::<Nullable<Date>, _>(after.map(|place| place.month))
    .bind::<Nullable<Text>, _>(after.map(|place| place.region_code.as_str()))
    .bind::<Nullable<SqlUuid>, _>(after.map(|place| place.funding_source_id))
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

/// Somebody who is cut off.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct GapMember {
    /// The registration.
    #[diesel(sql_type = SqlUuid)]
    pub worker_id: Uuid,
    /// Its regency.
    #[diesel(sql_type = Integer)]
    pub regency_id: i32,
    /// What the worker is called.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What may be shown of the NIK.
    #[diesel(sql_type = Nullable<Text>)]
    pub nik_mask: Option<String>,
    /// Where the worker lives.
    #[diesel(sql_type = Text)]
    pub village_code: String,
    /// The source.
    #[diesel(sql_type = SqlUuid)]
    pub funding_source_id: Uuid,
    /// The month of the cut.
    #[diesel(sql_type = Date)]
    pub dropped_in: AsFirstDay,
    /// The last paid month.
    #[diesel(sql_type = Nullable<Date>)]
    pub last_paid: Option<AsFirstDay>,
    /// Whether the death benefit is full until then.
    #[diesel(sql_type = Bool)]
    pub is_full: bool,
    /// What is owed and unpaid; none where the funding ends.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub unpaid_idr: Option<i64>,
}

/// A page of the members behind gaps, in the order of their ids.
pub async fn members(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    (filter, limits): (&GapFilter, Limits),
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<GapMember>> {
    over_gaps(
        "SELECT g.worker_id, g.regency_id, w.name, w.nik_mask, g.village_code, g.funding_source_id, g.dropped_in, \
           g.last_paid, g.is_full, g.unpaid_idr \
         FROM gaps AS g JOIN workers AS w ON w.id = g.worker_id AND w.regency_id = g.regency_id \
         WHERE $10 IS NULL OR g.worker_id > $10 ORDER BY g.worker_id LIMIT $11",
        scope,
        (filter, limits),
    )
    .bind::<Nullable<SqlUuid>, _>(after)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}
