//! Excess months: what the insurer took and no period takes any more, or what lies after a death. Which months are excess
//! follows from facts that come in any order and from several rooms; the mark on a month says that its source has its money
//! back as a credit.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::rules::{Bounds, ObligationStatus};
use super::{PeriodKey, ids, regencies};
use crate::cover::deaths::TELLS_DEATH;
use crate::cover::funding::budget::SourceKey;
use crate::domain::{Day, Month};
use crate::platform::db::schema::{contribution_obligations as obligations, coverages};

/// Which paid months are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// All of these people.
    Persons(Vec<Uuid>),
    /// Those that a file of the insurer accepted.
    File(Uuid),
    /// Those that these periods take in their regency, after a month where one is given.
    Taken(Vec<PeriodKey>, Option<Month>),
}

impl Looked {
    fn ids(&self) -> Vec<Uuid> {
        match self {
            Self::Persons(persons) => persons.clone(),
            Self::File(file) => vec![*file],
            Self::Taken(periods, _) => ids(periods),
        }
    }

    fn after(&self) -> Option<Day> {
        match self {
            Self::Taken(_, after) => after.map(Month::first_day),
            Self::Persons(_) | Self::File(_) => None,
        }
    }

    /// Where the months `o` come from. $1 people, a file or periods.
    const fn rows(&self) -> &'static str {
        match self {
            Self::Persons(_) => "contribution_obligations AS o WHERE o.person_id = ANY ($1)",
            Self::File(_) => {
                "contribution_batch_lines AS l \
                 JOIN contribution_obligations AS o ON o.person_id = l.person_id AND o.programme = l.programme \
                   AND o.month = l.month AND o.regency_id = l.regency_id \
                 WHERE l.reconciliation_id = ANY ($1) AND l.status = 'accepted'"
            }
            Self::Taken(..) => {
                "coverages AS p \
                 JOIN contribution_obligations AS o ON o.person_id = p.person_id AND o.regency_id = p.regency_id \
                   AND o.programme = ANY (p.programmes) AND o.month BETWEEN p.from_month AND p.last_month \
                 WHERE p.id = ANY ($1)"
            }
        }
    }

    /// The months whose mark is wrong, as `wrong`. $2 sources, $3 the month after which they lie. A death is known from the
    /// register or from a claim past its draft, of any regency; where they differ the last day counts, as in standings and
    /// closes. That the insurer refused a month because of a death says nothing of other months: it is a word on that line, and
    /// can be taken back with its file. Who believes it ends the period.
    fn wrong(&self) -> String {
        let rows = self.rows();
        format!(
            "asked AS MATERIALIZED (\
               SELECT DISTINCT o.person_id, o.programme, o.month, o.regency_id, o.funding_source_id, o.amount_idr, \
                 o.is_credit \
               FROM {rows} AND o.funding_source_id = ANY ($2) AND o.status = 'paid' AND ($3 IS NULL OR o.month > $3)), \
             people AS MATERIALIZED (SELECT DISTINCT person_id FROM asked), \
             dead AS MATERIALIZED (\
               SELECT t.person_id, max(t.day) AS died_on FROM (\
                 SELECT w.person_id, w.status_on AS day FROM people AS p JOIN workers AS w ON w.person_id = p.person_id \
                 WHERE w.status = 'inactive' AND w.status_reason = 'deceased' \
                 UNION ALL \
                 SELECT k.person_id, coalesce(k.died_on, k.event_on) FROM people AS p \
                 JOIN claims AS k ON k.person_id = p.person_id \
                 WHERE {TELLS_DEATH}) AS t GROUP BY t.person_id), \
             wrong AS MATERIALIZED (\
               SELECT a.*, NOT a.is_credit AS becomes FROM asked AS a LEFT JOIN dead AS d ON d.person_id = a.person_id \
               WHERE a.is_credit <> (coalesce(a.month > d.died_on, false) OR NOT EXISTS (\
                 SELECT FROM coverages AS c WHERE c.person_id = a.person_id AND c.regency_id = a.regency_id \
                   AND c.status IN ('approved', 'active', 'ended') AND a.programme = ANY (c.programmes) \
                   AND a.month BETWEEN c.from_month AND c.last_month)))"
        )
    }
}

/// What of a source's paid months is excess and was not, and what of its excess is none any more.
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

/// What is to change of these locked sources by the facts as they are.
pub async fn credit_changes(
    conn: &mut AsyncPgConnection,
    looked: &Looked,
    sources: &[SourceKey],
) -> QueryResult<Vec<CreditChange>> {
    let wrong = looked.wrong();
    sql_query(format!(
        "WITH {wrong} SELECT funding_source_id, regency_id, \
           coalesce(sum(amount_idr) FILTER (WHERE becomes), 0)::bigint AS gained_idr, \
           coalesce(sum(amount_idr) FILTER (WHERE NOT becomes), 0)::bigint AS lost_idr \
         FROM wrong GROUP BY funding_source_id, regency_id ORDER BY funding_source_id, regency_id"
    ))
    .bind::<Array<SqlUuid>, _>(looked.ids())
    .bind::<Array<SqlUuid>, _>(ids(sources))
    .bind::<Nullable<Date>, _>(looked.after())
    .load(conn)
    .await
}

