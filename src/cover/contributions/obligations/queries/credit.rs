//! Excess months: what the insurer took and no period takes any more, or what lies after a death. Which months are excess
//! follows from facts that come in any order and from several rooms; the mark on a month says that its source has its money
//! back as a credit.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::rules::ObligationStatus;
use super::{PeriodKey, ids, regencies};
use crate::cover::contributions::batches::rules::RefusalReason;
use crate::cover::funding::budget::SourceKey;
use crate::platform::db::schema::{
    contribution_batch_lines as lines, contribution_obligations as obligations, coverages,
};

/// Which paid months are looked at: all of these people, and those that a file of the insurer accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// The people.
    pub persons: Vec<Uuid>,
    /// The file.
    pub reconciliation_id: Option<Uuid>,
}

impl Looked {
    /// All paid months of these people.
    pub fn persons(persons: Vec<Uuid>) -> Self {
        Self { persons, reconciliation_id: None }
    }
}

/// What of a source's paid months has become excess, and what of its excess is none any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct CreditChange {
    /// The source.
    #[diesel(sql_type = SqlUuid)]
    pub funding_source_id: Uuid,
    /// Its regency.
    #[diesel(sql_type = Integer)]
    pub regency_id: i32,
    /// What has become excess.
    #[diesel(sql_type = BigInt)]
    pub gained_idr: i64,
    /// What is none any more.
    #[diesel(sql_type = BigInt)]
    pub lost_idr: i64,
}

impl CreditChange {
    /// The source of the change.
    pub fn source(&self) -> SourceKey {
        (self.funding_source_id, self.regency_id)
    }
}

/// The months whose mark is wrong, as `wrong`. $1 people, $2 sources, $3 a file. A death is known from the register, from a
/// claim past its draft, or from a refusal of the insurer: that says that it was in the month or before, until the insurer
/// takes a later batch for the person or the end of a period is taken back.
const WRONG: &str = "asked AS (\
       SELECT o.person_id, o.programme, o.month, o.regency_id, o.funding_source_id, o.amount_idr, o.is_credit \
       FROM contribution_obligations AS o \
       WHERE o.person_id = ANY ($1) AND o.funding_source_id = ANY ($2) AND o.status = 'paid' \
       UNION \
       SELECT o.person_id, o.programme, o.month, o.regency_id, o.funding_source_id, o.amount_idr, o.is_credit \
       FROM contribution_batch_lines AS l \
       JOIN contribution_obligations AS o ON o.person_id = l.person_id AND o.programme = l.programme \
         AND o.month = l.month AND o.regency_id = l.regency_id \
       WHERE l.reconciliation_id = $3 AND l.status = 'accepted' AND o.funding_source_id = ANY ($2) \
         AND o.status = 'paid'), \
     people AS MATERIALIZED (SELECT DISTINCT person_id FROM asked), \
     dead AS MATERIALIZED (\
       SELECT t.person_id, min(t.day) AS died_on FROM (\
         SELECT w.person_id, w.status_on AS day FROM people AS p JOIN workers AS w ON w.person_id = p.person_id \
         WHERE w.status = 'inactive' AND w.status_reason = 'deceased' \
         UNION ALL \
         SELECT k.person_id, coalesce(k.died_on, k.event_on) FROM people AS p \
         JOIN claims AS k ON k.person_id = p.person_id \
         WHERE (k.kind = 'death' OR k.died_on IS NOT NULL) AND k.status NOT IN ('draft', 'withdrawn') \
         UNION ALL \
         SELECT l.person_id, (l.month + interval '1 month')::date - 1 FROM people AS p \
         JOIN contribution_batch_lines AS l ON l.person_id = p.person_id \
         JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
         LEFT JOIN contribution_reconciliations AS r ON r.id = l.reconciliation_id AND r.regency_id = l.regency_id \
         WHERE l.status = 'refused' AND l.refusal_reason = 'deceased' \
           AND NOT EXISTS (SELECT FROM contribution_batch_lines AS n \
             JOIN contribution_batches AS nb ON nb.id = n.batch_id AND nb.regency_id = n.regency_id \
             WHERE n.person_id = l.person_id AND n.status = 'accepted' AND nb.created_at > b.created_at) \
           AND NOT EXISTS (SELECT FROM coverages AS e WHERE e.person_id = l.person_id \
             AND e.reopened_at >= coalesce(r.recorded_at, b.created_at))\
       ) AS t GROUP BY t.person_id), \
     wrong AS MATERIALIZED (\
       SELECT a.*, NOT a.is_credit AS becomes FROM asked AS a LEFT JOIN dead AS d ON d.person_id = a.person_id \
       WHERE a.is_credit <> (coalesce(a.month > d.died_on, false) OR NOT EXISTS (\
         SELECT FROM coverages AS c WHERE c.person_id = a.person_id AND c.regency_id = a.regency_id \
           AND c.status IN ('approved', 'active', 'ended') AND a.programme = ANY (c.programmes) \
           AND a.month BETWEEN c.from_month AND c.last_month)))";

