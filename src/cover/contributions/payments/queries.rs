//! The statements of transfers. A transfer is the whole regency's.

use std::collections::HashMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Uuid as SqlUuid};
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

/// The batches that these transfers cover, or had covered until they were taken back, in the order of their ids.
pub async fn covered(conn: &mut AsyncPgConnection, of: &[PaymentRow]) -> QueryResult<Vec<CoveredBatch>> {
    let voided = of.iter().filter_map(|payment| Some((payment.id, payment.voided_batches.as_ref()?)));
    let voided: Vec<(Uuid, &Vec<Uuid>)> = voided.collect();
    let had_covered: Vec<Uuid> = voided.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
    let found: Vec<CoveredBatch> = batches::table
        .filter(
            batches::payment_id
                .eq_any(of.iter().map(|payment| payment.id))
                .or(batches::id.eq_any(had_covered)),
        )
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
            batches::refused_idr,
            0_i64.into_sql::<BigInt>(),
        ))
        .load(conn)
        .await?;
    let excess = excess_of(conn, &found).await?;
    let of_voided = voided.iter().flat_map(|(payment, ids)| {
        let had = found.iter().filter(|batch| ids.contains(&batch.id));
        // What came of a batch under another transfer is of that one.
        had.map(|batch| CoveredBatch {
            payment_id: Some(*payment),
            accepted_lines: 0,
            refused_lines: 0,
            refused_idr: 0,
            ..*batch
        })
    });
    let of_held = found.iter().map(|batch| CoveredBatch {
        excess_idr: excess.get(&batch.id).copied().unwrap_or_default(),
        ..*batch
    });
    Ok(of_held.chain(of_voided).collect())
}

#[derive(QueryableByName)]
struct Excess {
    #[diesel(sql_type = SqlUuid)]
    batch_id: Uuid,
    #[diesel(sql_type = BigInt)]
    excess_idr: i64,
}

/// What of each of these batches is excess: accepted, and a credit of its source.
async fn excess_of(
    conn: &mut AsyncPgConnection,
    batches: &[CoveredBatch],
) -> QueryResult<HashMap<Uuid, i64>> {
    let answered = batches.iter().filter(|batch| batch.accepted_lines > 0);
    let ids: Vec<Uuid> = answered.map(|batch| batch.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Excess> = sql_query(
        "SELECT l.batch_id, sum(l.amount_idr)::bigint AS excess_idr \
         FROM contribution_batches AS b \
         JOIN contribution_obligations AS o ON o.funding_source_id = b.funding_source_id \
           AND o.regency_id = b.regency_id AND o.is_credit \
         JOIN contribution_batch_lines AS l ON l.batch_id = b.id AND l.regency_id = b.regency_id \
           AND l.person_id = o.person_id AND l.programme = o.programme AND l.month = o.month AND l.status = 'accepted' \
         WHERE b.id = ANY ($1) GROUP BY l.batch_id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.batch_id, row.excess_idr)).collect())
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
            payments::voided_batches.eq(row.voided_batches.as_ref()),
        ))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Writes a new transfer.
pub async fn insert(conn: &mut AsyncPgConnection, row: &PaymentRow) -> QueryResult<()> {
    diesel::insert_into(payments::table).values(row).execute(conn).await.map(|_| ())
}
