//! Reading registrations: found, opened if a purpose allows it, and shown.

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::rights_of;
use crate::access::caller::{PiiRead, Principal};
use crate::app::AppState;
use crate::domain::Nik;
use crate::platform::changes::{self, HistoryEntry, Origin, Subject};
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, Page, PageQuery, Problem};
use crate::platform::vault::Vault;
use crate::register::names::RankedCursor;
use crate::register::persons::access_log::{self, Opened};
use crate::register::persons::purpose::Purpose;
use crate::register::workers::dto::{Revealed, Selection, View, WorkerResponse};
use crate::register::workers::expand::{self, Expander};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;
use crate::register::workers::rules::{self, Action, WorkerStatus};

/// Who reads, and why.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The process.
    pub state: &'a AppState,
    /// The caller.
    pub caller: &'a Principal,
    /// The caller as logs name it, and the instant.
    pub origin: &'a Origin,
    /// Why identifiers are wanted in clear; without one they are masked.
    pub purpose: Option<&'a Purpose>,
}

impl Reader<'_> {
    /// What makes the bytes of the same row differ between callers, for the entity tag.
    pub fn view(&self) -> &'static str {
        let rights = rights_of(self.caller);
        // Only who verifies merges, and only people do.
        match (self.purpose.is_some(), rights.write, rights.verify, rights.merge) {
            (false, false, false, _) => "masked",
            (false, true, false, _) => "masked-w",
            (false, false, true, _) => "masked-v",
            (false, true, true, false) => "masked-wvc",
            (false, true, true, true) => "masked-wv",
            (true, false, false, _) => "open",
            (true, true, false, _) => "open-w",
            (true, false, true, _) => "open-v",
            (true, true, true, false) => "open-wvc",
            (true, true, true, true) => "open-wv",
        }
    }
}

/// A registration now, or as it was known at an instant. That it was opened is noted; what is opened in
/// clear is written down by [`present`].
pub async fn get(
    reader: Reader<'_>,
    id: Uuid,
    as_known_at: Option<DateTime<Utc>>,
) -> Result<WorkerRow, Problem> {
    let db = &reader.state.db;
    let found = db.read_shared(async |conn| queries::find(conn, &reader.caller.scope, id).await).await?;
    let row = found.ok_or_else(Problem::not_found)?;
    let row = match as_known_at {
        None => row,
        Some(instant) => {
            let mut conn = db.read().await?;
            let past = changes::as_known_at(&mut conn, row.regency_id, id, instant).await?;
            past.ok_or_else(Problem::not_found)?
        }
    };
    if reader.purpose.is_none() {
        reader.state.opens.note(&reader.state.db, reader.origin, row.regency_id, id).await?;
    }
    Ok(row)
}

/// A page of the roster, or of names like a text.
pub async fn list(
    reader: Reader<'_>,
    selection: &Selection,
    page: &PageQuery,
) -> Result<Page<WorkerRow>, Problem> {
    let db = &reader.state.db;
    let (scope, filter) = (&reader.caller.scope, &selection.filter);
    if let Some(text) = &selection.text {
        let mut conn = db.read().await?;
        return transact(&mut conn, async |conn| matches(conn, reader, text, selection, page).await).await;
    }
    let (after, limit) = (page.after()?, page.fetch());
    let (rows, count) = if filter.is_narrow() && !page.wants_count() {
        (db.read_shared(async |conn| queries::list(conn, scope, filter, after, limit).await).await?, None)
    } else {
        let mut conn = db.read().await?;
        let rows = queries::list(&conn, scope, filter, after, limit).await?;
        let count = match page.wants_count() {
            true => Some(queries::count(&mut conn, scope, filter).await?),
            false => None,
        };
        (rows, count)
    };
    Ok(Page::of(page, rows, |row| row.id, |row| row)?.with_count(count))
}

async fn matches(
    conn: &mut AsyncPgConnection,
    reader: Reader<'_>,
    text: &str,
    selection: &Selection,
    page: &PageQuery,
) -> Result<Page<WorkerRow>, Problem> {
    let (scope, filter) = (&reader.caller.scope, &selection.filter);
    let after: Option<RankedCursor> = page.after()?;
    let rows = queries::search_names(conn, scope, text, filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_matches(conn, scope, text, filter).await?),
        false => None,
    };
    let key = |(row, rank): &queries::Ranked| RankedCursor { rank: *rank, id: row.id };
    Ok(Page::of(page, rows, key, |(row, _)| row)?.with_count(count))
}

/// The registrations of a NIK in the caller's regions. That they were opened is noted.
pub async fn search(reader: Reader<'_>, nik: &Nik, page: &PageQuery) -> Result<Page<WorkerRow>, Problem> {
    let nik_hash = reader.state.vault.lookup_hash(nik).map_err(Problem::internal)?;
    let scope = &reader.caller.scope;
    let mut conn = reader.state.db.read().await?;
    let rows = queries::list_by_nik(&mut conn, scope, &nik_hash, page.after()?, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_by_nik(&mut conn, scope, &nik_hash).await?),
        false => None,
    };
    drop(conn);
    let found = Page::of(page, rows, |row| row.id, |row| row)?.with_count(count);
    if reader.purpose.is_none() {
        for row in &found.data {
            reader.state.opens.note(&reader.state.db, reader.origin, row.regency_id, row.id).await?;
        }
    }
    Ok(found)
}

