//! Taking back a transfer that was recorded in error.

use diesel_async::AsyncPgConnection;
use serde_json::json;
use uuid::Uuid;

use super::super::model::PaymentRow;
use super::super::{queries, rules};
use super::moves;
use crate::access::caller::RegionScope;
use crate::cover::contributions::batches;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::obligations;
use crate::cover::contributions::obligations::service::Cause;
use crate::cover::contributions::statements;
use crate::cover::funding::budget::{self, Move, SourceKey};
use crate::cover::trail;
use crate::platform::changes::{Actor, Origin};
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// Takes back a transfer, as a person other than the one who recorded it, as long as the insurer has answered none of its
/// batches: they wait for their transfer again, and its money and the credit that it used count no longer. Its reference
/// can be recorded again, and a line of a bank's statement that confirmed it can confirm another one. It keeps which batches
/// it had covered. No close has read it: months are paid once the insurer has answered.
pub async fn void(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<PaymentRow, Problem> {
    let Actor::User(approver) = origin.actor else {
        return Err(Problem::new(Code::SecondPersonRequired));
    };
    let found = queries::find(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    // No statement confirms it meanwhile.
    statements::queries::lock(conn, found.regency_id).await?;
    let ids = queries::batches_of(conn, &found).await?;
    let sources = batches::queries::sources_of(conn, scope, &ids).await?;
    let locked = budget::lock(conn, &sources).await?;
    let covered = batches::service::lock_many(conn, scope, &ids).await?;
    let before = queries::lock(conn, &found).await?.ok_or_else(Problem::not_found)?;
    let confirmed = statements::queries::of_payments(conn, std::slice::from_ref(&before)).await?;
    let version = rules::version(before.version, before.is_void(), !confirmed.is_empty());
    held.check(version)?;
    if before.is_void() {
        return Err(Problem::invalid_state(Vec::<&'static str>::new()));
    }
    if before.recorded_by == Some(approver) {
        return Err(Problem::new(Code::SecondPersonRequired));
    }
    check_unanswered(&covered)?;
    batches::service::unpay(conn, origin, &covered, &reason).await?;
    let back =
        moves(&covered, before.credit_used_idr).into_iter().map(|(source, by)| (source, taken_back(by)));
    budget::apply(conn, &locked, &back.collect::<Vec<(SourceKey, Move)>>()).await?;
    statements::queries::release(conn, &before, trail::instant(origin)).await?;
    let after = PaymentRow {
        version: version + 1,
        voided_by: Some(approver),
        voided_at: Some(trail::instant(origin)),
        void_reason: Some(reason.clone()),
        voided_batches: Some(covered.iter().map(|batch| batch.id).collect()),
        ..before.clone()
    };
    queries::mark_void(conn, &after).await?;
    let told = json!(
        covered.iter().map(|batch| json!({ "id": batch.id, "number": batch.number })).collect::<Vec<_>>()
    );
    let shown = PaymentRow { version, ..before };
    trail::updated_telling(conn, origin, &shown, &after, "voided", Some(reason), ("batches", told)).await?;
    if after.credit_used_idr > 0 {
        obligations::service::follow_sources(conn, origin, &sources, Cause::CreditRestored).await?;
    }
    Ok(after)
}

fn taken_back(by: Move) -> Move {
    Move {
        committed_idr: -by.committed_idr,
        paid_idr: -by.paid_idr,
        credit_idr: -by.credit_idr,
        refunded_idr: -by.refunded_idr,
    }
}

fn check_unanswered(covered: &[BatchRow]) -> Result<(), Problem> {
    let answered: Vec<FieldError> =
        covered.iter().filter(|batch| batch.is_answered()).map(answered).collect();
    if answered.is_empty() { Ok(()) } else { Err(Problem::new(Code::Conflict).errors(answered)) }
}

fn answered(batch: &BatchRow) -> FieldError {
    let number = batch.number;
    let text = Text::new(
        format!("Kelompok iuran nomor {number} sudah dijawab BPJS. Tarik kembali jawabannya lebih dahulu."),
        format!("The insurer has answered batch number {number}. Reopen it first."),
    );
    FieldError::new("", "batch_answered", text)
}
