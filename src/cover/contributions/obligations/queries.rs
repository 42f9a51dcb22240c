//! The statements of the ledger. Those that write go by sets of periods.

mod credit;
mod elsewhere;
mod late;
mod ledger;
mod merge;
mod repricing;
mod under_way;
mod unsettle;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use credit::{
    CreditChange, Looked, credit_changes, credited_persons, mark_credit, paying_sources, persons_of,
    sources_within,
};
pub use elsewhere::{TakenMonth, taken_elsewhere};
pub use late::{LateMonth, clear_correction, correct, paid_months};
pub use ledger::{Entry, LedgerFilter, Place, count, list, owner};
pub use merge::{Booked, Keys, booked, rekey, waive_doubles};
pub use repricing::{
    BatchRepricing, Concerned, Repricing, SourceRepricing, reprice, would_reprice, would_reprice_batches,
    would_reprice_concerned,
};
pub use under_way::under_way;
pub use unsettle::{Again, unsettle};

use super::rules::Term;
use crate::cover::funding::budget::SourceKey;
use crate::cover::rules::contributions::rules::Ask;
use crate::domain::{Day, MonthRange, Rupiah, Segment};
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::db::schema::{coverages, funding_sources, workers};

/// Which funded period of which regency.
pub type PeriodKey = (Uuid, i32);

/// What the months that periods really take are to be computed from; nothing for a period that takes none.
pub async fn asks(conn: &mut AsyncPgConnection, periods: &[PeriodKey]) -> QueryResult<Vec<(PeriodKey, Ask)>> {
    type Row = (PeriodKey, AsCodes, i64, AsFirstDay, AsFirstDay, AsText<Segment>, bool);
    let ids = periods.iter().map(|period| period.0);
    let rows: Vec<Row> = coverages::table
        .inner_join(
            workers::table
                .on(workers::id.eq(coverages::worker_id).and(workers::regency_id.eq(coverages::regency_id))),
        )
        .inner_join(
            funding_sources::table.on(funding_sources::id
                .eq(coverages::funding_source_id)
                .and(funding_sources::regency_id.eq(coverages::regency_id))),
        )
        .filter(coverages::id.eq_any(ids))
        .filter(coverages::regency_id.eq_any(periods.iter().map(|period| period.1)))
        .select((
            (coverages::id, coverages::regency_id),
            coverages::programmes,
            coverages::wage_base_idr,
            coverages::from_month,
            coverages::last_month,
            workers::segment,
            funding_sources::relief_eligible,
        ))
        .load(conn)
        .await?;
    let ask = |(key, programmes, wage_base, from, last, segment, relief_eligible): Row| {
        let months = MonthRange::new(from.0, last.0).ok()?;
        let wage_base = Rupiah::new(wage_base);
        Some((key, Ask { programmes: programmes.0, segment: segment.0, wage_base, relief_eligible, months }))
    };
    Ok(rows.into_iter().filter_map(ask).collect())
}

/// What periods owe, month by month, as columns: each period names a number, each number its months.
#[derive(Debug, Default)]
pub struct Terms {
    period_ids: Vec<Uuid>,
    period_regencies: Vec<i32>,
    period_numbers: Vec<i32>,
    numbers: Vec<i32>,
    programmes: Vec<&'static str>,
    months: Vec<Day>,
    rate_ids: Vec<Uuid>,
    reliefs: Vec<bool>,
    amounts: Vec<i64>,
}

impl Terms {
    /// Periods and the numbers of their terms.
    pub fn new(periods: impl Iterator<Item = (PeriodKey, usize)>) -> Self {
        let mut terms = Self::default();
        for ((id, regency_id), number) in periods {
            terms.period_ids.push(id);
            terms.period_regencies.push(regency_id);
            terms.period_numbers.push(small(number));
        }
        terms
    }

    /// The months of a number.
    pub fn push(&mut self, number: usize, months: &[Term]) {
        for term in months {
            self.numbers.push(small(number));
            self.programmes.push(term.programme.as_str());
            self.months.push(term.month.first_day());
            self.rate_ids.push(term.rate_id);
            self.reliefs.push(term.relief);
            self.amounts.push(term.amount.amount());
        }
    }
}

/// There are never more numbers than periods of one request.
fn small(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = SqlUuid)]
    funding_source_id: Uuid,
    #[diesel(sql_type = Integer)]
    regency_id: i32,
    #[diesel(sql_type = BigInt)]
    amount_idr: i64,
}

impl From<Sum> for (SourceKey, i64) {
    fn from(sum: Sum) -> Self {
        ((sum.funding_source_id, sum.regency_id), sum.amount_idr)
    }
}

