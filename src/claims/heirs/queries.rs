//! Reading and writing beneficiaries. Their claim has been found in the caller's regions, so these queries
//! take its keys.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::codes::HeirRelation;
use super::model::{Beneficiary, BeneficiaryRow};
use crate::claims::payouts::model::PaymentRow;
use crate::domain::Day;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{claim_beneficiaries, claim_payments, deaths};

/// The beneficiaries of claims with their transfers, claim by claim in the order of entry.
pub async fn beneficiaries_of(
    conn: &mut AsyncPgConnection,
    regency_ids: &[i32],
    claim_ids: &[Uuid],
) -> QueryResult<Vec<Beneficiary>> {
    let rows: Vec<(BeneficiaryRow, Option<PaymentRow>)> = claim_beneficiaries::table
        .left_join(
            claim_payments::table.on(claim_payments::beneficiary_id
                .eq(claim_beneficiaries::id)
                .and(claim_payments::claim_id.eq(claim_beneficiaries::claim_id))
                .and(claim_payments::regency_id.eq(claim_beneficiaries::regency_id))),
        )
        .filter(claim_beneficiaries::claim_id.eq_any(claim_ids))
        .filter(claim_beneficiaries::regency_id.eq_any(regency_ids))
        .order((
            claim_beneficiaries::claim_id,
            claim_beneficiaries::place,
            claim_payments::created_at,
            claim_payments::id,
        ))
        .select((BeneficiaryRow::as_select(), Option::<PaymentRow>::as_select()))
        .load(conn)
        .await?;
    let mut beneficiaries: Vec<Beneficiary> = Vec::new();
    for (row, payment) in rows {
        if beneficiaries.last().is_none_or(|last| last.row.id != row.id) {
            beneficiaries.push(Beneficiary { row, payment: None, voided_payments: Vec::new() });
        }
        match beneficiaries.last_mut().zip(payment) {
            Some((last, payment)) if payment.is_void() => last.voided_payments.push(payment),
            Some((last, payment)) => last.payment = Some(payment),
            None => {}
        }
    }
    Ok(beneficiaries)
}

/// What the beneficiaries of claims are to the workers.
pub async fn relations_of(
    conn: &mut AsyncPgConnection,
    regency_ids: &[i32],
    claim_ids: &[Uuid],
) -> QueryResult<Vec<(Uuid, AsText<HeirRelation>)>> {
    claim_beneficiaries::table
        .filter(claim_beneficiaries::claim_id.eq_any(claim_ids))
        .filter(claim_beneficiaries::regency_id.eq_any(regency_ids))
        .order((claim_beneficiaries::claim_id, claim_beneficiaries::place))
        .select((claim_beneficiaries::claim_id, claim_beneficiaries::relation))
        .load(conn)
        .await
}

/// Writes a new beneficiary.
pub async fn insert_beneficiary(conn: &mut AsyncPgConnection, row: &BeneficiaryRow) -> QueryResult<()> {
    diesel::insert_into(claim_beneficiaries::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a changed beneficiary; the claim's lock is held.
pub async fn update_beneficiary(conn: &mut AsyncPgConnection, row: &BeneficiaryRow) -> QueryResult<()> {
    let stored = claim_beneficiaries::table.find((row.id, row.regency_id));
    diesel::update(stored).set(row).execute(conn).await.map(|_| ())
}

/// Takes a beneficiary away; the claim's lock is held, and its history keeps the row.
pub async fn delete_beneficiary(conn: &mut AsyncPgConnection, row: &BeneficiaryRow) -> QueryResult<()> {
    let stored = claim_beneficiaries::table.find((row.id, row.regency_id));
    diesel::delete(stored).execute(conn).await.map(|_| ())
}

/// The day on which a person died by the report that stands in a regency.
pub async fn recorded_death(
    conn: &mut AsyncPgConnection,
    (regency_id, person_id): (i32, Uuid),
) -> QueryResult<Option<Day>> {
    deaths::table
        .filter(deaths::regency_id.eq(regency_id))
        .filter(deaths::person_id.eq(person_id))
        .filter(deaths::status.eq("recorded"))
        .select(deaths::died_on)
        .first(conn)
        .await
        .optional()
}
