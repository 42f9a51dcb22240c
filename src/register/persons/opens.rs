//! Records that were opened with nothing but masks, written down in batches: a write for each read would
//! halve the reads.
//!
//! A process that is killed loses what it noted since the last flush, which is a second ago at most. What
//! is shown in clear is never noted here ([`super::access_log`]).

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::platform::changes::{Actor, Origin};
use crate::platform::db::Db;
use crate::platform::http::Problem;

/// How many opened records make a batch. Whoever completes one writes it, so that the buffer is bounded.
const BATCH: usize = 1000;

/// The opened records of this process that are not written yet.
#[derive(Debug, Default)]
pub struct Opens {
    noted: Mutex<Batch>,
}

/// Opened records, one array for each column.
#[derive(Debug, Default)]
struct Batch {
    ids: Vec<Uuid>,
    regency_ids: Vec<i32>,
    worker_ids: Vec<Uuid>,
    actor_kinds: Vec<&'static str>,
    actor_ids: Vec<Uuid>,
    request_ids: Vec<Option<Uuid>>,
    opened_at: Vec<DateTime<Utc>>,
}

impl Opens {
    /// Notes that a caller opened a record. The caller holds no connection: a full batch is written at once, on one of its
    /// own.
    pub async fn note(
        &self,
        db: &Db,
        origin: &Origin,
        regency_id: i32,
        worker_id: Uuid,
    ) -> Result<(), Problem> {
        let (Actor::User(actor_id) | Actor::Client(actor_id)) = origin.actor else { return Ok(()) };
        let full = {
            let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
            noted.ids.push(Uuid::now_v7());
            noted.regency_ids.push(regency_id);
            noted.worker_ids.push(worker_id);
            noted.actor_kinds.push(origin.actor.kind());
            noted.actor_ids.push(actor_id);
            noted.request_ids.push(origin.request_id);
            noted.opened_at.push(origin.now);
            (noted.ids.len() >= BATCH).then(|| std::mem::take(&mut *noted))
        };
        match full {
            Some(batch) => self.save(db, batch).await,
            None => Ok(()),
        }
    }

    /// Writes what was noted.
    pub async fn flush(&self, db: &Db) -> Result<(), Problem> {
        let batch = std::mem::take(&mut *self.noted.lock().unwrap_or_else(PoisonError::into_inner));
        if batch.ids.is_empty() { Ok(()) } else { self.save(db, batch).await }
    }

    async fn save(&self, db: &Db, batch: Batch) -> Result<(), Problem> {
        match db.write().await {
            Ok(mut conn) => self.write(&mut conn, batch).await,
            Err(error) => {
                self.put_back(batch);
                Err(error.into())
            }
        }
    }

    async fn write(&self, conn: &mut AsyncPgConnection, batch: Batch) -> Result<(), Problem> {
        match (&batch).execute(conn).await {
            Ok(_) => Ok(()),
            Err(error) => {
                self.put_back(batch);
                Err(error.into())
            }
        }
    }

    /// Keeps a batch that could not be written for the next flush. While the database is away nothing is
    /// read either, so that it does not grow.
    fn put_back(&self, batch: Batch) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.ids.extend(batch.ids);
        noted.regency_ids.extend(batch.regency_ids);
        noted.worker_ids.extend(batch.worker_ids);
        noted.actor_kinds.extend(batch.actor_kinds);
        noted.actor_ids.extend(batch.actor_ids);
        noted.request_ids.extend(batch.request_ids);
        noted.opened_at.extend(batch.opened_at);
    }
}

impl QueryId for Batch {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for Batch {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO person_access_log (id, regency_id, worker_id, actor_kind, actor_id, request_id, \
             opened_at, fields) SELECT opened.*, '{}' FROM unnest(",
        );
        out.push_bind_param::<Array<SqlUuid>, _>(&self.ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, _>(&self.regency_ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.worker_ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.actor_kinds)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.actor_ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Nullable<SqlUuid>>, _>(&self.request_ids)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Timestamptz>, _>(&self.opened_at)?;
        out.push_sql(") AS opened");
        Ok(())
    }
}
