//! Receiving a file: read as it arrives, staged by COPY, and answered with a job.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::columns::Columns;
use super::dto::ImportOptions;
use super::incoming::Incoming;
use super::model::ImportRow;
use super::places::{Places, Village};
use super::queries;
use super::rows::Reading;
use crate::access::caller::Principal;
use crate::app::AppState;
use crate::domain::{Day, RegionCode};
use crate::platform::changes::{self, Actor, Change, Origin};
use crate::platform::csv::{CsvError, CsvStream, Record};
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::register::workers::bulk::{self, Stage};

/// A file on its way in.
pub struct Upload<'a> {
    pub state: &'a AppState,
    pub caller: &'a Principal,
    pub origin: Origin,
    pub today: Day,
    pub regency_id: i32,
    pub options: ImportOptions,
    /// Names the job, if the caller sent an Idempotency-Key.
    pub key_digest: Option<Vec<u8>>,
}

impl Upload<'_> {
    /// Reads and stages the file, then makes its job.
    pub async fn receive(self, incoming: Incoming) -> Result<ImportRow, Problem> {
        let places = self.places().await?;
        let id = Uuid::now_v7();
        let (rows_total, request_digest) = self.stage(id, &places, incoming).await?;
        let import = self.job(id, rows_total, request_digest);
        let mut conn = self.state.db.write().await?;
        let made = transact(&mut conn, async |conn| {
            queries::insert_import(conn, &import).await?;
            let change = Change::created(&import).map_err(Problem::internal)?;
            Ok(changes::record(conn, &self.origin, &[change]).await?)
        })
        .await;
        if made.is_err() {
            // Most likely another upload with the same key was faster. What is left here is also swept daily.
            bulk::clear_rows(&mut conn, id, self.regency_id).await?;
        }
        made.map(|()| import)
    }

    /// The villages in which the caller may write.
    async fn places(&self) -> Result<Places, Problem> {
        let mut conn = self.state.db.read().await?;
        let rows = queries::villages_of(&mut conn, self.regency_id).await?;
        let mut villages = Vec::with_capacity(rows.len());
        for (code, name, district) in rows {
            let code = RegionCode::parse(&code).map_err(Problem::internal)?;
            if self.caller.scope.contains(&code) {
                villages.push(Village { code, name, district });
            }
        }
        Places::new(villages).ok_or_else(Problem::not_found)
    }

    /// Stages every row in one COPY; nothing is staged unless the whole file arrives. While it does, no other upload
    /// with the same key is taken.
    async fn stage(
        &self,
        id: Uuid,
        places: &Places,
        mut incoming: Incoming,
    ) -> Result<(i32, Vec<u8>), Problem> {
        let mut client = self.state.db.copy_client().await?;
        let transaction = client.transaction().await?;
        if let Some(key_digest) = &self.key_digest
            && !queries::try_lock_key(&transaction, key_digest).await?
        {
            return Err(Problem::new(Code::IdempotencyInProgress).retry_after(1));
        }
        let stage = Stage::open(&transaction, id, self.regency_id).await?;
        let mut intake = Intake { upload: self, places, id, stage, reading: None, place: 0, rows: 0 };
        let mut stream = CsvStream::new();
        while let Some(piece) = incoming.next().await? {
            intake.take(stream.feed(&piece).map_err(unreadable)?).await?;
        }
        intake.take(stream.finish().map_err(unreadable)?).await?;
        let rows = intake.rows;
        if rows == 0 {
            return Err(empty());
        }
        intake.stage.finish(&transaction).await?;
        transaction.commit().await?;
        Ok((rows, incoming.digest()))
    }

    fn job(&self, id: Uuid, rows_total: i32, request_digest: Vec<u8>) -> ImportRow {
        let now: DateTime<Utc> = self.origin.now;
        let codes = self.caller.scope.prefixes.iter();
        ImportRow {
            id,
            regency_id: self.regency_id,
            kind: self.options.kind.as_str().to_owned(),
            status: "queued".to_owned(),
            region_codes: codes.map(|code| code.as_str().to_owned()).collect(),
            actor_kind: Actor::kind(self.origin.actor).to_owned(),
            actor_id: self.caller.account_id,
            rows_total,
            rows_applied: None,
            rows_refused: None,
            attempts: 0,
            key_digest: self.key_digest.clone(),
            request_digest: Some(request_digest),
            failure_code: None,
            started_at: None,
            finished_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}

/// Takes records: the first is the heading line.
struct Intake<'a> {
    upload: &'a Upload<'a>,
    places: &'a Places,
    id: Uuid,
    stage: Stage,
    reading: Option<Reading<'a>>,
    /// The place of the last record after the heading line, empty ones counted.
    place: i32,
    rows: i32,
}

impl Intake<'_> {
    async fn take(&mut self, records: Vec<Record>) -> Result<(), Problem> {
        for record in records {
            let Some(reading) = &self.reading else {
                self.begin(&record)?;
                continue;
            };
            self.place = self.place.checked_add(1).ok_or_else(|| Problem::new(Code::BodyTooLarge))?;
            if record.iter().all(|field| field.trim_ascii().is_empty()) {
                continue;
            }
            self.rows += 1;
            let row = reading.row(self.place, &record).map_err(Problem::internal)?;
            self.stage.push(&row).await?;
        }
        Ok(())
    }

    fn begin(&mut self, headings: &[Vec<u8>]) -> Result<(), Problem> {
        let columns =
            Columns::parse(headings).map_err(|errors| Problem::new(Code::ValidationFailed).errors(errors))?;
        self.reading = Some(Reading {
            columns,
            places: self.places,
            vault: &self.upload.state.vault,
            import_id: self.id,
            regency_id: self.upload.regency_id,
            origin: self.upload.origin,
            today: self.upload.today,
            decile_source: self.upload.options.decile_source,
            decile_as_of: self.upload.options.decile_as_of,
        });
        Ok(())
    }
}

fn unreadable(error: CsvError) -> Problem {
    let detail = Text::fixed(
        "Satu baris lebih panjang dari 16 KiB atau memuat lebih dari 100 kolom.",
        "One line is longer than 16 KiB or has more than 100 columns.",
    );
    Problem::invalid_field(FieldError::new("", "unreadable_file", detail)).source(error)
}

fn empty() -> Problem {
    let detail = Text::fixed("Berkas tidak memuat baris data.", "The file has no rows.");
    Problem::invalid_field(FieldError::new("", "empty_file", detail))
}
