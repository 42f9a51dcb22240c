//! A file on its way into the store, before there is a document.

use std::time::Duration;

use aws_lc_rs::digest::SHA256;
use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::codes::Format;
use super::model::UploadRow;
use super::rules::{SNIFFED, sniff};
use super::service::About;
use super::{queries, service};
use crate::access::caller::Principal;
use crate::app::AppState;
use crate::domain::new_id;
use crate::platform::changes::Origin;
use crate::platform::db::Db;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, FieldError, Incoming, Problem, Text};
use crate::platform::storage::{Storage, Writer};

/// The slowest line is given up after this; what is left of it is swept later than that.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// An upload that began longer ago than this has failed.
const STALE: TimeDelta = TimeDelta::hours(1);
/// So many failed uploads are swept at a time.
const SWEPT_AT_ONCE: i64 = 100;

/// A file that is in the store, without its document yet.
pub struct Stored {
    pub upload: UploadRow,
    pub format: Format,
    pub size_bytes: i64,
    /// The digest of its bytes.
    pub digest: [u8; 32],
}

/// Notes an upload to a claim that takes the document, before its first byte. The file is this attempt's alone: of several for
/// the same document one gets its row, and what becomes of the others does not touch its bytes.
pub async fn begin(
    state: &AppState,
    caller: &Principal,
    origin: &Origin,
    (claim_id, id, about): (Uuid, Uuid, About),
) -> Result<UploadRow, Problem> {
    let mut conn = state.db.write().await?;
    let regency_id = service::check_room(&mut conn, caller, (claim_id, id), about).await?;
    let upload = UploadRow { id: new_id(origin.now), regency_id, started_at: origin.now };
    queries::begin_upload(&mut conn, &upload).await?;
    Ok(upload)
}

/// Puts the bytes of a request into the store. On any failure nothing is left that the sweep does not find.
pub async fn receive(state: &AppState, upload: UploadRow, mut incoming: Incoming) -> Result<Stored, Problem> {
    let stored = tokio::time::timeout(PATIENCE, write(&state.storage, &upload, &mut incoming)).await;
    match stored.unwrap_or_else(|_| Err(Problem::new(Code::RequestTimeout))) {
        Ok((format, size_bytes)) => {
            let digest = sized(&incoming.digests().file);
            Ok(Stored { upload, format, size_bytes, digest })
        }
        Err(problem) => {
            discard(state, &upload).await;
            Err(problem)
        }
    }
}

/// The digest of a file that is refused: it is read as it comes, and nothing of it is kept.
pub async fn read_digest(mut incoming: Incoming) -> Result<[u8; 32], Problem> {
    let reading = async {
        while incoming.next().await?.is_some() {}
        Ok::<_, Problem>(())
    };
    let read = tokio::time::timeout(PATIENCE, reading).await;
    read.unwrap_or_else(|_| Err(Problem::new(Code::RequestTimeout)))?;
    Ok(sized(&incoming.digests().file))
}

fn sized(told: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    digest.iter_mut().zip(told).for_each(|(slot, byte)| *slot = *byte);
    digest
}

async fn write(
    storage: &Storage,
    upload: &UploadRow,
    incoming: &mut Incoming,
) -> Result<(Format, i64), Problem> {
    let mut start = Vec::new();
    while start.len() < SNIFFED {
        let Some(piece) = incoming.next().await? else { break };
        start.extend_from_slice(&piece);
    }
    if start.is_empty() {
        return Err(empty());
    }
    let format = sniff(&start).ok_or_else(unknown_format)?;
    let mut writer = storage.write(upload.file()).await?;
    match copy(&mut writer, &start, incoming).await {
        Ok(()) => writer.finish().await?,
        Err(problem) => {
            // What matters is why it failed; what cannot be given up is swept.
            let _ = writer.abort().await;
            return Err(problem);
        }
    }
    Ok((format, i64::try_from(incoming.received()).map_err(Problem::internal)?))
}

async fn copy(writer: &mut Writer, start: &[u8], incoming: &mut Incoming) -> Result<(), Problem> {
    writer.take(start).await?;
    while let Some(piece) = incoming.next().await? {
        writer.take(&piece).await?;
    }
    Ok(())
}

/// Puts a file into the store that is there as a whole already, for a document that the same transaction adds.
pub async fn put(
    state: &AppState,
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    regency_id: i32,
    file: &[u8],
) -> Result<Stored, Problem> {
    let upload = UploadRow { id: new_id(origin.now), regency_id, started_at: origin.now };
    queries::begin_upload(conn, &upload).await?;
    let mut writer = state.storage.write(upload.file()).await?;
    writer.take(file).await?;
    writer.finish().await?;
    let digest = sized(aws_lc_rs::digest::digest(&SHA256, file).as_ref());
    Ok(Stored {
        upload,
        format: sniff(file).ok_or_else(unknown_format)?,
        size_bytes: i64::try_from(file.len()).map_err(Problem::internal)?,
        digest,
    })
}

/// Takes away a file that gets no document. Where it has got one after all, since only the answer of its commit was lost, nothing
/// happens. What fails here is swept.
pub async fn discard(state: &AppState, upload: &UploadRow) {
    let gone = async {
        let mut conn = state.db.write().await?;
        if queries::give_up(&mut conn, upload, state.clock.now()).await? {
            clear(&mut conn, &state.storage, upload).await?;
        }
        Ok::<_, Problem>(())
    };
    if let Err(problem) = gone.await {
        tracing::warn!(cause = problem.source_chain(), "a file without a document is left to the sweep");
    }
}

/// Takes away what failed uploads have left. That they are given up is committed before the first file goes, so that none of
/// them becomes a document without its bytes, wherever this stops.
pub async fn sweep(db: &Db, storage: &Storage, now: DateTime<Utc>) -> Result<(), Problem> {
    loop {
        let mut conn = db.write().await?;
        let given_up = transact(&mut conn, async |conn| {
            let stale = queries::lock_stale_uploads(conn, now - STALE, SWEPT_AT_ONCE).await?;
            for upload in &stale {
                queries::give_up(conn, upload, now).await?;
            }
            Ok::<_, Problem>(stale)
        })
        .await?;
        if given_up.is_empty() {
            return Ok(());
        }
        for upload in &given_up {
            clear(&mut conn, storage, upload).await?;
        }
    }
}

/// Takes away the file of an upload that was given up, and its note after it.
async fn clear(conn: &mut AsyncPgConnection, storage: &Storage, upload: &UploadRow) -> Result<(), Problem> {
    if !queries::is_stored(conn, upload).await? {
        storage.delete(upload.file()).await?;
    }
    queries::forget_upload(conn, upload).await?;
    Ok(())
}

fn empty() -> Problem {
    let text = Text::fixed("Berkas ini kosong.", "The file is empty.");
    Problem::invalid_field(FieldError::new("", "empty_file", text))
}

fn unknown_format() -> Problem {
    Problem::new(Code::UnsupportedMediaType).detail(Text::fixed(
        "Kirim berkas PDF, JPEG, PNG, WebP atau HEIC. Yang dilihat adalah isi berkas, bukan namanya.",
        "Send a PDF, JPEG, PNG, WebP or HEIC file. What counts is its content, not what it is called.",
    ))
}
