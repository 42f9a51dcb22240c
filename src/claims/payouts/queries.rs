//! Writing transfers; they are read as parts of their claim.

use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::PaymentRow;
use crate::platform::db::schema::claim_payments;

/// Writes a transfer. The database refuses a second one for the same beneficiary and a reference that was used.
pub async fn insert_payment(conn: &mut AsyncPgConnection, row: &PaymentRow) -> diesel::QueryResult<()> {
    diesel::insert_into(claim_payments::table).values(row).execute(conn).await.map(|_| ())
}
