//! Writing transfers; they are read as parts of their claim.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::PaymentRow;
use super::rules::folded;
use crate::platform::db::schema::{claim_payments, claim_transfer_references as references};

/// Writes a transfer. The database refuses a second one for the same beneficiary and a reference that was used, as long as the
/// first was not taken back.
pub async fn insert_payment(conn: &mut AsyncPgConnection, row: &PaymentRow) -> QueryResult<()> {
    take_reference(conn, (row.id, row.regency_id), &row.transfer_reference).await?;
    diesel::insert_into(claim_payments::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes that a transfer was taken back; the service's role may write nothing else of it. The claim's lock is held.
pub async fn mark_void(conn: &mut AsyncPgConnection, row: &PaymentRow) -> QueryResult<()> {
    free_reference(conn, (row.id, row.regency_id), &row.transfer_reference).await?;
    diesel::update(claim_payments::table.find((row.id, row.regency_id)))
        .set((
            claim_payments::voided_by.eq(row.voided_by),
            claim_payments::voided_at.eq(row.voided_at),
            claim_payments::void_reason.eq(row.void_reason.as_ref()),
        ))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Takes a reference for a payment of a claim or a scholarship. The database refuses one that was taken in the regency, whatever
/// it was paid for, and waits for whoever is about to take it.
pub async fn take_reference(
    conn: &mut AsyncPgConnection,
    (payment_id, regency_id): (Uuid, i32),
    reference: &str,
) -> QueryResult<()> {
    let taken = (
        references::regency_id.eq(regency_id),
        references::reference.eq(folded(reference)),
        references::payment_id.eq(payment_id),
    );
    diesel::insert_into(references::table).values(taken).execute(conn).await.map(|_| ())
}

/// Frees the reference of a payment that is taken back.
pub async fn free_reference(
    conn: &mut AsyncPgConnection,
    (payment_id, regency_id): (Uuid, i32),
    reference: &str,
) -> QueryResult<()> {
    let taken =
        references::table.find((regency_id, folded(reference))).filter(references::payment_id.eq(payment_id));
    diesel::delete(taken).execute(conn).await.map(|_| ())
}
