//! Recording what the insurer gave back, and taking such a record back.

use chrono::Datelike as _;
use diesel_async::AsyncPgConnection;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::RefundRow;
use super::queries;
use crate::access::caller::RegionScope;
use crate::cover::contributions::obligations;
use crate::cover::contributions::obligations::service::Cause;
use crate::cover::contributions::payments::service::credit_not_held;
use crate::cover::funding::budget::{self, Move};
use crate::cover::funding::model::{Funded, SourceMoney};
use crate::cover::funding::rules::Action;
use crate::cover::funding::service::{advance, possible};
use crate::cover::{funding, trail};
use crate::domain::{Day, Rupiah};
use crate::platform::changes::{Actor, Origin};
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// A refund to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRefund {
    /// Its id.
    pub id: Uuid,
    /// How much came back.
    pub amount: Rupiah,
    /// The day.
    pub refunded_on: Day,
    /// The bank's reference.
    pub bank_reference: String,
    /// Why it came back.
    pub reason: String,
}

/// Records a refund of what the insurer held of a source: no more than that by what is known now, not before the year of the
/// source, and each reference of the bank once.
pub async fn record(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    source_id: Uuid,
    held: &IfMatch,
    new: NewRefund,
) -> Result<(RefundRow, Funded), Problem> {
    let (found, _) = lock(conn, scope, source_id).await?;
    held.check(found.version)?;
    check_day(new.refunded_on, found.fiscal_year)?;
    let key = (found.id, found.regency_id);
    let false_credit = obligations::service::follow_sources(conn, origin, &[key], Cause::CreditAsked).await?;
    let locked = budget::lock(conn, &[key]).await?;
    let (before, money) = locked.get(&key).cloned().ok_or_else(Problem::not_found)?;
    let amount_idr = new.amount.amount();
    let false_idr = false_credit.get(&key).copied().unwrap_or_default();
    let held_idr = money.credit_idr.saturating_sub(false_idr).max(0);
    if amount_idr > held_idr {
        return Err(credit_not_held("/amount_idr", held_idr).allowing(possible(&before)));
    }
    let row = RefundRow {
        id: new.id,
        regency_id: before.regency_id,
        funding_source_id: before.id,
        amount_idr,
        refunded_on: new.refunded_on,
        bank_reference: new.bank_reference,
        reason: new.reason,
        recorded_by: origin.actor.id(),
        created_at: trail::instant(origin),
        voided_by: None,
        voided_at: None,
        void_reason: None,
    };
    queries::insert(conn, &row).await?;
    let back = Move { credit_idr: -amount_idr, refunded_idr: amount_idr, ..Move::default() };
    budget::apply(conn, &locked, &[(key, back)]).await?;
    let reason = Some(row.reason.clone());
    let source = advance(conn, origin, before, Action::RecordRefund, reason, ("refund", told(&row))).await?;
    let money = SourceMoney {
        credit_idr: money.credit_idr - amount_idr,
        refunded_idr: money.refunded_idr + amount_idr,
        ..money
    };
    Ok((row, (source, money)))
}

/// Takes back a refund, as a person other than the one who recorded it: the insurer holds its money as a credit of the source
/// again, and the budget has it no longer. 409 `budget_exceeded` where that was transferred again meanwhile. The reference
/// can be recorded again.
pub async fn void(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    (source_id, id): (Uuid, Uuid),
    held: &IfMatch,
    reason: String,
) -> Result<(RefundRow, Funded), Problem> {
    let Actor::User(approver) = origin.actor else {
        return Err(Problem::new(Code::SecondPersonRequired));
    };
    let (before, _) = lock(conn, scope, source_id).await?;
    let key = (before.id, before.regency_id);
    let found = queries::find(conn, key, id).await?.ok_or_else(Problem::not_found)?;
    held.check(before.version)?;
    if found.is_void() {
        return Err(Problem::invalid_state(Vec::<&'static str>::new()));
    }
    if found.recorded_by == Some(approver) {
        return Err(Problem::new(Code::SecondPersonRequired));
    }
    let locked = budget::lock(conn, &[key]).await?;
    let amount_idr = found.amount_idr;
    let back = Move { credit_idr: amount_idr, refunded_idr: -amount_idr, ..Move::default() };
    budget::apply(conn, &locked, &[(key, back)]).await?;
    let row = RefundRow {
        voided_by: Some(approver),
        voided_at: Some(trail::instant(origin)),
        void_reason: Some(reason.clone()),
        ..found
    };
    queries::mark_void(conn, &row).await?;
    advance(conn, origin, before, Action::VoidRefund, Some(reason), ("refund", told(&row))).await?;
    obligations::service::follow_sources(conn, origin, &[key], Cause::CreditRestored).await?;
    let mut after = budget::lock(conn, &[key]).await?;
    Ok((row, after.remove(&key).ok_or_else(Problem::not_found)?))
}

async fn lock(conn: &mut AsyncPgConnection, scope: &RegionScope, id: Uuid) -> Result<Funded, Problem> {
    let found = match scope.whole_regencies() {
        true => funding::queries::lock(conn, scope, id).await?,
        false => None,
    };
    found.ok_or_else(Problem::not_found)
}

/// What the history of the source says of a refund.
fn told(row: &RefundRow) -> Value {
    json!({
        "id": row.id,
        "amount_idr": row.amount_idr,
        "refunded_on": row.refunded_on,
        "bank_reference": row.bank_reference,
    })
}

/// What was not transferred yet did not come back: no money of a year leaves before that year.
fn check_day(refunded_on: Day, fiscal_year: i32) -> Result<(), Problem> {
    if refunded_on.year() >= fiscal_year {
        return Ok(());
    }
    Err(Problem::invalid_field(FieldError::new(
        "/refunded_on",
        "before_fiscal_year",
        Text::new(
            format!("Uang tahun anggaran {fiscal_year} tidak kembali sebelum tahun itu."),
            format!("Money of the fiscal year {fiscal_year} does not come back before that year."),
        ),
    )))
}
