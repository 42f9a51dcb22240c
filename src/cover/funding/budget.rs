//! The guard of the budget: every sum that a source promises or transfers moves here, under its row lock.
//!
//! Locks go in one order for everybody: the turn at a death, warungs, periods and then their workers, claims, persons, sources,
//! batches, the ledger, closed months. Of each kind whoever needs several asks for them in the order of their ids, and for all
//! of them before the next kind: also who does the same for many people in one transaction.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::{Funded, SourceMoney};
use super::queries;
use crate::domain::Rupiah;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// Which source of which regency.
pub type SourceKey = (Uuid, i32);

/// How the sums of a source move.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Move {
    /// More or less owed by its periods.
    pub committed_idr: i64,
    /// More or less transferred.
    pub paid_idr: i64,
    /// More or less held by the insurer.
    pub credit_idr: i64,
    /// More that came back; less where that was recorded in error.
    pub refunded_idr: i64,
}

/// Sources, locked until the transaction ends, in the order of their ids.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    sources: &[SourceKey],
) -> Result<HashMap<SourceKey, Funded>, Problem> {
    let rows = queries::lock_many(conn, sources).await?;
    Ok(rows.into_iter().map(|(row, money)| ((row.id, row.regency_id), (row, money))).collect())
}

/// Moves the sums of locked sources. 409 `budget_exceeded` with what is free and what is needed where a budget does
/// not allow it.
pub async fn apply(
    conn: &mut AsyncPgConnection,
    locked: &HashMap<SourceKey, Funded>,
    moves: &[(SourceKey, Move)],
) -> Result<(), Problem> {
    for (key, by) in moves {
        let (row, money) =
            locked.get(key).ok_or_else(|| Problem::internal("a source moves money without its lock"))?;
        let after = moved(*money, *by).ok_or_else(|| Problem::internal("the sums of a source overflow"))?;
        if after.committed_idr > row.budget_idr {
            let free = money.free_of(row.budget_idr);
            return Err(exceeded("/funding_source_id", free, by.committed_idr));
        }
        if after.spent_idr() > row.budget_idr {
            let free = row.budget_idr.saturating_sub(money.spent_idr());
            return Err(exceeded("/amount_idr", free, by.paid_idr.saturating_sub(by.refunded_idr)));
        }
        queries::set_money(conn, *key, after).await?;
    }
    Ok(())
}

fn moved(money: SourceMoney, by: Move) -> Option<SourceMoney> {
    Some(SourceMoney {
        committed_idr: money.committed_idr.checked_add(by.committed_idr)?,
        paid_idr: money.paid_idr.checked_add(by.paid_idr)?,
        credit_idr: money.credit_idr.checked_add(by.credit_idr)?,
        refunded_idr: money.refunded_idr.checked_add(by.refunded_idr)?,
    })
}

/// More is needed than is free.
pub fn exceeded(pointer: &str, free_idr: i64, needed_idr: i64) -> Problem {
    let (free, needed) = (Rupiah::new(free_idr), Rupiah::new(needed_idr));
    let text = Text::new(
        format!("Tersedia {}, diperlukan {}.", free.indonesian(), needed.indonesian()),
        format!("{} is available, {} is needed.", free.english(), needed.english()),
    );
    Problem::new(Code::BudgetExceeded).detail(text.clone()).errors(vec![FieldError::new(
        pointer,
        "budget_exceeded",
        text,
    )])
}