/// Makes months due: new ones, and those that were waived. Gives what each source owes more.
pub async fn make_due(
    conn: &mut AsyncPgConnection,
    terms: &Terms,
    now: DateTime<Utc>,
) -> QueryResult<Vec<(SourceKey, i64)>> {
    let sums: Vec<Sum> = sql_query(
        "WITH made AS (\
           INSERT INTO contribution_obligations AS o (person_id, programme, month, regency_id, coverage_id, \
             worker_id, funding_source_id, rate_id, relief, wage_base_idr, amount_idr, status, version, \
             created_at, updated_at) \
           SELECT c.person_id, t.programme, t.month, c.regency_id, c.id, c.worker_id, c.funding_source_id, \
             t.rate_id, t.relief, c.wage_base_idr, t.amount_idr, 'due', 1, $10, $10 \
           FROM unnest($1, $2, $3) AS p (id, regency_id, number) \
           JOIN coverages AS c ON c.id = p.id AND c.regency_id = p.regency_id \
           JOIN unnest($4, $5, $6, $7, $8, $9) AS t (number, programme, month, rate_id, relief, amount_idr) \
             ON t.number = p.number \
           ORDER BY c.person_id, t.programme, t.month \
           ON CONFLICT ON CONSTRAINT contribution_obligations_person_programme_month_key DO UPDATE SET \
             coverage_id = excluded.coverage_id, worker_id = excluded.worker_id, \
             funding_source_id = excluded.funding_source_id, rate_id = excluded.rate_id, \
             relief = excluded.relief, wage_base_idr = excluded.wage_base_idr, \
             amount_idr = excluded.amount_idr, status = 'due', waived_reason = NULL, \
             version = o.version + 1, updated_at = excluded.updated_at \
             WHERE o.status = 'waived' \
           RETURNING o.funding_source_id, o.regency_id, o.amount_idr) \
         SELECT funding_source_id, regency_id, sum(amount_idr)::bigint AS amount_idr FROM made \
         GROUP BY funding_source_id, regency_id",
    )
    .bind::<Array<SqlUuid>, _>(&terms.period_ids)
    .bind::<Array<Integer>, _>(&terms.period_regencies)
    .bind::<Array<Integer>, _>(&terms.period_numbers)
    .bind::<Array<Integer>, _>(&terms.numbers)
    .bind::<Array<Text>, _>(&terms.programmes)
    .bind::<Array<Date>, _>(&terms.months)
    .bind::<Array<SqlUuid>, _>(&terms.rate_ids)
    .bind::<Array<Bool>, _>(&terms.reliefs)
    .bind::<Array<BigInt>, _>(&terms.amounts)
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?;
    Ok(sums.into_iter().map(Into::into).collect())
}

/// Waives what ended periods owe after their last month. Gives what each source owes less.
pub async fn waive_after_end(
    conn: &mut AsyncPgConnection,
    periods: &[PeriodKey],
    now: DateTime<Utc>,
) -> QueryResult<Vec<(SourceKey, i64)>> {
    let sums: Vec<Sum> = sql_query(
        "WITH waived AS (\
           UPDATE contribution_obligations AS o SET status = 'waived', waived_reason = c.end_reason, \
             version = o.version + 1, updated_at = $3 \
           FROM unnest($1, $2) AS p (id, regency_id) \
           JOIN coverages AS c ON c.id = p.id AND c.regency_id = p.regency_id \
           WHERE o.coverage_id = c.id AND o.regency_id = c.regency_id AND c.status = 'ended' \
             AND o.status = 'due' AND o.month > c.last_month \
             AND NOT EXISTS (SELECT FROM contribution_batch_lines AS l WHERE l.person_id = o.person_id \
               AND l.programme = o.programme AND l.month = o.month AND l.regency_id = o.regency_id AND l.is_open) \
           RETURNING o.funding_source_id, o.regency_id, o.amount_idr) \
         SELECT funding_source_id, regency_id, sum(amount_idr)::bigint AS amount_idr FROM waived \
         GROUP BY funding_source_id, regency_id",
    )
    .bind::<Array<SqlUuid>, _>(ids(periods))
    .bind::<Array<Integer>, _>(regencies(periods))
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?;
    Ok(sums.into_iter().map(Into::into).collect())
}

/// Marks the months as paid that the insurer accepted in a batch. Gives how many there are.
pub async fn settle(
    conn: &mut AsyncPgConnection,
    (batch_id, regency_id): (Uuid, i32),
    paid_on: Day,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    sql_query(
        "UPDATE contribution_obligations AS o SET status = 'paid', paid_on = $3, version = o.version + 1, \
           updated_at = $4 \
         FROM contribution_batch_lines AS l \
         WHERE l.batch_id = $1 AND l.regency_id = $2 AND l.status = 'accepted' AND o.person_id = l.person_id \
           AND o.programme = l.programme AND o.month = l.month AND o.regency_id = l.regency_id \
           AND o.status = 'due'",
    )
    .bind::<SqlUuid, _>(batch_id)
    .bind::<Integer, _>(regency_id)
    .bind::<Date, _>(paid_on)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = SqlUuid)]
    coverage_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    funding_source_id: Uuid,
}

/// The ended periods with months after their end that the source of a batch still owes and that the batch had under way. What
/// another source owes by now is not this batch's to waive, and that source's lock would come behind the batch's.
pub async fn ended_in_batch(
    conn: &mut AsyncPgConnection,
    (batch_id, regency_id): (Uuid, i32),
) -> QueryResult<Vec<(PeriodKey, SourceKey)>> {
    let ended: Vec<Ended> = sql_query(
        "SELECT DISTINCT o.coverage_id, o.funding_source_id FROM contribution_batch_lines AS l \
         JOIN contribution_obligations AS o ON o.person_id = l.person_id AND o.programme = l.programme \
           AND o.month = l.month AND o.regency_id = l.regency_id \
         JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
           AND b.funding_source_id = o.funding_source_id \
         JOIN coverages AS c ON c.id = o.coverage_id AND c.regency_id = o.regency_id \
         WHERE l.batch_id = $1 AND l.regency_id = $2 AND NOT l.is_open AND o.status = 'due' \
           AND c.status = 'ended' AND o.month > c.last_month",
    )
    .bind::<SqlUuid, _>(batch_id)
    .bind::<Integer, _>(regency_id)
    .load(conn)
    .await?;
    let key = |row: Ended| ((row.coverage_id, regency_id), (row.funding_source_id, regency_id));
    Ok(ended.into_iter().map(key).collect())
}

fn ids(periods: &[PeriodKey]) -> Vec<Uuid> {
    periods.iter().map(|period| period.0).collect()
}

fn regencies(periods: &[PeriodKey]) -> Vec<i32> {
    periods.iter().map(|period| period.1).collect()
}
