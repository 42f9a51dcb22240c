//! The events of a story in one statement, oldest first.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{
    Array, BigInt, Bool, Date, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel::{QueryResult, QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::rules::TimelineSubject;
use crate::access::caller::RegionScope;
use crate::domain::Day;
use crate::platform::db::columns::{AsFirstDay, AsText};

/// Where a page begins: after this event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Which of that instant.
    pub key: String,
}

/// Which parts of a worker's story a caller may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Work in warungs.
    pub warungs: bool,
    /// Funded periods, and what became of their contributions.
    pub coverages: bool,
    /// The names of funding sources.
    pub sources: bool,
    /// Words of the insurer.
    pub memberships: bool,
    /// Claims.
    pub claims: bool,
    /// Reports of deaths.
    pub deaths: bool,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct EventRow {
    /// When it was recorded.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// Tells events of one instant apart.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// What it is about.
    #[diesel(sql_type = Text)]
    pub subject: AsText<TimelineSubject>,
    /// Which one.
    #[diesel(sql_type = SqlUuid)]
    pub subject_id: Uuid,
    /// What was done.
    #[diesel(sql_type = Text)]
    pub action: String,
    /// Why.
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    /// The warung, the worker or the source, as far as the caller may know it.
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    /// The warung of somebody's work.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub warung_id: Option<Uuid>,
    /// A role or a state.
    #[diesel(sql_type = Nullable<Text>)]
    pub code: Option<String>,
    /// The day on which it was so.
    #[diesel(sql_type = Nullable<Date>)]
    pub on_day: Option<Day>,
    /// The first month that it concerns.
    #[diesel(sql_type = Nullable<Date>)]
    pub from_month: Option<AsFirstDay>,
    /// The last one.
    #[diesel(sql_type = Nullable<Date>)]
    pub until_month: Option<AsFirstDay>,
    /// Contributions.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub amount_idr: Option<i64>,
    /// What kind of actor.
    #[diesel(sql_type = Text)]
    pub actor_kind: String,
    /// Who.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub actor_id: Option<Uuid>,
    /// The person's full name.
    #[diesel(sql_type = Nullable<Text>)]
    pub actor_name: Option<String>,
    /// What a change of a claim overwrote.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub before: Option<Value>,
    /// The claim after a change of it.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub after: Option<Value>,
}

impl EventRow {
    /// Where a page that ends with it goes on.
    pub fn place(&self) -> Place {
        Place { at: self.at, key: self.key.clone() }
    }
}

/// What is shown of the recorded changes of `subjects (subject, id, name, warung_id)`. A name of a source or a warung is
/// today's, that of a registration is the village of the version, and what else is told is of the version. A funded period that
/// begins as an approved one was made by a plan, and is told with the decree.
const CHANGES: &str = "\
    SELECT h.recorded_at AS at, h.id::text AS key, h.subject, h.subject_id, \
      CASE WHEN e.is_enrolled THEN 'enrolled' ELSE h.action END AS action, h.reason, \
      coalesce(s.name, (SELECT r.name FROM regions AS r \
        WHERE h.subject = 'worker' AND r.code = h.after ->> 'village_code')) AS name, s.warung_id, \
      coalesce(h.after ->> 'role', CASE WHEN h.subject = 'membership' THEN h.after ->> 'state' \
        WHEN h.subject = 'death' THEN h.after ->> 'status' \
        WHEN e.is_enrolled THEN h.after ->> 'decree_number' END) AS code, \
      (CASE h.subject WHEN 'warung_worker' THEN CASE h.action WHEN 'ended' THEN h.after ->> 'until_on' \
          ELSE h.after ->> 'since_on' END \
        WHEN 'membership' THEN h.after ->> 'as_of' \
        WHEN 'death' THEN h.after ->> 'died_on' \
        WHEN 'coverage' THEN CASE WHEN e.is_enrolled THEN h.after ->> 'decree_on' END END)::date AS on_day, \
      (CASE WHEN h.subject = 'coverage' THEN (h.after ->> 'from_month') || '-01' END)::date AS from_month, \
      (CASE WHEN h.subject = 'coverage' THEN (h.after ->> 'until_month') || '-01' END)::date AS until_month, \
      NULL::bigint AS amount_idr, h.actor_kind, h.actor_id, \
      CASE WHEN h.subject = 'claim' THEN h.before END AS before, CASE WHEN h.subject = 'claim' THEN h.after END AS after \
    FROM subjects AS s JOIN changes AS h ON h.subject_id = s.id AND h.subject = s.subject AND h.regency_id = $2 \
    CROSS JOIN LATERAL (SELECT h.subject = 'coverage' AND h.action = 'created' AND h.after ->> 'status' = 'approved' \
      AS is_enrolled) AS e \
    WHERE h.action NOT IN ('worker_added', 'worker_updated') \
      AND (h.subject <> 'death' OR coalesce(h.after ->> 'worker_id', $1::text) = $1::text)";

