//! The ledger follows the funded periods: called by their room, in its transaction, under its locks.

mod credit;
mod merge;

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use credit::{Cause, credit_used, end, follow_death, follow_merge, follow_sources, hold, hold_people};
pub use merge::{Exchange, Holder, exchange, hold_books};

use super::queries::{self, Again, PeriodKey, TakenMonth, Terms};
use super::rules;
use crate::cover::funding::budget::{self, Move, SourceKey};
use crate::cover::rules::contributions::rules::Ask;
use crate::cover::rules::quotes;
use crate::cover::trail;
use crate::domain::{Day, Month, MonthRange};
use crate::platform::changes::Origin;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// Makes the months due that these approved periods take, at the rate of each month. Months that an earlier end
/// waived become due again; what the regency has paid already stays paid and is no credit any more. 409 `conflict` with
/// the months that another period has in a batch under way, in any regency, or that another regency has paid, and with
/// `credit_used` where the credit of paid months is gone; 409 `budget_exceeded` where a source cannot bear it. Of a reopened
/// period the months count that it takes again, after `after`: what became of the others is no question of it.
///
/// The caller holds the locks of the periods, and those of their persons, and has written them. Whoever locks one of their
/// sources before locks all of them with [`hold`]. Not so a plan, of whose people no month is due or paid yet.
pub async fn oblige(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    periods: &[(PeriodKey, SourceKey)],
    after: Option<Month>,
) -> Result<(), Problem> {
    let keys: Vec<PeriodKey> = periods.iter().map(|(period, _)| *period).collect();
    let locked = hold(conn, periods).await?;
    let asked = queries::asks(conn, &keys).await?;
    let asks: Vec<Ask> = asked.iter().map(|(_, ask)| *ask).collect();
    let Some(months) = span(&asks) else { return Ok(()) };
    let rates = quotes::service::rates(conn, months).await?;
    let (distinct, numbers) = rules::distinct(&asks);
    let mut terms = Terms::new(asked.iter().map(|(key, _)| *key).zip(numbers));
    for (number, ask) in distinct.iter().enumerate() {
        terms.push(number, &rules::terms(&rates, ask).map_err(quotes::service::problem)?);
    }
    let made = queries::make_due(conn, &terms, trail::instant(origin)).await?;
    let taken = queries::taken_elsewhere(conn, &keys).await?;
    if !taken.is_empty() {
        return Err(taken_already(&taken));
    }
    let moves =
        made.into_iter().map(|(source, sum)| (source, Move { committed_idr: sum, ..Move::default() }));
    budget::apply(conn, &locked, &moves.collect::<Vec<_>>()).await?;
    credit::take_months(conn, origin, &keys, after).await
}

/// Waives what is due after the end of these ended periods and in no batch under way; what is paid stays paid.
///
/// The caller holds the locks of the periods and has written them.
pub async fn waive(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    periods: &[(PeriodKey, SourceKey)],
) -> Result<(), Problem> {
    let (keys, sources): (Vec<PeriodKey>, Vec<SourceKey>) = periods.iter().copied().unzip();
    let locked = budget::lock(conn, &sources).await?;
    let waived = queries::waive_after_end(conn, &keys, trail::instant(origin)).await?;
    let mut moves: HashMap<SourceKey, Move> = HashMap::new();
    for (source, sum) in waived {
        moves.insert(source, Move { committed_idr: -sum, ..Move::default() });
    }
    budget::apply(conn, &locked, &moves.into_iter().collect::<Vec<_>>()).await
}

/// Marks as paid what a file of the insurer accepted of a batch, as a credit of the source where it is excess, and waives what
/// it refused after the end of its period. What was refused otherwise stays due, in its month. The caller holds the locks of
/// source and batch.
pub async fn settle(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (batch, source): ((Uuid, i32), SourceKey),
    reconciliation_id: Uuid,
    paid_on: Day,
) -> Result<(), Problem> {
    queries::settle(conn, batch, paid_on, trail::instant(origin)).await?;
    credit::follow_file(conn, origin, reconciliation_id, source).await?;
    waive_of_batch(conn, origin, batch).await
}

/// Makes due again what a file of the insurer settled that is taken back, and what was waived since the file refused it.
/// Gives what is owed more by it, and what is no credit any more, for which the caller moves the sums. The caller holds the
/// locks of persons, source and batch.
pub async fn unsettle(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (reconciliation_id, regency_id): (Uuid, i32),
) -> Result<Again, Problem> {
    Ok(queries::unsettle(conn, (reconciliation_id, regency_id), trail::instant(origin)).await?)
}

/// Waives what a batch no longer has under way and what lies after the end of its period. The caller holds the locks
/// of source and batch.
pub async fn waive_of_batch(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    batch: (Uuid, i32),
) -> Result<(), Problem> {
    let ended = queries::ended_in_batch(conn, batch).await?;
    waive(conn, origin, &ended).await
}

/// All months that any of these asks names.
fn span(asks: &[Ask]) -> Option<MonthRange> {
    let first: Option<Month> = asks.iter().map(|ask| ask.months.from()).min();
    let last: Option<Month> = asks.iter().map(|ask| ask.months.until()).max();
    MonthRange::new(first?, last?).ok()
}

/// Months of an earlier period are in a batch that has not come back from the insurer, or paid. Which regency has them is
/// nobody's business.
fn taken_already(months: &[TakenMonth]) -> Problem {
    let errors = months.iter().map(|taken| {
        let month = taken.month.0;
        if taken.is_paid {
            let text = Text::new(
                format!("Iuran {month} untuk orang ini sudah dibayar."),
                format!("The contribution of {month} is paid for this person already."),
            );
            return FieldError::new("/from_month", "month_paid", text);
        }
        let text = Text::new(
            format!("Iuran {month} dari periode lain masih berada dalam kelompok iuran yang berjalan."),
            format!("The contribution of {month} of another period is still in a batch under way."),
        );
        FieldError::new("/from_month", "month_in_batch", text)
    });
    Problem::new(Code::Conflict).errors(errors.collect())
}
