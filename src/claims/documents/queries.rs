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

/// Whether a document of a regency has this id, on whichever claim.
pub async fn is_taken(conn: &mut AsyncPgConnection, regency_id: i32, id: Uuid) -> QueryResult<bool> {
    let taken = claim_documents::table.find((id, regency_id));
    diesel::select(diesel::dsl::exists(taken)).get_result(conn).await
}

/// Notes that a file is on its way in.
pub async fn begin_upload(conn: &mut AsyncPgConnection, row: &UploadRow) -> QueryResult<()> {
    diesel::insert_into(uploads::table).values(row).execute(conn).await.map(|_| ())
}

/// Takes the note away for the document that the same transaction writes; false where the upload was given up meanwhile.
pub async fn end_upload(conn: &mut AsyncPgConnection, row: &UploadRow) -> QueryResult<bool> {
    let going = uploads::table.find((row.id, row.regency_id)).filter(uploads::given_up_at.is_null());
    diesel::delete(going).execute(conn).await.map(|gone| gone == 1)
}

/// Gives an upload up, so that no document is written for it any more; false where it has its document, or is forgotten.
pub async fn give_up(conn: &mut AsyncPgConnection, row: &UploadRow, now: DateTime<Utc>) -> QueryResult<bool> {
    diesel::update(uploads::table.find((row.id, row.regency_id)))
        .set(uploads::given_up_at.eq(now))
        .execute(conn)
        .await
        .map(|given_up| given_up == 1)
}

/// Whether the file of a note is a stored document's: notes from before attempts had files of their own name both by one id.
pub async fn is_stored(conn: &mut AsyncPgConnection, row: &UploadRow) -> QueryResult<bool> {
    let document = claim_documents::table.find((row.id, row.regency_id));
    let holding = document.filter(claim_documents::file_id.is_null());
    diesel::select(diesel::dsl::exists(holding)).get_result(conn).await
}

/// Takes away the note of an upload that was given up, once its file is gone.
pub async fn forget_upload(conn: &mut AsyncPgConnection, row: &UploadRow) -> QueryResult<()> {
    diesel::delete(uploads::table.find((row.id, row.regency_id))).execute(conn).await.map(|_| ())
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