/// A page of `events`, with the names of the people who acted.
const PAGE: &str = "\
    SELECT e.*, u.full_name AS actor_name FROM (\
      SELECT * FROM events WHERE $3 IS NULL OR (at, key) > ($3, $4) ORDER BY at, key LIMIT $5) AS e \
    LEFT JOIN users AS u ON e.actor_kind = 'user' AND u.id = e.actor_id ORDER BY e.at, e.key";

/// How many `events` there are.
const COUNT: &str = "SELECT count(*) AS number FROM events";

/// Which page of a story.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// After this event.
    pub after: Option<&'a Place>,
    /// So many events at most.
    pub limit: i64,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// The story of a worker of the caller's regions: of the registration and of those that were merged into it, over as many merges
/// as there were, the work, the funded periods, what the insurer said and made of the contributions, and the claims.
pub async fn of_worker(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    whose: (Uuid, i32),
    parts: Parts,
    part: Part<'_>,
) -> QueryResult<Vec<EventRow>> {
    worker_events(PAGE, scope, whose, parts, part).load(conn).await
}

/// How many events the story of a worker has.
pub async fn count_of_worker(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    whose: (Uuid, i32),
    parts: Parts,
) -> QueryResult<i64> {
    let none = Part { after: None, limit: 0 };
    let counted: Counted = worker_events(COUNT, scope, whose, parts, none).get_result(conn).await?;
    Ok(counted.number)
}

/// The story of a warung of the caller's regions: of itself and of who worked there. Those who live elsewhere have no name.
pub async fn of_warung(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    which: (Uuid, i32),
    part: Part<'_>,
) -> QueryResult<Vec<EventRow>> {
    warung_events(PAGE, scope, which, part).load(conn).await
}

/// How many events the story of a warung has.
pub async fn count_of_warung(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    which: (Uuid, i32),
) -> QueryResult<i64> {
    let none = Part { after: None, limit: 0 };
    let counted: Counted = warung_events(COUNT, scope, which, none).get_result(conn).await?;
    Ok(counted.number)
}

