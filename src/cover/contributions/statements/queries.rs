//! The statements of what banks confirm.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::rules::{Unconfirmed, plain};
use crate::cover::contributions::payments::model::PaymentRow;
use crate::domain::Day;
use crate::platform::db::schema::{
    contribution_payment_confirmations as confirmations, contribution_payments as payments,
};

/// A transfer that a line confirms.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = confirmations, check_for_backend(diesel::pg::Pg))]
pub struct ConfirmationRow {
    /// The transfer.
    pub payment_id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// The day on which the bank booked it.
    pub booked_on: Day,
    /// How much.
    pub amount_idr: i64,
    /// The file.
    pub statement_digest: Vec<u8>,
    /// The line in it.
    pub line_number: i32,
    /// Tells the line from all others.
    pub line_digest: Vec<u8>,
    /// Who sent the statement.
    pub confirmed_by: Option<Uuid>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Tells these locks from others with the regency's number. Arbitrary and never reused.
const LOCK: i32 = 0x62_61_6e_6b;

/// One statement of a regency at a time, until the transaction ends.
pub async fn lock(conn: &mut AsyncPgConnection, regency_id: i32) -> QueryResult<()> {
    sql_query("SELECT pg_advisory_xact_lock($1, $2)")
        .bind::<Integer, _>(LOCK)
        .bind::<Integer, _>(regency_id)
        .execute(conn)
        .await
        .map(|_| ())
}

/// What these lines have confirmed already.
pub async fn of_lines(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    digests: &[&[u8]],
) -> QueryResult<Vec<ConfirmationRow>> {
    confirmations::table
        .filter(confirmations::regency_id.eq(regency_id))
        .filter(confirmations::line_digest.eq_any(digests))
        .filter(confirmations::released_at.is_null())
        .select(ConfirmationRow::as_select())
        .load(conn)
        .await
}

/// What banks have confirmed of these transfers.
pub async fn of_payments(
    conn: &mut AsyncPgConnection,
    of: &[PaymentRow],
) -> QueryResult<Vec<ConfirmationRow>> {
    confirmations::table
        .filter(confirmations::payment_id.eq_any(of.iter().map(|payment| payment.id)))
        .filter(confirmations::regency_id.eq_any(of.iter().map(|payment| payment.regency_id)))
        .filter(confirmations::released_at.is_null())
        .select(ConfirmationRow::as_select())
        .load(conn)
        .await
}

#[derive(QueryableByName)]
struct Open {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Date)]
    paid_on: Day,
    #[diesel(sql_type = BigInt)]
    amount_idr: i64,
    #[diesel(sql_type = Text)]
    transfer_reference: String,
    #[diesel(sql_type = Array<Nullable<Text>>)]
    billing_codes: Vec<Option<String>>,
}

/// The transfers of a regency between two days that no bank has confirmed, so many at most, with their references.
pub async fn unconfirmed(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    (from, until): (Day, Day),
    limit: i64,
) -> QueryResult<Vec<(Unconfirmed, String)>> {
    let rows: Vec<Open> = sql_query(
        "SELECT p.id, p.paid_on, p.amount_idr, p.transfer_reference, coalesce(array_agg(b.billing_code), '{}') \
           AS billing_codes \
         FROM contribution_payments AS p \
         LEFT JOIN contribution_batches AS b ON b.payment_id = p.id AND b.regency_id = p.regency_id \
         WHERE p.regency_id = $1 AND p.paid_on BETWEEN $2 AND $3 AND p.amount_idr > 0 AND p.voided_at IS NULL \
           AND NOT EXISTS (SELECT FROM contribution_payment_confirmations AS c \
             WHERE c.payment_id = p.id AND c.regency_id = p.regency_id) \
         GROUP BY p.id, p.regency_id ORDER BY p.paid_on, p.id LIMIT $4",
    )
    .bind::<Integer, _>(regency_id)
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    let transfer = |row: Open| {
        let codes = row.billing_codes.into_iter().flatten().map(|code| plain(&code));
        let keys = std::iter::once(plain(&row.transfer_reference)).chain(codes).collect();
        let open = Unconfirmed { id: row.id, paid_on: row.paid_on, amount_idr: row.amount_idr, keys };
        (open, row.transfer_reference)
    };
    Ok(rows.into_iter().map(transfer).collect())
}

/// The transfers with these ids.
pub async fn payments(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    ids: &[Uuid],
) -> QueryResult<Vec<PaymentRow>> {
    payments::table
        .filter(payments::regency_id.eq(regency_id))
        .filter(payments::id.eq_any(ids))
        .order(payments::id)
        .select(PaymentRow::as_select())
        .load(conn)
        .await
}

/// Lets the line that confirmed a transfer confirm another one, since the transfer is taken back.
pub async fn release(
    conn: &mut AsyncPgConnection,
    payment: &PaymentRow,
    at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(confirmations::table.find((payment.id, payment.regency_id)))
        .set(confirmations::released_at.eq(at))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Writes what is confirmed.
pub async fn insert(conn: &mut AsyncPgConnection, rows: &[ConfirmationRow]) -> QueryResult<()> {
    diesel::insert_into(confirmations::table).values(rows).execute(conn).await.map(|_| ())
}
