//! Months that a period cannot take because somebody else owes or has paid them: over all regencies, and therefore
//! without a scope. What comes back names months, never a regency.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Bool, Date, Integer, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{PeriodKey, ids, regencies};
use crate::platform::db::columns::AsFirstDay;

/// A month that somebody else owes or has paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct TakenMonth {
    /// The month.
    #[diesel(sql_type = Date)]
    pub month: AsFirstDay,
    /// Whether it is paid; else it is in a batch under way.
    #[diesel(sql_type = Bool)]
    pub is_paid: bool,
}

/// The months of these periods that other periods still owe, in any regency, or that another regency has paid. What the
/// same regency has paid stays paid and is not owed again. The caller holds the persons' locks.
///
/// Person by person (`OFFSET 0`): in the middle of a decree the planner knows nothing of the thousands of months that were made
/// a moment ago, and would read the whole ledger for each part.
pub async fn taken_elsewhere(
    conn: &mut AsyncPgConnection,
    periods: &[PeriodKey],
) -> QueryResult<Vec<TakenMonth>> {
    sql_query(
        "SELECT o.month, bool_or(o.status = 'paid') AS is_paid FROM unnest($1, $2) AS p (id, regency_id) \
         JOIN coverages AS c ON c.id = p.id AND c.regency_id = p.regency_id \
         CROSS JOIN LATERAL (SELECT o.* FROM contribution_obligations AS o \
           WHERE o.person_id = c.person_id AND o.programme = ANY (c.programmes) \
             AND o.month BETWEEN c.from_month AND c.last_month OFFSET 0) AS o \
         WHERE o.regency_id = c.regency_id AND o.status = 'due' AND o.coverage_id <> c.id \
           OR o.regency_id <> c.regency_id AND o.status IN ('due', 'paid') \
         GROUP BY o.month ORDER BY o.month LIMIT 20",
    )
    .bind::<Array<SqlUuid>, _>(ids(periods))
    .bind::<Array<Integer>, _>(regencies(periods))
    .load(conn)
    .await
}