/// The changes of a registration, oldest first. Noted as an opening, since it shows what the record shows.
pub async fn history(reader: Reader<'_>, id: Uuid, page: &PageQuery) -> Result<Page<HistoryEntry>, Problem> {
    let after: i32 = page.after()?.unwrap_or(0);
    let mut conn = reader.state.db.read().await?;
    let row = queries::find(&conn, &reader.caller.scope, id).await?.ok_or_else(Problem::not_found)?;
    let entries =
        changes::history(&mut conn, row.regency_id, Subject::Worker, id, after, page.fetch()).await?;
    drop(conn);
    reader.state.opens.note(&reader.state.db, reader.origin, row.regency_id, id).await?;
    Page::of(page, entries, |entry| entry.version, |entry| entry)
}

/// The rows as this caller sees them. What is shown in clear is in the access log before this returns.
pub async fn present(
    reader: Reader<'_>,
    rows: Vec<WorkerRow>,
    expanders: &[Expander],
) -> Result<Vec<WorkerResponse>, Problem> {
    let revealed = match reader.purpose {
        Some(purpose) => reveal(reader, purpose, &rows).await?.into_iter().map(Some).collect(),
        None => std::iter::repeat_with(|| None).take(rows.len()).collect::<Vec<_>>(),
    };
    let expanded = if expanders.is_empty() {
        None
    } else {
        let mut conn = reader.state.db.read().await?;
        Some(expand::expand(&mut conn, reader.caller, &rows, expanders, reader.state.clock.today()).await?)
    };
    let rights = rights_of(reader.caller);
    let mut responses = Vec::with_capacity(rows.len());
    for (row, revealed) in rows.into_iter().zip(revealed) {
        let status = row.worker_status().map_err(Problem::internal)?;
        let view = View { revealed, allowed_actions: rules::allowed_actions(status, rights) };
        responses.push(WorkerResponse::new(row, view));
    }
    for (response, members) in responses.iter_mut().zip(expanded.into_iter().flatten()) {
        response.expanded = Some(members);
    }
    Ok(responses)
}

/// What the state of a registration would allow and what came since forbids: to take a merge back after the death of the one that
/// stays, to take somebody up again beside a report of their death. Asked for one registration alone: pages would take a query for
/// each of theirs.
pub async fn barred_action(reader: Reader<'_>, row: &WorkerRow) -> Result<Option<Action>, Problem> {
    let status = row.worker_status().map_err(Problem::internal)?;
    if status.is_open() {
        return Ok(None);
    }
    let mut conn = reader.state.db.read().await?;
    let barred = if status == WorkerStatus::Merged {
        (!queries::can_be_parted(&mut conn, row).await?).then_some(Action::Unmerge)
    } else {
        queries::has_recorded_death(&mut conn, row.person_id).await?.then_some(Action::Reopen)
    };
    Ok(barred)
}

/// Opens the identifiers of rows that the caller may see in clear, all or none, and writes it down.
async fn reveal(reader: Reader<'_>, purpose: &Purpose, rows: &[WorkerRow]) -> Result<Vec<Revealed>, Problem> {
    let Reader { state, caller, origin, .. } = reader;
    if !caller.may::<PiiRead>() && !are_own_entries(reader, rows).await? {
        return Err(Problem::new(Code::Forbidden));
    }
    let revealed = open_all(rows, &state.vault)?;
    let opened = rows
        .iter()
        .zip(&revealed)
        .map(|(row, revealed)| Opened {
            regency_id: row.regency_id,
            worker_id: row.id,
            fields: revealed.fields(),
        })
        .collect();
    let mut conn = state.db.write().await?;
    access_log::record(&mut conn, origin, purpose, opened).await?;
    Ok(revealed)
}

/// Whether the caller entered all of these rows lately, and nobody else changed them since: what others entered is
/// not the caller's to see. Where there is no row to judge by, the role decides, which has said no.
async fn are_own_entries(reader: Reader<'_>, rows: &[WorkerRow]) -> Result<bool, Problem> {
    let (account, now) = (reader.caller.account_id, reader.origin.now);
    let entered = |row: &WorkerRow| rules::entered_lately(row.entered_by, row.created_at, account, now);
    if rows.is_empty() || !rows.iter().all(entered) {
        return Ok(false);
    }
    let keys: Vec<(i32, Uuid)> = rows.iter().map(|row| (row.regency_id, row.id)).collect();
    let mut conn = reader.state.db.read().await?;
    Ok(changes::changed_by_others(&mut conn, Subject::Worker, &keys, account).await?.is_empty())
}

fn open_all(rows: &[WorkerRow], vault: &Vault) -> Result<Vec<Revealed>, Problem> {
    rows.iter().map(|row| Revealed::open(row, vault)).collect::<Result<_, _>>().map_err(Problem::internal)
}
