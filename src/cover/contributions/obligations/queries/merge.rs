//! The months of people whose registrations become one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::rules::ObligationStatus;
use super::Sum;
use crate::cover::funding::budget::SourceKey;
use crate::domain::{Day, Programme};
use crate::platform::db::columns::{AsFirstDay, AsText};

/// A month of somebody's ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Booked {
    /// Whose.
    #[diesel(sql_type = SqlUuid)]
    pub person_id: Uuid,
    /// The regency that owes it.
    #[diesel(sql_type = Integer)]
    pub regency_id: i32,
    /// The programme.
    #[diesel(sql_type = Text)]
    pub programme: AsText<Programme>,
    /// The month.
    #[diesel(sql_type = Date)]
    pub month: AsFirstDay,
    /// How far it has come.
    #[diesel(sql_type = Text)]
    pub status: AsText<ObligationStatus>,
    /// The funded period behind it.
    #[diesel(sql_type = SqlUuid)]
    pub coverage_id: Uuid,
    /// Whether it is in a batch on its way.
    #[diesel(sql_type = Bool)]
    pub is_under_way: bool,
}

/// All months of these people, over all regencies.
pub async fn booked(conn: &mut AsyncPgConnection, persons: &[Uuid]) -> QueryResult<Vec<Booked>> {
    sql_query(
        "SELECT o.person_id, o.regency_id, o.programme, o.month, o.status, o.coverage_id, \
           EXISTS (SELECT FROM contribution_batch_lines AS l WHERE l.person_id = o.person_id \
             AND l.programme = o.programme AND l.month = o.month AND l.regency_id = o.regency_id AND l.is_open) \
             AS is_under_way \
         FROM contribution_obligations AS o WHERE o.person_id = ANY ($1) ORDER BY o.month, o.programme, o.person_id",
    )
    .bind::<Array<SqlUuid>, _>(persons)
    .load(conn)
    .await
}

/// Months of one person, by programme and month.
#[derive(Debug, Clone, Copy)]
pub struct Keys<'a> {
    /// The person.
    pub person_id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// The months.
    pub months: &'a [(Programme, Day)],
}

impl Keys<'_> {
    fn programmes(&self) -> Vec<&'static str> {
        self.months.iter().map(|(programme, _)| programme.as_str()).collect()
    }

    fn days(&self) -> Vec<Day> {
        self.months.iter().map(|(_, month)| *month).collect()
    }
}

/// Writes months, with all attempts to settle them, under another person; and under that person's registration, where one is
/// given. In one statement, since neither stands without the other.
pub async fn rekey(
    conn: &mut AsyncPgConnection,
    keys: Keys<'_>,
    (person_id, worker_id): (Uuid, Option<Uuid>),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    sql_query(
        "WITH keys AS (SELECT * FROM unnest($3, $4) AS k (programme, month)), \
         lines AS (\
           UPDATE contribution_batch_lines AS l SET person_id = $5, worker_id = coalesce($6, l.worker_id) FROM keys AS k \
           WHERE l.person_id = $1 AND l.regency_id = $2 AND l.programme = k.programme AND l.month = k.month) \
         UPDATE contribution_obligations AS o SET person_id = $5, worker_id = coalesce($6, o.worker_id), \
           version = o.version + 1, updated_at = $7 \
         FROM keys AS k \
         WHERE o.person_id = $1 AND o.regency_id = $2 AND o.programme = k.programme AND o.month = k.month",
    )
    .bind::<SqlUuid, _>(keys.person_id)
    .bind::<Integer, _>(keys.regency_id)
    .bind::<Array<Text>, _>(keys.programmes())
    .bind::<Array<Date>, _>(keys.days())
    .bind::<SqlUuid, _>(person_id)
    .bind::<Nullable<SqlUuid>, _>(worker_id)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
    .map(|_| ())
}

/// Waives months that are due and that another period pays for. Gives what each source owes less.
pub async fn waive_doubles(
    conn: &mut AsyncPgConnection,
    keys: Keys<'_>,
    now: DateTime<Utc>,
) -> QueryResult<Vec<(SourceKey, i64)>> {
    let sums: Vec<Sum> = sql_query(
        "WITH waived AS (\
           UPDATE contribution_obligations AS o SET status = 'waived', waived_reason = 'double_funding', \
             version = o.version + 1, updated_at = $5 \
           FROM unnest($3, $4) AS k (programme, month) \
           WHERE o.person_id = $1 AND o.regency_id = $2 AND o.programme = k.programme AND o.month = k.month \
             AND o.status = 'due' \
           RETURNING o.funding_source_id, o.regency_id, o.amount_idr) \
         SELECT funding_source_id, regency_id, sum(amount_idr)::bigint AS amount_idr FROM waived \
         GROUP BY funding_source_id, regency_id",
    )
    .bind::<SqlUuid, _>(keys.person_id)
    .bind::<Integer, _>(keys.regency_id)
    .bind::<Array<Text>, _>(keys.programmes())
    .bind::<Array<Date>, _>(keys.days())
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?;
    Ok(sums.into_iter().map(Into::into).collect())
}
