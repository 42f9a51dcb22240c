//! Who opened whose record: append-only, one statement for any number of records.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::purpose::Purpose;
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::schema::person_access_log;

/// A record that was opened, and what was shown of it in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The regency of the registration.
    pub regency_id: i32,
    /// The registration.
    pub worker_id: Uuid,
    /// The identifiers shown in clear: `nik`, `phone`.
    pub fields: Vec<&'static str>,
}

#[derive(Insertable)]
#[diesel(table_name = person_access_log)]
struct NewRow<'a> {
    id: Uuid,
    regency_id: i32,
    worker_id: Uuid,
    actor_kind: &'static str,
    actor_id: Uuid,
    request_id: Option<Uuid>,
    purpose: Option<&'static str>,
    note: Option<&'a str>,
    fields: Vec<&'static str>,
    opened_at: DateTime<Utc>,
}

/// Writes down that records were opened for a purpose. Call it before the answer is given.
///
/// The deployment itself opens nothing for anybody's eyes, so that it leaves no rows.
pub async fn record(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    purpose: &Purpose,
    opened: Vec<Opened>,
) -> QueryResult<()> {
    let (Actor::User(actor_id) | Actor::Client(actor_id)) = origin.actor else { return Ok(()) };
    let rows: Vec<NewRow<'_>> = opened
        .into_iter()
        .map(|opened| NewRow {
            id: Uuid::now_v7(),
            regency_id: opened.regency_id,
            worker_id: opened.worker_id,
            actor_kind: origin.actor.kind(),
            actor_id,
            request_id: origin.request_id,
            purpose: Some(purpose.code.as_str()),
            note: purpose.note.as_deref(),
            fields: opened.fields,
            opened_at: origin.now,
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(person_access_log::table).values(&rows).execute(conn).await.map(|_| ())
}
