//! Recording what the insurer gave back.

use diesel_async::AsyncPgConnection;
use serde_json::json;
use uuid::Uuid;

use super::model::RefundRow;
use super::queries;
use crate::access::caller::RegionScope;
use crate::cover::contributions::payments::service::credit_not_held;
use crate::cover::funding::budget::{self, Move};
use crate::cover::funding::model::{Funded, SourceMoney};
use crate::cover::funding::rules::Action;
use crate::cover::funding::service::advance;
use crate::cover::{funding, trail};
use crate::domain::{Day, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::http::{IfMatch, Problem};

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

/// Records a refund of what the insurer held of a source: no more than that, and each reference of the bank once.
pub async fn record(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    source_id: Uuid,
    held: &IfMatch,
    new: NewRefund,
) -> Result<(RefundRow, Funded), Problem> {
    let found = match scope.whole_regencies() {
        true => funding::queries::lock(conn, scope, source_id).await?,
        false => None,
    };
    let (before, money) = found.ok_or_else(Problem::not_found)?;
    held.check(before.version)?;
    let key = (before.id, before.regency_id);
    let locked = budget::lock(conn, &[key]).await?;
    let amount_idr = new.amount.amount();
    if amount_idr > money.credit_idr {
        return Err(credit_not_held("/amount_idr", money.credit_idr));
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
    };
    queries::insert(conn, &row).await?;
    let back = Move { credit_idr: -amount_idr, refunded_idr: amount_idr, ..Move::default() };
    budget::apply(conn, &locked, &[(key, back)]).await?;
    let told = json!({
        "id": row.id,
        "amount_idr": row.amount_idr,
        "refunded_on": row.refunded_on,
        "bank_reference": row.bank_reference,
    });
    let reason = Some(row.reason.clone());
    let source = advance(conn, origin, before, Action::RecordRefund, reason, ("refund", told)).await?;
    let money = SourceMoney {
        credit_idr: money.credit_idr - amount_idr,
        refunded_idr: money.refunded_idr + amount_idr,
        ..money
    };
    Ok((row, (source, money)))
}
