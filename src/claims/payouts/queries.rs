//! Writing transfers; they are read as parts of their claim.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::PaymentRow;
use crate::platform::db::schema::claim_payments;

/// Writes a transfer. The database refuses a second one for the same beneficiary and a reference that was used, as long as the
/// first was not taken back.
pub async fn insert_payment(conn: &mut AsyncPgConnection, row: &PaymentRow) -> QueryResult<()> {
    diesel::insert_into(claim_payments::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes that a transfer was taken back; the service's role may write nothing else of it. The claim's lock is held.
pub async fn mark_void(conn: &mut AsyncPgConnection, row: &PaymentRow) -> QueryResult<()> {
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
