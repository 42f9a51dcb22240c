//! Which open claims a row changes: counted by regency, and some of them. However many they are, two short lists are read.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::LISTED;
use super::claims::{CLOCK_RUNS, NEEDING, NEEDS_PAPERS, Needing, Papers, Running};
use crate::domain::Day;

/// A regency with changed claims, or one of the claims.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ChangedRow {
    /// The regency.
    #[diesel(sql_type = Integer)]
    pub regency_id: i32,
    /// Its code.
    #[diesel(sql_type = Text)]
    pub region_code: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// How many of its claims change; of a claim, which of them it is.
    #[diesel(sql_type = BigInt)]
    pub claims: i64,
    /// The claim; none for the regency.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub claim_id: Option<Uuid>,
    /// To which of the groups that were asked about it belongs, from 1.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub place: Option<i64>,
}

/// What is asked of the claims in `chosen`, each with the place of its group: the regencies with the most of them, and the
/// first of each regency, then the second of each, and so on.
fn listing() -> String {
    format!(
        "(SELECT g.id AS regency_id, g.region_code, g.name, count(*) AS claims, NULL::uuid AS claim_id, NULL::bigint AS place \
          FROM chosen AS c JOIN regencies AS g ON g.id = c.regency_id \
          GROUP BY g.id, g.region_code, g.name ORDER BY claims DESC, g.region_code LIMIT {LISTED}) \
         UNION ALL \
         (SELECT g.id, g.region_code, g.name, t.turn, t.claim_id, t.place \
          FROM (SELECT c.*, row_number() OVER (PARTITION BY c.regency_id ORDER BY c.claim_id) AS turn FROM chosen AS c) AS t \
          JOIN regencies AS g ON g.id = t.regency_id ORDER BY t.turn, g.id LIMIT {LISTED})"
    )
}

/// The claims of these groups for which the insurer's clock runs.
pub async fn of_running(conn: &mut AsyncPgConnection, groups: &[Running]) -> QueryResult<Vec<ChangedRow>> {
    let kinds: Vec<&str> = groups.iter().map(|group| group.kind.0.as_str()).collect();
    let days: Vec<Day> = groups.iter().map(|group| group.complete_on).collect();
    diesel::sql_query(format!(
        "WITH chosen AS (SELECT c.id AS claim_id, c.regency_id, w.place \
           FROM unnest($2, $3) WITH ORDINALITY AS w (kind, complete_on, place) \
           JOIN claims AS c ON c.kind = w.kind \
             AND (c.documents_complete_at AT TIME ZONE 'Asia/Jakarta')::date = w.complete_on \
           WHERE c.status = ANY ($1)) {}",
        listing()
    ))
    .bind::<Array<Text>, _>(CLOCK_RUNS.as_slice())
    .bind::<Array<Text>, _>(kinds)
    .bind::<Array<Date>, _>(days)
    .load(conn)
    .await
}

/// The claims of these groups that still need papers.
pub async fn of_papers(
    conn: &mut AsyncPgConnection,
    needing: &Needing,
    groups: &[Papers],
) -> QueryResult<Vec<ChangedRow>> {
    let days: Vec<Day> = groups.iter().map(|group| group.event_on).collect();
    let flags = |flag: fn(&Papers) -> bool| groups.iter().map(flag).collect::<Vec<bool>>();
    diesel::sql_query(format!(
        "WITH {NEEDING}, chosen AS (SELECT n.id AS claim_id, n.regency_id, w.place \
           FROM unnest($6, $7, $8, $9, $10) WITH ORDINALITY \
             AS w (event_on, is_handed_in, has_spouse, has_child, has_minor, place) \
           JOIN needing AS n ON n.event_on = w.event_on AND n.is_handed_in = w.is_handed_in \
             AND n.has_spouse = w.has_spouse AND n.has_child = w.has_child AND n.has_minor = w.has_minor) {}",
        listing()
    ))
    .bind::<Text, _>(needing.kind.as_str())
    .bind::<Date, _>(needing.days.from)
    .bind::<Nullable<Date>, _>(needing.days.until)
    .bind::<Nullable<Date>, _>(needing.of_age)
    .bind::<Array<Text>, _>(NEEDS_PAPERS.as_slice())
    .bind::<Array<Date>, _>(days)
    .bind::<Array<Bool>, _>(flags(|group| group.is_handed_in))
    .bind::<Array<Bool>, _>(flags(|group| group.has_spouse))
    .bind::<Array<Bool>, _>(flags(|group| group.has_child))
    .bind::<Array<Bool>, _>(flags(|group| group.has_minor))
    .load(conn)
    .await
}

/// These claims with their regencies, each a group of its own.
pub async fn of_claims(conn: &mut AsyncPgConnection, claims: &[(Uuid, i32)]) -> QueryResult<Vec<ChangedRow>> {
    let (ids, regencies): (Vec<Uuid>, Vec<i32>) = claims.iter().copied().unzip();
    diesel::sql_query(format!(
        "WITH chosen AS (SELECT w.claim_id, w.regency_id, w.place \
           FROM unnest($1, $2) WITH ORDINALITY AS w (claim_id, regency_id, place)) {}",
        listing()
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Integer>, _>(regencies)
    .load(conn)
    .await
}
