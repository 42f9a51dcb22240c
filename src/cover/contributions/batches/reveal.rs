//! NIKs in clear, for a purpose that is written into the access log of every worker concerned before they are shown.

use std::collections::BTreeSet;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::dto::LineResponse;
use super::queries::LineRow;
use crate::access::caller::{PiiRead, Principal};
use crate::app::AppState;
use crate::platform::changes::Origin;
use crate::platform::http::{Code, Problem};
use crate::platform::vault::Vault;
use crate::register::persons::access_log::{self, Opened};
use crate::register::persons::purpose::Purpose;

/// Rows of one statement: a statement carries at most 65,535 values.
const CHUNK: usize = 5_000;

/// Writes down that the NIKs of these workers are shown. 403 for whoever may not open them.
pub async fn grant(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    (origin, purpose): (&Origin, &Purpose),
    regency_id: i32,
    workers: &[Uuid],
) -> Result<(), Problem> {
    if !caller.may::<PiiRead>() {
        return Err(Problem::new(Code::Forbidden));
    }
    for chunk in workers.chunks(CHUNK) {
        let opened =
            chunk.iter().map(|worker_id| Opened { regency_id, worker_id: *worker_id, fields: vec!["nik"] });
        access_log::record(conn, origin, purpose, opened.collect()).await?;
    }
    Ok(())
}

/// Notes that the records of these workers leave with masks.
pub async fn note(
    state: &AppState,
    origin: &Origin,
    regency_id: i32,
    workers: &[Uuid],
) -> Result<(), Problem> {
    for worker_id in workers {
        state.opens.note(&state.db, origin, regency_id, *worker_id).await?;
    }
    Ok(())
}

/// Each worker once.
pub fn distinct(workers: impl Iterator<Item = Uuid>) -> Vec<Uuid> {
    workers.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The wire form of a line, with the NIK in clear where the vault is handed in.
pub fn line(vault: Option<&Vault>, row: LineRow) -> Result<LineResponse, Problem> {
    let opened = vault.zip(row.nik_sealed.as_ref()).map(|(vault, sealed)| vault.open(sealed));
    let nik = opened.transpose().map_err(Problem::internal)?.map(|nik| nik.as_str().to_owned());
    Ok(LineResponse::new(row, nik))
}
