//! Statements over imports, their rows and the villages they may name.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Integer, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::dto::{ImportKind, Verdict};
use super::model::{ImportRow, VerdictRow};
use crate::access::caller::Principal;
use crate::cover::memberships::bulk as memberships;
use crate::platform::db::schema::{import_rows, imports, regencies, regions};
use crate::register::workers::bulk;

/// A worker of imports may die twice with a file before the file is given up.
pub const ATTEMPTS_MAX: i32 = 3;

type Imports<'a> = imports::BoxedQuery<'a, diesel::pg::Pg>;

/// The imports a caller may see: of the kinds the caller may import, those of the whole regency, or else the caller's
/// own.
fn visible<'a>(caller: &Principal) -> Imports<'a> {
    let kinds = [ImportKind::Workers, ImportKind::Memberships].into_iter().filter(|kind| kind.is_of(caller));
    let in_regencies = imports::table
        .filter(caller.scope.filter_regency(imports::regency_id))
        .filter(imports::kind.eq_any(kinds.map(ImportKind::as_str)))
        .into_boxed();
    if caller.scope.whole_regencies() {
        in_regencies
    } else {
        in_regencies.filter(imports::actor_id.eq(caller.account_id))
    }
}

pub async fn find_import(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    id: Uuid,
) -> QueryResult<Option<ImportRow>> {
    visible(caller).filter(imports::id.eq(id)).select(ImportRow::as_select()).first(conn).await.optional()
}

