//! Receiving a file: read as it arrives, staged by COPY, and answered with a job.

use chrono::{DateTime, Utc};
use uuid::Uuid;

mod intake;

use self::intake::Intake;
use super::dto::{ImportKind, ImportOptions};
use super::model::ImportRow;
use super::places::{Places, Village};
use super::queries;
use crate::access::caller::Principal;
use crate::app::AppState;
use crate::domain::{Day, RegionCode};
use crate::platform::changes::{self, Actor, Change, Origin};
use crate::platform::csv::Sheet;
use crate::platform::db::transaction::transact;
use crate::platform::http::incoming::{Digests, Incoming};
use crate::platform::http::{Code, FieldError, Problem, Text};

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
        let id = Uuid::now_v7();
        let places = match self.options.kind {
            ImportKind::Workers => Some(self.places().await?),
            ImportKind::Memberships => None,
        };
        let (rows_total, digests) = self.stage(id, places.as_ref(), incoming).await?;
        let import = self.job(id, rows_total, digests);
        let mut conn = self.state.db.write().await?;
        let made = transact(&mut conn, async |conn| {
            queries::insert_import(conn, &import).await?;
            let change = Change::created(&import).map_err(Problem::internal)?;
            Ok(changes::record(conn, &self.origin, &[change]).await?)
        })
        .await;
        if made.is_err() {
            // Most likely another upload with the same key was faster. What is left here is also swept daily.
            queries::clear_staged(&mut conn, id, self.regency_id).await?;
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
        places: Option<&Places>,
        mut incoming: Incoming,
    ) -> Result<(i32, Digests), Problem> {
        let mut client = self.state.db.copy_client().await?;
        let transaction = client.transaction().await?;
        if let Some(key_digest) = &self.key_digest
            && !queries::try_lock_key(&transaction, key_digest).await?
        {
            return Err(Problem::new(Code::IdempotencyInProgress).retry_after(1));
        }
        let mut intake = Intake::open(self, &transaction, id, places).await?;
        let mut sheet = Sheet::new(None);
        while let Some(piece) = incoming.next().await? {
            intake.take(sheet.feed(&piece)?).await?;
        }
        intake.take(sheet.finish()?).await?;
        let rows = intake.finish(&transaction).await?;
        if rows == 0 {
            return Err(empty());
        }
        transaction.commit().await?;
        Ok((rows, incoming.digests()))
    }

    fn job(&self, id: Uuid, rows_total: i32, digests: Digests) -> ImportRow {
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
            request_digest: Some(digests.request),
            failure_code: None,
            started_at: None,
            finished_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
            file_name: self.options.file_name.clone(),
            file_digest: Some(digests.file),
            as_of: self.options.as_of,
        }
    }
}

fn empty() -> Problem {
    let detail = Text::fixed("Berkas tidak memuat baris data.", "The file has no rows.");
    Problem::invalid_field(FieldError::new("", "empty_file", detail))
}
