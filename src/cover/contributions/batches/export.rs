//! The lines of a batch as a spreadsheet for the insurer: all of them, from one snapshot, a page at a time.

use std::borrow::Cow;
use std::collections::HashSet;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Bytes, Data};
use uuid::Uuid;

use super::model::BatchRow;
use super::queries::{self, LineFilter, LineRow};
use crate::app::AppState;
use crate::cover::contributions::mappings::model::MappingRow;
use crate::cover::contributions::mappings::rules::{Delimiter, MappedColumn, MappedField, standard_export};
use crate::platform::csv::{CsvWriter, TEXT_CSV};
use crate::platform::db::Connection;
use crate::platform::db::transaction::{begin_snapshot, end_snapshot};
use crate::platform::http::{Problem, pieces};
use crate::platform::vault::Vault;

/// How many lines are in memory at a time.
const CHUNK: i64 = 1_000;

/// Which columns the spreadsheet has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    columns: Vec<MappedColumn>,
    delimiter: Delimiter,
}

impl Layout {
    /// The layout of a mapping, or the standard one.
    pub fn new(mapping: Option<&MappingRow>) -> Self {
        match mapping {
            Some(row) => Self { columns: row.columns(), delimiter: row.delimiter.0 },
            None => Self { columns: standard_export(), delimiter: Delimiter::Comma },
        }
    }
}

/// Where the export stands.
struct Export {
    state: Data<AppState>,
    conn: Connection,
    batch: BatchRow,
    filter: LineFilter,
    layout: Layout,
    /// Whose NIKs are shown in clear; what that takes is done before. A line that came in since stays masked.
    opened: HashSet<Uuid>,
    after: Option<i32>,
    done: bool,
}

/// Answers with all lines, and the NIKs of these workers in clear. The access log is written before.
pub async fn respond(
    state: Data<AppState>,
    batch: BatchRow,
    filter: LineFilter,
    layout: Layout,
    opened: HashSet<Uuid>,
) -> Result<HttpResponse, Problem> {
    let mut conn = state.db.read().await?;
    begin_snapshot(&mut conn).await?;
    let file = format!("attachment; filename=\"iuran-{}.csv\"", batch.number);
    let export = Export { state, conn, batch, filter, layout, opened, after: None, done: false };
    Ok(HttpResponse::Ok()
        .content_type(TEXT_CSV)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, file))
        .streaming(pieces("the lines of a batch", export, Export::next)))
}

impl Export {
    /// The next chunk; none once everything is told.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Problem> {
        if self.done {
            end_snapshot(&mut self.conn).await?;
            return Ok(None);
        }
        let mut writer = CsvWriter::separated_by(self.layout.delimiter.byte());
        if self.after.is_none() {
            let headings = self.layout.columns.iter().map(|(heading, _)| heading.as_str());
            writer.row(headings).map_err(Problem::internal)?;
        }
        let after = self.after.unwrap_or(0);
        let rows = queries::list_lines(&mut self.conn, &self.batch, self.filter, after, CHUNK).await?;
        self.done = i64::try_from(rows.len()).unwrap_or(CHUNK) < CHUNK;
        self.after = Some(rows.last().map_or(after, |row| row.line_number));
        for row in rows {
            let nik = nik(&self.state.vault, &row, self.opened.contains(&row.worker_id))?;
            let cells: Vec<Cow<'_, str>> =
                self.layout.columns.iter().map(|(_, field)| cell(&row, &nik, *field)).collect();
            writer.row(cells.iter().map(|cell| &**cell)).map_err(Problem::internal)?;
        }
        Ok(Some((writer.into_chunk().map_err(Problem::internal)?, self)))
    }
}

/// The NIK of a line, in clear or masked.
fn nik(vault: &Vault, row: &LineRow, opened: bool) -> Result<String, Problem> {
    match (&row.nik_sealed, opened) {
        (Some(sealed), true) => Ok(vault.open(sealed).map_err(Problem::internal)?.as_str().to_owned()),
        _ => Ok(row.nik_mask.clone().unwrap_or_default()),
    }
}

fn cell<'r>(row: &'r LineRow, nik: &'r str, field: MappedField) -> Cow<'r, str> {
    match field {
        MappedField::LineNumber => row.line_number.to_string().into(),
        MappedField::WorkerId => row.worker_id.to_string().into(),
        MappedField::Nik => nik.into(),
        MappedField::Name => row.name.as_str().into(),
        MappedField::BirthOn => row.birth_on.map(|day| day.to_string()).unwrap_or_default().into(),
        MappedField::Programme => row.programme.0.as_str().into(),
        MappedField::Month => row.month.0.to_string().into(),
        MappedField::WageBase => row.wage_base_idr.to_string().into(),
        MappedField::LineAmount => row.amount_idr.to_string().into(),
        MappedField::Status => row.status.0.as_str().into(),
        MappedField::RefusalReason => row.refusal_reason.map_or("", |reason| reason.0.as_str()).into(),
        // What files of other kinds hold has no place in a mapping of this one.
        MappedField::Blank
        | MappedField::MemberNumber
        | MappedField::Day
        | MappedField::Amount
        | MappedField::Direction
        | MappedField::Reference
        | MappedField::Description => "".into(),
    }
}