pub async fn list_imports(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    before: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<ImportRow>> {
    let mut query = visible(caller);
    if let Some(before) = before {
        query = query.filter(imports::id.lt(before));
    }
    query.order(imports::id.desc()).limit(limit).select(ImportRow::as_select()).load(conn).await
}

pub async fn count_imports(conn: &mut AsyncPgConnection, caller: &Principal) -> QueryResult<i64> {
    visible(caller).count().get_result(conn).await
}

/// The job that an Idempotency-Key named before.
pub async fn find_by_key(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    key_digest: &[u8],
) -> QueryResult<Option<ImportRow>> {
    imports::table
        .filter(imports::key_digest.eq(key_digest))
        .filter(imports::regency_id.eq(regency_id))
        .select(ImportRow::as_select())
        .first(conn)
        .await
        .optional()
}

pub async fn insert_import(conn: &mut AsyncPgConnection, import: &ImportRow) -> QueryResult<()> {
    diesel::insert_into(imports::table).values(import).execute(conn).await.map(|_| ())
}

pub async fn update_import(conn: &mut AsyncPgConnection, import: &ImportRow) -> QueryResult<()> {
    diesel::update(imports::table.find((import.id, import.regency_id)))
        .set(import)
        .execute(conn)
        .await
        .map(|_| ())
}

/// Rows of an import in the order of the file. The caller has found the import in its own regions.
pub async fn list_rows(
    conn: &mut AsyncPgConnection,
    import: &ImportRow,
    verdict: Option<Verdict>,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<VerdictRow>> {
    rows_of(import, verdict)
        .filter(import_rows::row_number.gt(after))
        .order(import_rows::row_number)
        .limit(limit)
        .select(VerdictRow::as_select())
        .load(conn)
        .await
}

pub async fn count_rows(
    conn: &mut AsyncPgConnection,
    import: &ImportRow,
    verdict: Option<Verdict>,
) -> QueryResult<i64> {
    rows_of(import, verdict).count().get_result(conn).await
}

fn rows_of<'a>(import: &ImportRow, verdict: Option<Verdict>) -> import_rows::BoxedQuery<'a, diesel::pg::Pg> {
    let rows = import_rows::table
        .filter(import_rows::import_id.eq(import.id))
        .filter(import_rows::regency_id.eq(import.regency_id))
        .into_boxed();
    match verdict {
        Some(verdict) => rows.filter(import_rows::verdict.eq(verdict.as_str())),
        None => rows,
    }
}

/// Makes this upload the only one with its key until the transaction ends; `false` if another is under way.
pub async fn try_lock_key(
    transaction: &tokio_postgres::Transaction<'_>,
    key_digest: &[u8],
) -> Result<bool, tokio_postgres::Error> {
    let lock =
        "SELECT pg_try_advisory_xact_lock(('x' || encode(substr($1::bytea, 1, 8), 'hex'))::bit(64)::bigint)";
    transaction.query_one(lock, &[&key_digest]).await?.try_get(0)
}

/// Takes the names of imports that are no longer repeated, so that a key may be used anew.
pub async fn forget_keys(conn: &mut AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    diesel::update(
        imports::table.filter(imports::key_digest.is_not_null()).filter(imports::created_at.lt(before)),
    )
    .set(imports::key_digest.eq(None::<Vec<u8>>))
    .execute(conn)
    .await
}

/// How long a claimed import may wait for its merge to begin, before it counts as left behind.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// The waiting import of longest standing becomes this process's to run. An import whose process died is still
/// `running` and nobody holds its lock: after the lease it waits again. Within it, the process that has just claimed it
/// may not have come to lock it.
pub async fn claim(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<Option<ImportRow>> {
    let waiting = imports::table
        .filter(
            imports::status
                .eq("queued")
                .or(imports::status.eq("running").and(imports::started_at.le(now - LEASE))),
        )
        .order(imports::created_at)
        .for_update()
        .skip_locked()
        .select(ImportRow::as_select())
        .first(conn)
        .await
        .optional()?;
    let Some(mut import) = waiting else { return Ok(None) };
    import.status = "running".to_owned();
    import.attempts += 1;
    import.started_at = Some(now);
    import.updated_at = now;
    update_import(conn, &import).await?;
    Ok(Some(import))
}

/// Locks a claimed import for the transaction that merges it; none if another process has it.
pub async fn lock_claimed(
    conn: &mut AsyncPgConnection,
    import: &ImportRow,
) -> QueryResult<Option<ImportRow>> {
    imports::table
        .filter(imports::id.eq(import.id))
        .filter(imports::regency_id.eq(import.regency_id))
        .filter(imports::status.eq("running"))
        .filter(imports::attempts.eq(import.attempts))
        .for_update()
        .skip_locked()
        .select(ImportRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Keeps a verdict for every staged row, of whichever kind the file is.
pub async fn keep_verdicts(conn: &mut AsyncPgConnection, import: &ImportRow) -> QueryResult<usize> {
    sql_query(
        "INSERT INTO import_rows (import_id, regency_id, row_number, verdict, worker_id, problems) \
         SELECT load_id, regency_id, row_number, CASE WHEN problems IS NULL THEN 'applied' ELSE 'refused' END, \
           CASE WHEN problems IS NULL THEN worker_id END, problems FROM (\
             SELECT load_id, regency_id, row_number, worker_id, problems FROM staged_workers \
             WHERE load_id = $1 AND regency_id = $2 \
             UNION ALL SELECT load_id, regency_id, row_number, worker_id, problems FROM staged_memberships \
             WHERE load_id = $1 AND regency_id = $2) AS staged",
    )
    .bind::<SqlUuid, _>(import.id)
    .bind::<Integer, _>(import.regency_id)
    .execute(conn)
    .await
}

/// Takes the rows of a load out of the staging tables.
pub async fn clear_staged(conn: &mut AsyncPgConnection, load_id: Uuid, regency_id: i32) -> QueryResult<()> {
    bulk::clear_rows(conn, load_id, regency_id).await?;
    memberships::clear_rows(conn, load_id, regency_id).await.map(|_| ())
}

/// Code and name of every village of a regency, with the name of its district.
pub async fn villages_of(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
) -> QueryResult<Vec<(String, String, String)>> {
    let districts = diesel::alias!(regions as districts);
    let regency: String =
        regencies::table.find(regency_id).select(regencies::region_code).first(conn).await?;
    regions::table
        .inner_join(districts.on(regions::parent_code.eq(districts.field(regions::code).nullable())))
        .filter(regions::level.eq("village"))
        .filter(regions::code.like(format!("{regency}.%")))
        .select((regions::code, regions::name, districts.field(regions::name)))
        .load(conn)
        .await
}

/// Takes away staged rows whose upload broke off before its job was made.
pub async fn sweep_abandoned(conn: &mut AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    sql_query(
        "DELETE FROM staged_workers AS s WHERE NOT EXISTS (\
           SELECT FROM imports AS i WHERE i.id = s.load_id AND i.regency_id = s.regency_id) \
         AND to_timestamp(('x' || substr(replace(s.load_id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0) < $1",
    )
    .bind::<Timestamptz, _>(before)
    .execute(conn)
    .await
}
