//! The stored answers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::answer::{Answer, AnswerHeaders, mark_replayed, response};
use crate::platform::db::schema::idempotency_answers;
use crate::platform::http::codes::Code;
use crate::platform::http::problem::Problem;
use crate::platform::vault::{Kind, Vault};

diesel::define_sql_function! {
    /// Takes the advisory lock until the transaction ends, or says at once that another has it.
    fn pg_try_advisory_xact_lock(key: BigInt) -> Bool;
}

/// An answer given before.
#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_answers, check_for_backend(diesel::pg::Pg))]
pub(super) struct StoredAnswer {
    request_digest: Vec<u8>,
    status: i16,
    headers: Value,
    body_sealed: Option<Vec<u8>>,
}

impl StoredAnswer {
    /// The same answer again, if the same was asked.
    pub(super) fn replay(self, vault: &Vault, request_digest: &[u8]) -> Result<HttpResponse, Problem> {
        if self.request_digest != request_digest {
            return Err(Problem::new(Code::IdempotencyKeyReused));
        }
        let code = u16::try_from(self.status).map_err(Problem::internal)?;
        let status = StatusCode::from_u16(code).map_err(Problem::internal)?;
        let headers: AnswerHeaders = serde_json::from_value(self.headers).map_err(Problem::internal)?;
        let body = self
            .body_sealed
            .map(|sealed| vault.open_bytes(Kind::IdempotencyAnswer, &sealed))
            .transpose()
            .map_err(Problem::internal)?;
        Ok(mark_replayed(response(status, &headers, body)))
    }
}

/// Makes this request the only running one with its key; `false` if another is running.
pub(super) async fn try_lock(conn: &mut AsyncPgConnection, key_digest: &[u8]) -> QueryResult<bool> {
    // Two keys that share 64 bits of their digests only make each other wait.
    let lock = key_digest.first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
    diesel::select(pg_try_advisory_xact_lock(lock)).get_result(conn).await
}

pub(super) async fn find(
    conn: &mut AsyncPgConnection,
    key_digest: &[u8],
) -> QueryResult<Option<StoredAnswer>> {
    idempotency_answers::table.find(key_digest).select(StoredAnswer::as_select()).first(conn).await.optional()
}

pub(super) async fn keep(
    conn: &mut AsyncPgConnection,
    vault: &Vault,
    key_digest: Vec<u8>,
    request_digest: Vec<u8>,
    answer: &Answer,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let status = i16::try_from(answer.status.as_u16()).map_err(Problem::internal)?;
    let headers = serde_json::to_value(&answer.headers).map_err(Problem::internal)?;
    let body_sealed = answer
        .stored_body()
        .map(|body| vault.seal_bytes(Kind::IdempotencyAnswer, body))
        .transpose()
        .map_err(Problem::internal)?;
    diesel::insert_into(idempotency_answers::table)
        .values((
            idempotency_answers::key_digest.eq(key_digest),
            idempotency_answers::request_digest.eq(request_digest),
            idempotency_answers::status.eq(status),
            idempotency_answers::headers.eq(headers),
            idempotency_answers::body_sealed.eq(body_sealed),
            idempotency_answers::created_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets answers older than an instant. Returns how many.
pub async fn forget_before(conn: &mut AsyncPgConnection, instant: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(idempotency_answers::table.filter(idempotency_answers::created_at.lt(instant)))
        .execute(conn)
        .await
}
