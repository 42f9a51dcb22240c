//! What due months would cost by the rates in force: one statement for who asks, for who previews a rule, and for who lets
//! it count.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::cover::contributions::batches::rules::BatchStatus;
use crate::cover::funding::budget::SourceKey;
use crate::cover::rules::contributions::queries::RATE_OF;
use crate::domain::{Month, Programme, Segment};
use crate::platform::db::columns::{AsFirstDay, AsText};

/// What the rates in force change of due months.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Repricing {
    /// How many months change: one a person, programme and month.
    #[diesel(sql_type = BigInt)]
    pub months: i64,
    /// Of how many people.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    /// What the ledger says of them.
    #[diesel(sql_type = BigInt)]
    pub before_idr: i64,
    /// What the rates say.
    #[diesel(sql_type = BigInt)]
    pub after_idr: i64,
    /// How many other months would change, but are in a batch that is approved.
    #[diesel(sql_type = BigInt)]
    pub months_under_way: i64,
    /// How many due months have no rate in force.
    #[diesel(sql_type = BigInt)]
    pub months_without_rate: i64,
    /// The first of those.
    #[diesel(sql_type = Nullable<Date>)]
    pub first_without_rate: Option<AsFirstDay>,
}

/// The same of one source, or of all of them where it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct SourceRepricing {
    /// The source.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub funding_source_id: Option<Uuid>,
    /// What changes of it.
    #[diesel(embed)]
    pub repricing: Repricing,
}

/// Which due months of the ledger a rate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concerned {
    /// The programme.
    pub programme: Programme,
    /// The workers' group.
    pub segment: Segment,
    /// Whether only payers who may have relief are concerned.
    pub relief: bool,
    /// The first month.
    pub from_month: Month,
    /// The last month; none while no end is known.
    pub until_month: Option<Month>,
}

/// The due months `o` of workers `w` and sources `f` that change, as `changing`. Equal terms are priced once: a hundred
/// thousand people have a handful.
fn changing(wanted: &str) -> String {
    format!(
        "due AS MATERIALIZED (\
           SELECT o.person_id, o.programme, o.month, o.regency_id, o.funding_source_id, o.rate_id, o.amount_idr, \
             o.wage_base_idr, w.segment, f.relief_eligible \
           FROM contribution_obligations AS o \
           JOIN workers AS w ON w.id = o.worker_id AND w.regency_id = o.regency_id \
           JOIN funding_sources AS f ON f.id = o.funding_source_id AND f.regency_id = o.regency_id \
           WHERE o.status = 'due' AND {wanted}), \
         terms AS MATERIALIZED (\
           SELECT t.*, rate.id AS new_rate_id, rate.relief AS new_relief, rate.amount_idr AS new_amount_idr \
           FROM (SELECT DISTINCT programme, segment, relief_eligible, wage_base_idr, month FROM due) AS t {RATE_OF}), \
         changing AS MATERIALIZED (\
           SELECT d.*, t.new_rate_id, t.new_relief, t.new_amount_idr, EXISTS (\
               SELECT FROM contribution_batch_lines AS l \
               JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
               WHERE l.person_id = d.person_id AND l.programme = d.programme AND l.month = d.month \
                 AND l.regency_id = d.regency_id AND l.is_open AND b.status <> 'draft') AS is_under_way \
           FROM due AS d \
           JOIN terms AS t ON t.programme = d.programme AND t.segment = d.segment AND t.month = d.month \
             AND t.relief_eligible = d.relief_eligible AND t.wage_base_idr = d.wage_base_idr \
           WHERE t.new_rate_id IS DISTINCT FROM d.rate_id)"
    )
}

/// The figures of [`Repricing`] over `changing`.
const FIGURES: &str = "count(*) FILTER (WHERE takes_it) AS months, \
     count(DISTINCT person_id) FILTER (WHERE takes_it) AS people, \
     coalesce(sum(amount_idr) FILTER (WHERE takes_it), 0)::bigint AS before_idr, \
     coalesce(sum(new_amount_idr) FILTER (WHERE takes_it), 0)::bigint AS after_idr, \
     count(*) FILTER (WHERE is_under_way) AS months_under_way, \
     count(*) FILTER (WHERE NOT is_under_way AND new_rate_id IS NULL) AS months_without_rate, \
     min(month) FILTER (WHERE NOT is_under_way AND new_rate_id IS NULL) AS first_without_rate \
   FROM (SELECT *, NOT is_under_way AND new_rate_id IS NOT NULL AS takes_it FROM changing) AS c";

const OF_SOURCE: &str = "o.funding_source_id = $1 AND o.regency_id = $2";

/// What the rates in force would change of a source.
pub async fn would_reprice(conn: &mut AsyncPgConnection, source: SourceKey) -> QueryResult<Repricing> {
    sql_query(format!("WITH {} SELECT {FIGURES}", changing(OF_SOURCE)))
        .bind::<SqlUuid, _>(source.0)
        .bind::<Integer, _>(source.1)
        .get_result(conn)
        .await
}

