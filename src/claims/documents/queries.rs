//! Reading and writing documents. Their claim has been found in the caller's regions, so these queries take its keys.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{DocumentRow, UploadRow};
use crate::platform::db::schema::{claim_document_uploads as uploads, claim_documents};

/// The documents of claims, claim by claim in the order in which they were sent.
pub async fn documents_of(
    conn: &mut AsyncPgConnection,
    regency_ids: &[i32],
    claim_ids: &[Uuid],
) -> QueryResult<Vec<DocumentRow>> {
    claim_documents::table
        .filter(claim_documents::claim_id.eq_any(claim_ids))
        .filter(claim_documents::regency_id.eq_any(regency_ids))
        .order((claim_documents::claim_id, claim_documents::created_at, claim_documents::id))
        .select(DocumentRow::as_select())
        .load(conn)
        .await
}

/// Writes a new document.
pub async fn insert_document(conn: &mut AsyncPgConnection, row: &DocumentRow) -> QueryResult<()> {
    diesel::insert_into(claim_documents::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a changed document; the claim's lock is held.
pub async fn update_document(conn: &mut AsyncPgConnection, row: &DocumentRow) -> QueryResult<()> {
    let stored = claim_documents::table.find((row.id, row.regency_id));
    diesel::update(stored).set(row).execute(conn).await.map(|_| ())
}

/// Notes that a file is on its way in; false where one with this id is already, or is there.
pub async fn begin_upload(conn: &mut AsyncPgConnection, row: &UploadRow) -> QueryResult<bool> {
    let taken = claim_documents::table
        .filter(claim_documents::id.eq(row.id))
        .filter(claim_documents::regency_id.eq(row.regency_id));
    if diesel::select(diesel::dsl::exists(taken)).get_result(conn).await? {
        return Ok(false);
    }
    let insert = diesel::insert_into(uploads::table).values(row).on_conflict_do_nothing();
    Ok(insert.execute(conn).await? == 1)
}

/// Takes the note away; false where it was swept meanwhile, and the file with it.
pub async fn end_upload(conn: &mut AsyncPgConnection, row: &UploadRow) -> QueryResult<bool> {
    diesel::delete(uploads::table.find((row.id, row.regency_id))).execute(conn).await.map(|gone| gone == 1)
}

/// Uploads that began before an instant, locked, except for those that somebody else holds.
pub async fn lock_stale_uploads(
    conn: &mut AsyncPgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> QueryResult<Vec<UploadRow>> {
    uploads::table
        .filter(uploads::started_at.lt(before))
        .order(uploads::started_at)
        .limit(limit)
        .select(UploadRow::as_select())
        .for_update()
        .skip_locked()
        .load(conn)
        .await
}
