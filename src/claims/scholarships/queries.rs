//! Reading and writing children and scholarships. Their claim has been found in the caller's regions, so these queries take its
//! keys.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Child, ChildRow, ScholarshipRow, VoidedPaymentRow};
use crate::platform::db::schema::{claim_children, claim_scholarship_voids, claim_scholarships};

/// The children of claims with their scholarships, claim by claim in the order of entry.
pub async fn children_of(
    conn: &mut AsyncPgConnection,
    regency_ids: &[i32],
    claim_ids: &[Uuid],
) -> QueryResult<Vec<Child>> {
    let rows: Vec<(ChildRow, Option<ScholarshipRow>)> = claim_children::table
        .left_join(
            claim_scholarships::table.on(claim_scholarships::child_id
                .eq(claim_children::id)
                .and(claim_scholarships::claim_id.eq(claim_children::claim_id))
                .and(claim_scholarships::regency_id.eq(claim_children::regency_id))),
        )
        .filter(claim_children::claim_id.eq_any(claim_ids))
        .filter(claim_children::regency_id.eq_any(regency_ids))
        .order((
            claim_children::claim_id,
            claim_children::place,
            claim_scholarships::claimed_at,
            claim_scholarships::id,
        ))
        .select((ChildRow::as_select(), Option::<ScholarshipRow>::as_select()))
        .load(conn)
        .await?;
    let mut children: Vec<Child> = Vec::new();
    for (row, scholarship) in rows {
        match children.last_mut() {
            Some(last) if last.row.id == row.id => last.scholarships.extend(scholarship),
            _ => children.push(Child {
                row,
                scholarships: scholarship.into_iter().collect(),
                voided_payments: Vec::new(),
            }),
        }
    }
    let years = children.iter().flat_map(|child| &child.scholarships).map(|year| year.id).collect();
    for voided in voided_payments(conn, regency_ids, years).await? {
        let is_year = |year: &ScholarshipRow| year.id == voided.scholarship_id;
        let whose = children.iter_mut().find(|child| child.scholarships.iter().any(is_year));
        if let Some(child) = whose {
            child.voided_payments.push(voided);
        }
    }
    Ok(children)
}

/// The transfers of scholarships that were taken back, in the order in which they were.
async fn voided_payments(
    conn: &mut AsyncPgConnection,
    regency_ids: &[i32],
    scholarship_ids: Vec<Uuid>,
) -> QueryResult<Vec<VoidedPaymentRow>> {
    // Most claims have no scholarships.
    if scholarship_ids.is_empty() {
        return Ok(Vec::new());
    }
    claim_scholarship_voids::table
        .filter(claim_scholarship_voids::scholarship_id.eq_any(scholarship_ids))
        .filter(claim_scholarship_voids::regency_id.eq_any(regency_ids))
        .order((claim_scholarship_voids::voided_at, claim_scholarship_voids::id))
        .select(VoidedPaymentRow::as_select())
        .load(conn)
        .await
}

/// Keeps a transfer that was taken back.
pub async fn insert_voided_payment(conn: &mut AsyncPgConnection, row: &VoidedPaymentRow) -> QueryResult<()> {
    diesel::insert_into(claim_scholarship_voids::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a new child.
pub async fn insert_child(conn: &mut AsyncPgConnection, row: &ChildRow) -> QueryResult<()> {
    diesel::insert_into(claim_children::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a changed child; the claim's lock is held.
pub async fn update_child(conn: &mut AsyncPgConnection, row: &ChildRow) -> QueryResult<()> {
    let stored = claim_children::table.find((row.id, row.regency_id));
    diesel::update(stored).set(row).execute(conn).await.map(|_| ())
}

/// Takes a child away; the claim's lock is held, and its history keeps the row.
pub async fn delete_child(conn: &mut AsyncPgConnection, row: &ChildRow) -> QueryResult<()> {
    let stored = claim_children::table.find((row.id, row.regency_id));
    diesel::delete(stored).execute(conn).await.map(|_| ())
}

/// Writes a new scholarship. The database refuses a second living one for the same child and year.
pub async fn insert_scholarship(conn: &mut AsyncPgConnection, row: &ScholarshipRow) -> QueryResult<()> {
    diesel::insert_into(claim_scholarships::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a changed scholarship; the claim's lock is held.
pub async fn update_scholarship(conn: &mut AsyncPgConnection, row: &ScholarshipRow) -> QueryResult<()> {
    let stored = claim_scholarships::table.find((row.id, row.regency_id));
    diesel::update(stored).set(row).execute(conn).await.map(|_| ())
}
