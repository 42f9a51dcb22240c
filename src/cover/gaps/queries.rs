//! Gaps by sets: nobody is looked at one by one.

use diesel::pg::Pg;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

/// Everybody who is cut off in the months, with the reason. $1 regencies, $2 patterns, $3 region, $4 source, $5 and $6
/// months, $7 unpaid months, $8 waiting months, $9 today.
///
/// Whose newest period was confirmed by the insurer and runs, ran out, or was ended only by the quota, is held until the newest of:
/// the month last paid in our ledger, the month until which the insurer's newest word says it is paid, or that of the word where
/// it says none, the month in which cover began. That the insurer called somebody insured in a later month is no reason to warn
/// later. As in a standing, a word that showed no good membership decides until something is paid or begins after it; and a month
/// that was paid after the membership had been cut off for it does not undo that, unless the insurer corrected it. The source is
/// that of the first month owed since, else that of the last period.
pub const GAPS: &str = "\
    latest AS (SELECT * FROM (\
      SELECT DISTINCT ON (c.person_id) c.person_id, c.regency_id, c.worker_id, c.funding_source_id, w.village_code, \
        c.status = 'active' OR c.end_reason = 'quota_cut' AS is_held \
      FROM coverages AS c JOIN workers AS w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
      WHERE c.regency_id = ANY ($1) AND w.village_code LIKE ANY ($2) \
        AND ($3 IS NULL OR w.village_code = $3 OR w.village_code LIKE $3 || '.%') \
        AND 'jkm' = ANY (c.programmes) AND c.effective_on <= $9 \
        AND NOT EXISTS (SELECT FROM workers AS d WHERE d.person_id = c.person_id AND d.status = 'inactive' \
          AND d.status_reason = 'deceased') \
        AND NOT EXISTS (SELECT FROM claims AS k WHERE k.person_id = c.person_id \
          AND (k.kind = 'death' OR k.died_on IS NOT NULL) AND k.status NOT IN ('draft', 'withdrawn')) \
      ORDER BY c.person_id, c.from_month DESC, c.id DESC) AS newest WHERE is_held), \
    held AS (\
      SELECT l.*, m.since_on, m.paid_until, greatest(p.month, m.paid_until) AS last_paid, \
        greatest(p.month, m.held_until, b.month) AS last_held \
      FROM latest AS l \
      LEFT JOIN LATERAL (SELECT w.as_of, w.state, \
          CASE WHEN w.state IN ('active', 'in_arrears') THEN w.since_on END AS since_on, \
          CASE WHEN w.state IN ('active', 'in_arrears') THEN w.paid_until END AS paid_until, \
          CASE w.state WHEN 'active' THEN coalesce(w.paid_until, date_trunc('month', w.as_of)::date) \
            WHEN 'in_arrears' THEN coalesce(w.paid_until, (date_trunc('month', w.as_of) - interval '1 month')::date) END \
            AS held_until \
        FROM memberships AS w WHERE w.person_id = l.person_id AND w.regency_id = l.regency_id \
          AND ('jkm' = ANY (w.programmes) OR w.state = 'not_member') \
        ORDER BY w.as_of DESC, w.created_at DESC LIMIT 1) AS m ON true \
      LEFT JOIN LATERAL (SELECT max(date_trunc('month', c.effective_on))::date AS month FROM coverages AS c \
        WHERE c.person_id = l.person_id AND c.regency_id = l.regency_id AND 'jkm' = ANY (c.programmes) \
          AND c.effective_on <= $9 AND (m.state IS NULL OR m.state = 'active' OR c.effective_on > m.as_of)) AS b ON true \
      LEFT JOIN LATERAL (SELECT o.month FROM (\
          SELECT o.month, o.since, date_trunc('month', o.since - 1)::date AS judged_in FROM (\
            SELECT o.month, CASE WHEN o.correction_id IS NULL THEN o.paid_on ELSE o.month END AS since \
            FROM contribution_obligations AS o WHERE o.person_id = l.person_id AND o.regency_id = l.regency_id \
              AND o.programme = 'jkm' AND o.status = 'paid') AS o \
          WHERE m.state IS NULL OR m.state = 'active' OR o.since > m.as_of \
          ORDER BY o.month DESC OFFSET 0) AS o \
        WHERE CASE WHEN o.judged_in <= o.month THEN true ELSE coalesce((\
          SELECT greatest(h.month, m.held_until, s.month) + make_interval(months => $7 + 1) \
            NOT BETWEEN o.month + interval '1 month' AND o.judged_in \
          FROM (SELECT max(q.month) AS month FROM contribution_obligations AS q WHERE q.person_id = l.person_id \
              AND q.regency_id = l.regency_id AND q.programme = 'jkm' AND q.status = 'paid' AND q.month <= o.judged_in \
              AND CASE WHEN q.correction_id IS NULL THEN q.paid_on ELSE q.month END <= o.judged_in) AS h, \
            (SELECT max(date_trunc('month', c.effective_on))::date AS month FROM coverages AS c \
              WHERE c.person_id = l.person_id AND c.regency_id = l.regency_id AND 'jkm' = ANY (c.programmes) \
                AND c.effective_on <= o.judged_in) AS s), true) END \
        LIMIT 1) AS p ON true), \
    dropped AS (\
      SELECT h.*, (h.last_held + make_interval(months => $7 + 1))::date AS dropped_in FROM held AS h), \
    gaps AS (\
      SELECT d.person_id, d.regency_id, d.worker_id, d.village_code, d.dropped_in, d.last_paid, \
        coalesce(o.funding_source_id, d.funding_source_id) AS funding_source_id, o.unpaid_idr, \
        d.last_paid IS NOT NULL AND $8 = (\
          SELECT count(*) FROM generate_series(d.last_paid - make_interval(months => $8 - 1), d.last_paid, \
            interval '1 month') AS g (month) \
          WHERE g.month BETWEEN date_trunc('month', coalesce(d.since_on, d.paid_until)) AND d.paid_until \
            OR EXISTS (SELECT FROM contribution_obligations AS o WHERE o.person_id = d.person_id \
              AND o.regency_id = d.regency_id AND o.programme = 'jkm' AND o.status = 'paid' \
              AND o.month = g.month::date)) AS is_full \
      FROM dropped AS d LEFT JOIN LATERAL (\
        SELECT (array_agg(o.funding_source_id ORDER BY o.month))[1] AS funding_source_id, \
          sum(o.amount_idr)::bigint AS unpaid_idr \
        FROM contribution_obligations AS o WHERE o.person_id = d.person_id AND o.regency_id = d.regency_id \
          AND o.status = 'due' AND o.month > d.last_held AND o.month < d.dropped_in) AS o ON true \
      WHERE d.dropped_in BETWEEN $5 AND $6 \
        AND ($4 IS NULL OR coalesce(o.funding_source_id, d.funding_source_id) = $4))";

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
    sql_query(format!("WITH {GAPS} {statement}"))
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
