//! Reading a statement and confirming what it names.

mod reading;

use std::collections::HashMap;

use chrono::Days;
use diesel_async::AsyncPgConnection;
use serde_json::json;
use uuid::Uuid;

pub use reading::{Statement, read};

use super::queries::{self, ConfirmationRow};
use super::rules::{self, StatementLine, UnmatchedReason};
use crate::cover::contributions::payments::model::PaymentRow;
use crate::cover::trail;
use crate::domain::Day;
use crate::platform::changes::{self, Change, Origin};
use crate::platform::http::Problem;

/// How many transfers a statement is held against: far more than a regency makes in any statement's time.
const TRANSFERS_MAX: i64 = 5_000;

/// How many days further transfers are looked for, only to say that a line is too far from its own.
const LOOK_AROUND_DAYS: i64 = 31;

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Lines that confirm a transfer now.
    pub confirmed: Vec<(StatementLine, Uuid)>,
    /// Lines that did so before.
    pub confirmed_before: Vec<(StatementLine, Uuid)>,
    /// Lines that confirm nothing.
    pub unmatched: Vec<(StatementLine, UnmatchedReason)>,
    /// Transfers about these days that no line confirms: id, day, amount, reference.
    pub missing: Vec<(Uuid, Day, i64, String)>,
}

/// Confirms the transfers that a statement names: each line one at most, each transfer once. The same statement again
/// changes nothing.
pub async fn confirm(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    regency_id: i32,
    statement: &Statement,
    days: i64,
) -> Result<Outcome, Problem> {
    queries::lock(conn, regency_id).await?;
    let digests: Vec<&[u8]> = statement.lines.iter().map(|line| line.digest.as_slice()).collect();
    let before: HashMap<Vec<u8>, Uuid> = queries::of_lines(conn, regency_id, &digests)
        .await?
        .into_iter()
        .map(|row| (row.line_digest, row.payment_id))
        .collect();
    let (known, open): (Vec<_>, Vec<_>) =
        statement.lines.iter().cloned().partition(|line| before.contains_key(&line.digest));
    let transfers = match span(&statement.lines, days + LOOK_AROUND_DAYS) {
        Some(span) => queries::unconfirmed(conn, regency_id, span, TRANSFERS_MAX).await?,
        None => Vec::new(),
    };
    let own_days = span(&statement.lines, days);
    let candidates: Vec<_> = transfers.iter().map(|(transfer, _)| transfer.clone()).collect();
    let verdicts = rules::matches(&open, &candidates, days);
    let mut outcome = Outcome {
        confirmed: Vec::new(),
        confirmed_before: known
            .into_iter()
            .filter_map(|line| before.get(&line.digest).map(|payment| (line.clone(), *payment)))
            .collect(),
        unmatched: Vec::new(),
        missing: Vec::new(),
    };
    for (line, verdict) in open.into_iter().zip(verdicts) {
        match verdict {
            Ok(payment) => outcome.confirmed.push((line, payment)),
            Err(reason) => outcome.unmatched.push((line, reason)),
        }
    }
    write(conn, origin, regency_id, statement, &outcome.confirmed).await?;
    let is_confirmed = |id: Uuid| outcome.confirmed.iter().any(|(_, payment)| *payment == id);
    let is_expected = |day: Day| own_days.is_some_and(|(from, until)| from <= day && day <= until);
    outcome.missing = transfers
        .into_iter()
        .filter(|(transfer, _)| !is_confirmed(transfer.id) && is_expected(transfer.paid_on))
        .map(|(transfer, reference)| (transfer.id, transfer.paid_on, transfer.amount_idr, reference))
        .collect();
    Ok(outcome)
}

async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    regency_id: i32,
    statement: &Statement,
    confirmed: &[(StatementLine, Uuid)],
) -> Result<(), Problem> {
    let row = |(line, payment_id): &(StatementLine, Uuid)| ConfirmationRow {
        payment_id: *payment_id,
        regency_id,
        booked_on: line.booked_on,
        amount_idr: line.amount_idr,
        statement_digest: statement.digest.clone(),
        line_number: line.number,
        line_digest: line.digest.clone(),
        confirmed_by: origin.actor.id(),
        created_at: trail::instant(origin),
    };
    let rows: Vec<ConfirmationRow> = confirmed.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    queries::insert(conn, &rows).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.payment_id).collect();
    let payments = queries::payments(conn, regency_id, &ids).await?;
    let changes = payments.iter().filter_map(|payment| {
        let row = rows.iter().find(|row| row.payment_id == payment.id)?;
        Some(change(payment, row))
    });
    let changes = changes.collect::<Result<Vec<_>, _>>().map_err(Problem::internal)?;
    Ok(changes::record(conn, origin, &changes).await?)
}

/// A transfer never changes; that the bank has confirmed it is its second version.
fn change(payment: &PaymentRow, row: &ConfirmationRow) -> Result<Change, serde_json::Error> {
    let after = PaymentRow { version: payment.version + 1, ..payment.clone() };
    let change = Change::updated(payment, &after, "confirmed_by_bank", None)?;
    let mut told = change.after.clone();
    if let Some(members) = told.as_mut().and_then(|value| value.as_object_mut()) {
        members.insert("booked_on".to_owned(), json!(row.booked_on));
    }
    Ok(Change { after: told, ..change })
}

/// The days about which transfers are looked for.
fn span(lines: &[StatementLine], days: i64) -> Option<(Day, Day)> {
    let days = Days::new(u64::try_from(days).ok()?);
    let first = lines.iter().map(|line| line.booked_on).min()?;
    let last = lines.iter().map(|line| line.booked_on).max()?;
    Some((first.checked_sub_days(days)?, last.checked_add_days(days)?))
}
