//! The statements of transfers. A transfer is the whole regency's.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{CoveredBatch, PaymentRow};
use crate::access::caller::RegionScope;
use crate::domain::Day;
use crate::platform::db::schema::{
    contribution_batches as batches, contribution_payment_confirmations as confirmations,
    contribution_payments as payments,
};

/// Which transfers a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct PaymentFilter {
    /// Made on this day or later.
    pub from: Option<Day>,
    /// Made on this day or before.
    pub until: Option<Day>,
    /// Whether the bank has confirmed them.
    pub bank_confirmed: Option<bool>,
    /// Whether they were taken back.
    pub voided: Option<bool>,
}

type Listed = payments::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: PaymentFilter) -> Listed {
    let mut query = payments::table.filter(scope.filter_whole_regency(payments::regency_id)).into_boxed();
    if let Some(from) = filter.from {
        query = query.filter(payments::paid_on.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(payments::paid_on.le(until));
    }
    if let Some(voided) = filter.voided {
        query = match voided {
            true => query.filter(payments::voided_at.is_not_null()),
            false => query.filter(payments::voided_at.is_null()),
        };
    }
    let confirmed = confirmations::table
        .filter(confirmations::released_at.is_null())
        .filter(confirmations::payment_id.eq(payments::id))
        .filter(confirmations::regency_id.eq(payments::regency_id));
    match filter.bank_confirmed {
        Some(true) => query.filter(exists(confirmed)),
        Some(false) => query.filter(not(exists(confirmed))),
        None => query,
    }
}

/// A page of transfers in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: PaymentFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<PaymentRow>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(payments::id.gt(after));
    }
    query.order(payments::id).limit(limit).select(PaymentRow::as_select()).load(conn).await
}

/// How many transfers a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: PaymentFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}

/// One transfer of the caller's regencies.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<PaymentRow>> {
    payments::table
        .filter(payments::id.eq(id))
        .filter(scope.filter_whole_regency(payments::regency_id))
        .select(PaymentRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// The batches that these transfers cover, in the order of their ids.
pub async fn covered(conn: &mut AsyncPgConnection, of: &[PaymentRow]) -> QueryResult<Vec<CoveredBatch>> {
    batches::table
        .filter(batches::payment_id.eq_any(of.iter().map(|payment| payment.id)))
        .filter(batches::regency_id.eq_any(of.iter().map(|payment| payment.regency_id)))
        .order(batches::id)
        .select((
            batches::payment_id,
            batches::id,
            batches::number,
            batches::funding_source_id,
            batches::amount_idr,
            batches::accepted_lines,
            batches::refused_lines,
        ))
        .load(conn)
        .await
}

/// The batches that a transfer covers, without a promise that they stay.
pub async fn batches_of(conn: &mut AsyncPgConnection, payment: &PaymentRow) -> QueryResult<Vec<Uuid>> {
    batches::table
        .filter(batches::payment_id.eq(payment.id))
        .filter(batches::regency_id.eq(payment.regency_id))
        .order(batches::id)
        .select(batches::id)
        .load(conn)
        .await
}

/// The same transfer, locked until the transaction ends.
pub async fn lock(conn: &mut AsyncPgConnection, found: &PaymentRow) -> QueryResult<Option<PaymentRow>> {
    payments::table
        .find((found.id, found.regency_id))
        .select(PaymentRow::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// Writes that a locked transfer was taken back; the service's role may write nothing else of it.
pub async fn mark_void(conn: &mut AsyncPgConnection, row: &PaymentRow) -> QueryResult<()> {
    diesel::update(payments::table.find((row.id, row.regency_id)))
        .set((
            payments::version.eq(row.version),
            payments::voided_by.eq(row.voided_by),
            payments::voided_at.eq(row.voided_at),
            payments::void_reason.eq(row.void_reason.as_ref()),
        ))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Writes a new transfer.
pub async fn insert(conn: &mut AsyncPgConnection, row: &PaymentRow) -> QueryResult<()> {
    diesel::insert_into(payments::table).values(row).execute(conn).await.map(|_| ())
}