/// What is to change of these locked sources by the facts as they are.
pub async fn credit_changes(
    conn: &mut AsyncPgConnection,
    looked: &Looked,
    sources: &[SourceKey],
) -> QueryResult<Vec<CreditChange>> {
    sql_query(format!(
        "WITH {WRONG} SELECT funding_source_id, regency_id, \
           coalesce(sum(amount_idr) FILTER (WHERE becomes), 0)::bigint AS gained_idr, \
           coalesce(sum(amount_idr) FILTER (WHERE NOT becomes), 0)::bigint AS lost_idr \
         FROM wrong GROUP BY funding_source_id, regency_id ORDER BY funding_source_id, regency_id"
    ))
    .bind::<Array<SqlUuid>, _>(&looked.persons)
    .bind::<Array<SqlUuid>, _>(ids(sources))
    .bind::<Nullable<SqlUuid>, _>(looked.reconciliation_id)
    .load(conn)
    .await
}

/// Marks what has become excess of the sources that gain, and takes the mark from what is none any more of those that lose.
pub async fn mark_credit(
    conn: &mut AsyncPgConnection,
    looked: &Looked,
    (gaining, losing): (&[SourceKey], &[SourceKey]),
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let sources: Vec<SourceKey> = gaining.iter().chain(losing).copied().collect();
    sql_query(format!(
        "WITH {WRONG} UPDATE contribution_obligations AS o SET is_credit = w.becomes, version = o.version + 1, \
           updated_at = $4 \
         FROM wrong AS w WHERE o.person_id = w.person_id AND o.programme = w.programme AND o.month = w.month \
           AND o.regency_id = w.regency_id \
           AND w.funding_source_id = ANY (CASE WHEN w.becomes THEN $5 ELSE $6 END)"
    ))
    .bind::<Array<SqlUuid>, _>(&looked.persons)
    .bind::<Array<SqlUuid>, _>(ids(&sources))
    .bind::<Nullable<SqlUuid>, _>(looked.reconciliation_id)
    .bind::<Timestamptz, _>(now)
    .bind::<Array<SqlUuid>, _>(ids(gaining))
    .bind::<Array<SqlUuid>, _>(ids(losing))
    .execute(conn)
    .await
}

/// The people of these periods, each once.
pub async fn persons_of(conn: &mut AsyncPgConnection, periods: &[PeriodKey]) -> QueryResult<Vec<Uuid>> {
    coverages::table
        .filter(coverages::id.eq_any(ids(periods)))
        .filter(coverages::regency_id.eq_any(regencies(periods)))
        .select(coverages::person_id)
        .distinct()
        .load(conn)
        .await
}

/// The sources that owe or have paid months of these people, in any regency: what is owed now may be paid in another
/// transaction, so that whoever looks for excess locks both.
pub async fn paying_sources(
    conn: &mut AsyncPgConnection,
    persons: &[Uuid],
) -> QueryResult<BTreeSet<SourceKey>> {
    let statuses = [ObligationStatus::Due, ObligationStatus::Paid].map(ObligationStatus::as_str);
    let rows: Vec<SourceKey> = obligations::table
        .filter(obligations::person_id.eq_any(persons))
        .filter(obligations::status.eq_any(statuses))
        .select((obligations::funding_source_id, obligations::regency_id))
        .distinct()
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The sources that have a credit of months of these people.
pub async fn credited_sources(
    conn: &mut AsyncPgConnection,
    persons: &[Uuid],
) -> QueryResult<BTreeSet<SourceKey>> {
    let rows: Vec<SourceKey> = obligations::table
        .filter(obligations::person_id.eq_any(persons))
        .filter(obligations::is_credit)
        .select((obligations::funding_source_id, obligations::regency_id))
        .distinct()
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Of whom a file of the insurer says that they are dead.
pub async fn refused_as_dead(
    conn: &mut AsyncPgConnection,
    reconciliation_id: Uuid,
) -> QueryResult<Vec<Uuid>> {
    lines::table
        .filter(lines::reconciliation_id.eq(reconciliation_id))
        .filter(lines::refusal_reason.eq(RefusalReason::Deceased.as_str()))
        .select(lines::person_id)
        .distinct()
        .load(conn)
        .await
}