fn worker_events<'q>(
    statement: &str,
    scope: &RegionScope,
    (id, regency_id): (Uuid, i32),
    parts: Parts,
    part: Part<'q>,
) -> BoxedSqlQuery<'q, Pg, SqlQuery> {
    sql_query(format!(
        "WITH RECURSIVE registrations (id, depth) AS (\
           SELECT $1::uuid, 0 \
           UNION ALL SELECT g.worker_id, r.depth + 1 FROM registrations AS r \
           JOIN worker_merges AS g ON g.into_worker_id = r.id AND g.regency_id = $2 AND g.status = 'merged' \
           WHERE r.depth < 100), \
         subjects (subject, id, name, warung_id) AS (\
           SELECT 'worker', r.id, NULL::text, NULL::uuid FROM registrations AS r \
           UNION ALL SELECT 'warung_worker', r.id, CASE WHEN g.village_code LIKE ANY ($11) THEN g.name END, r.warung_id \
           FROM warung_workers AS r JOIN warungs AS g ON g.id = r.warung_id AND g.regency_id = r.regency_id \
           WHERE $6 AND r.worker_id = $1 AND r.regency_id = $2 \
           UNION ALL SELECT 'coverage', c.id, CASE WHEN $8 THEN f.name END, NULL FROM coverages AS c \
           JOIN funding_sources AS f ON f.id = c.funding_source_id AND f.regency_id = c.regency_id \
           WHERE $7 AND c.worker_id = $1 AND c.regency_id = $2 \
           UNION ALL SELECT 'membership', m.id, NULL, NULL FROM memberships AS m \
           WHERE $9 AND m.worker_id = $1 AND m.regency_id = $2 \
           UNION ALL SELECT 'claim', k.id, NULL, NULL FROM claims AS k \
           WHERE $10 AND k.worker_id = $1 AND k.regency_id = $2 \
           UNION ALL SELECT 'death', d.id, NULL, NULL FROM deaths AS d \
           WHERE $12 AND d.worker_id = $1 AND d.regency_id = $2), \
         answered AS (\
           SELECT r.recorded_at, r.recorded_by, l.reconciliation_id, l.status, l.refusal_reason, \
             min(l.month) AS from_month, max(l.month) AS until_month, sum(l.amount_idr)::bigint AS amount_idr, \
             min(l.line_number) AS first_line \
           FROM contribution_batch_lines AS l \
           JOIN contribution_reconciliations AS r ON r.id = l.reconciliation_id AND r.regency_id = l.regency_id \
           WHERE $7 AND l.person_id = (SELECT w.person_id FROM workers AS w WHERE w.id = $1 AND w.regency_id = $2) \
             AND l.worker_id = $1 AND l.regency_id = $2 AND l.status <> 'sent' \
           GROUP BY r.recorded_at, r.recorded_by, l.reconciliation_id, l.status, l.refusal_reason), \
         events AS ({CHANGES} UNION ALL \
           SELECT a.recorded_at, a.reconciliation_id || '.' || a.first_line, 'contribution', $1, \
             'contributions_' || a.status, a.refusal_reason, NULL, NULL, NULL, NULL, a.from_month, a.until_month, \
             a.amount_idr, CASE WHEN a.recorded_by IS NULL THEN 'system' ELSE 'user' END, a.recorded_by, \
             NULL, NULL \
           FROM answered AS a) \
         {statement}"
    ))
    .into_boxed()
    .bind::<SqlUuid, _>(id)
    .bind::<Integer, _>(regency_id)
    .bind::<Nullable<Timestamptz>, _>(part.after.map(|place| place.at))
    .bind::<Nullable<Text>, _>(part.after.map(|place| place.key.as_str()))
    .bind::<BigInt, _>(part.limit)
    .bind::<Bool, _>(parts.warungs)
    .bind::<Bool, _>(parts.coverages)
    .bind::<Bool, _>(parts.sources)
    .bind::<Bool, _>(parts.memberships)
    .bind::<Bool, _>(parts.claims)
    .bind::<Array<Text>, _>(scope.patterns())
    .bind::<Bool, _>(parts.deaths)
}

fn warung_events<'q>(
    statement: &str,
    scope: &RegionScope,
    (id, regency_id): (Uuid, i32),
    part: Part<'q>,
) -> BoxedSqlQuery<'q, Pg, SqlQuery> {
    sql_query(format!(
        "WITH subjects (subject, id, name, warung_id) AS (\
           SELECT 'warung', $1, NULL::text, NULL::uuid \
           UNION ALL SELECT 'warung_worker', r.id, CASE WHEN w.village_code LIKE ANY ($6) THEN w.name END, r.warung_id \
           FROM warung_workers AS r JOIN workers AS w ON w.id = r.worker_id AND w.regency_id = r.regency_id \
           WHERE r.warung_id = $1 AND r.regency_id = $2), \
         events AS ({CHANGES}) {statement}"
    ))
    .into_boxed()
    .bind::<SqlUuid, _>(id)
    .bind::<Integer, _>(regency_id)
    .bind::<Nullable<Timestamptz>, _>(part.after.map(|place| place.at))
    .bind::<Nullable<Text>, _>(part.after.map(|place| place.key.as_str()))
    .bind::<BigInt, _>(part.limit)
    .bind::<Array<Text>, _>(scope.patterns())
}