/// The due months that a rate is about. $1 programme, $2 segment, $3 relief, $4 and $5 months.
const CONCERNED: &str = "o.programme = $1 AND w.segment = $2 AND (f.relief_eligible OR NOT $3) AND o.month >= $4 \
     AND ($5 IS NULL OR o.month <= $5)";

/// A batch that is not paid, with due months that the rates in force change.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct BatchRepricing {
    /// The batch.
    #[diesel(sql_type = SqlUuid)]
    pub batch_id: Uuid,
    /// Its source.
    #[diesel(sql_type = SqlUuid)]
    pub funding_source_id: Uuid,
    /// Counted within the source.
    #[diesel(sql_type = Integer)]
    pub number: i32,
    /// How far it has come.
    #[diesel(sql_type = Text)]
    pub status: AsText<BatchStatus>,
    /// How many of its lines have another rate.
    #[diesel(sql_type = BigInt)]
    pub lines: i64,
    /// What the ledger says of them.
    #[diesel(sql_type = BigInt)]
    pub before_idr: i64,
    /// What the rates say.
    #[diesel(sql_type = BigInt)]
    pub after_idr: i64,
    /// How many such batches there are.
    #[diesel(sql_type = BigInt)]
    pub all_batches: i64,
}

/// The unpaid batches with months that a rate is about and that would change, those with the most lines first.
pub async fn would_reprice_batches(
    conn: &mut AsyncPgConnection,
    concerned: &Concerned,
    limit: i64,
) -> QueryResult<Vec<BatchRepricing>> {
    sql_query(format!(
        "WITH {} SELECT b.id AS batch_id, b.funding_source_id, b.number, b.status, count(*) AS lines, \
           coalesce(sum(c.amount_idr), 0)::bigint AS before_idr, coalesce(sum(c.new_amount_idr), 0)::bigint AS after_idr, \
           count(*) OVER () AS all_batches \
         FROM changing AS c \
         JOIN contribution_batch_lines AS l ON l.person_id = c.person_id AND l.programme = c.programme \
           AND l.month = c.month AND l.regency_id = c.regency_id AND l.is_open \
         JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
         WHERE b.status IN ('draft', 'approved', 'billing_code_issued') \
         GROUP BY b.id, b.funding_source_id, b.number, b.status ORDER BY lines DESC, b.id LIMIT $6",
        changing(CONCERNED)
    ))
    .bind::<Text, _>(concerned.programme.as_str())
    .bind::<Text, _>(concerned.segment.as_str())
    .bind::<Bool, _>(concerned.relief)
    .bind::<Date, _>(concerned.from_month.first_day())
    .bind::<Nullable<Date>, _>(concerned.until_month.map(Month::first_day))
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

/// What they would change of the months that a rate is about: of these sources, and of all of them together.
pub async fn would_reprice_concerned(
    conn: &mut AsyncPgConnection,
    concerned: &Concerned,
    sources: &[Uuid],
) -> QueryResult<Vec<SourceRepricing>> {
    sql_query(format!(
        "WITH {} SELECT funding_source_id, {FIGURES} GROUP BY GROUPING SETS ((funding_source_id), ()) \
         HAVING grouping(funding_source_id) = 1 OR funding_source_id = ANY ($6)",
        changing(CONCERNED)
    ))
    .bind::<Text, _>(concerned.programme.as_str())
    .bind::<Text, _>(concerned.segment.as_str())
    .bind::<Bool, _>(concerned.relief)
    .bind::<Date, _>(concerned.from_month.first_day())
    .bind::<Nullable<Date>, _>(concerned.until_month.map(Month::first_day))
    .bind::<Array<SqlUuid>, _>(sources)
    .load(conn)
    .await
}

/// Brings the due months of a source to the rates in force, but for those in a batch that is approved. The caller holds
/// the lock of the source, and refuses what has no rate.
pub async fn reprice(
    conn: &mut AsyncPgConnection,
    source: SourceKey,
    now: DateTime<Utc>,
) -> QueryResult<Repricing> {
    sql_query(format!(
        "WITH {}, repriced AS (\
           UPDATE contribution_obligations AS o SET rate_id = c.new_rate_id, relief = c.new_relief, \
             amount_idr = c.new_amount_idr, version = o.version + 1, updated_at = $3 \
           FROM changing AS c \
           WHERE o.person_id = c.person_id AND o.programme = c.programme AND o.month = c.month \
             AND o.regency_id = c.regency_id AND NOT c.is_under_way AND c.new_rate_id IS NOT NULL) \
         SELECT {FIGURES}",
        changing(OF_SOURCE)
    ))
    .bind::<SqlUuid, _>(source.0)
    .bind::<Integer, _>(source.1)
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await
}