/// Marks what has become excess, and takes the mark from what is none any more, month by month from the earliest on as far
/// as the sums of each source bear it. Gives what was written.
pub async fn mark_credit(
    conn: &mut AsyncPgConnection,
    looked: &Looked,
    bounds: &[(SourceKey, Bounds)],
    now: DateTime<Utc>,
) -> QueryResult<Vec<CreditChange>> {
    let wrong = looked.wrong();
    let sources: Vec<SourceKey> = bounds.iter().map(|(source, _)| *source).collect();
    sql_query(format!(
        "WITH {wrong}, reached AS MATERIALIZED (\
           SELECT w.*, sum(w.amount_idr) OVER (PARTITION BY w.funding_source_id, w.regency_id, w.becomes \
             ORDER BY w.month, w.person_id, w.programme) AS sum_idr FROM wrong AS w), \
         marked AS (\
           UPDATE contribution_obligations AS o SET is_credit = r.becomes, version = o.version + 1, updated_at = $4 \
           FROM reached AS r \
           JOIN unnest($5, $6, $7, $8) AS m (id, regency_id, gained_max_idr, lost_max_idr) \
             ON m.id = r.funding_source_id AND m.regency_id = r.regency_id \
           WHERE o.person_id = r.person_id AND o.programme = r.programme AND o.month = r.month \
             AND o.regency_id = r.regency_id \
             AND r.sum_idr <= CASE WHEN r.becomes THEN m.gained_max_idr ELSE m.lost_max_idr END \
           RETURNING o.funding_source_id, o.regency_id, o.amount_idr, o.is_credit) \
         SELECT funding_source_id, regency_id, \
           coalesce(sum(amount_idr) FILTER (WHERE is_credit), 0)::bigint AS gained_idr, \
           coalesce(sum(amount_idr) FILTER (WHERE NOT is_credit), 0)::bigint AS lost_idr \
         FROM marked GROUP BY funding_source_id, regency_id ORDER BY funding_source_id, regency_id"
    ))
    .bind::<Array<SqlUuid>, _>(looked.ids())
    .bind::<Array<SqlUuid>, _>(ids(&sources))
    .bind::<Nullable<Date>, _>(looked.after())
    .bind::<Timestamptz, _>(now)
    .bind::<Array<SqlUuid>, _>(ids(&sources))
    .bind::<Array<Integer>, _>(regencies(&sources))
    .bind::<Array<BigInt>, _>(bounds.iter().map(|(_, bound)| bound.gained_max_idr).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(bounds.iter().map(|(_, bound)| bound.lost_max_idr).collect::<Vec<_>>())
    .load(conn)
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

/// The people of whom locked sources have a credit.
pub async fn credited_persons(conn: &mut AsyncPgConnection, sources: &[SourceKey]) -> QueryResult<Vec<Uuid>> {
    obligations::table
        .filter(obligations::funding_source_id.eq_any(ids(sources)))
        .filter(obligations::regency_id.eq_any(regencies(sources)))
        .filter(obligations::is_credit)
        .select(obligations::person_id)
        .distinct()
        .load(conn)
        .await
}

#[derive(QueryableByName)]
struct Source {
    #[diesel(sql_type = SqlUuid)]
    funding_source_id: Uuid,
    #[diesel(sql_type = Integer)]
    regency_id: i32,
}

/// The sources of the same regency that owe or have paid months within these periods, whether those are approved or not;
/// on request only those that have a credit of them. Person by person, as in `taken_elsewhere`.
pub async fn sources_within(
    conn: &mut AsyncPgConnection,
    periods: &[PeriodKey],
    only_credited: bool,
) -> QueryResult<Vec<SourceKey>> {
    let rows: Vec<Source> = sql_query(
        "SELECT DISTINCT o.funding_source_id, o.regency_id FROM unnest($1, $2) AS p (id, regency_id) \
         JOIN coverages AS c ON c.id = p.id AND c.regency_id = p.regency_id \
         CROSS JOIN LATERAL (SELECT o.funding_source_id, o.regency_id FROM contribution_obligations AS o \
           WHERE o.person_id = c.person_id AND o.regency_id = c.regency_id AND o.programme = ANY (c.programmes) \
             AND o.month BETWEEN c.from_month AND c.until_month AND o.status IN ('due', 'paid') \
             AND (o.is_credit OR NOT $3) OFFSET 0) AS o",
    )
    .bind::<Array<SqlUuid>, _>(ids(periods))
    .bind::<Array<Integer>, _>(regencies(periods))
    .bind::<Bool, _>(only_credited)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.funding_source_id, row.regency_id)).collect())
}
