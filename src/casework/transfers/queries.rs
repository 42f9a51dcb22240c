//! The statements of requests. A request lies in the regions of both sides.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::TransferRow;
use super::rules::TransferStatus;
use crate::access::caller::RegionScope;
use crate::cover::coverages::rules::CoverageStatus;
use crate::domain::{Day, Month, Nik, PayerKind};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::{coverages, funding_sources, persons, transfers, workers};
use crate::platform::vault::LookupHash;
use crate::register::workers::rules::WorkerStatus;

type Listed = transfers::BoxedQuery<'static, diesel::pg::Pg>;

fn visible(scope: &RegionScope) -> Listed {
    let asks = scope.filter(transfers::regency_id, transfers::to_village_code);
    let gives = scope
        .filter(transfers::from_regency_id.assume_not_null(), transfers::from_village_code.assume_not_null());
    transfers::table.filter(asks.or(transfers::from_regency_id.is_not_null().and(gives))).into_boxed()
}

/// A page of requests in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    status: Option<TransferStatus>,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<TransferRow>> {
    let mut query = listed(scope, status);
    if let Some(after) = after {
        query = query.filter(transfers::id.gt(after));
    }
    query.order(transfers::id).limit(limit).select(TransferRow::as_select()).load(conn).await
}

/// How many requests a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    status: Option<TransferStatus>,
) -> QueryResult<i64> {
    listed(scope, status).count().get_result(conn).await
}

fn listed(scope: &RegionScope, status: Option<TransferStatus>) -> Listed {
    match status {
        Some(status) => visible(scope).filter(transfers::status.eq(AsText(status))),
        None => visible(scope),
    }
}

/// A request that the caller sees.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<TransferRow>> {
    let found = visible(scope).filter(transfers::id.eq(id));
    found.select(TransferRow::as_select()).first(conn).await.optional()
}

/// Locks a request that the caller has found, until the transaction ends.
pub async fn lock(conn: &mut AsyncPgConnection, row: &TransferRow) -> QueryResult<TransferRow> {
    transfers::table
        .find((row.id, row.regency_id))
        .for_no_key_update()
        .select(TransferRow::as_select())
        .first(conn)
        .await
}

/// Writes a new request.
pub async fn insert(conn: &mut AsyncPgConnection, row: &TransferRow) -> QueryResult<()> {
    diesel::insert_into(transfers::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a locked request.
pub async fn update(conn: &mut AsyncPgConnection, row: &TransferRow) -> QueryResult<()> {
    diesel::update(transfers::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}

/// A registration that is a person's open one.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct OpenRegistration {
    /// The registration.
    pub id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// Where the worker lives.
    pub village_code: String,
}

/// The open registration of whoever has this NIK, over all regencies: what comes back is for the other side only.
pub async fn open_of(
    conn: &mut AsyncPgConnection,
    nik_hash: &LookupHash<Nik>,
) -> QueryResult<Option<OpenRegistration>> {
    persons::table
        .inner_join(
            workers::table.on(workers::id
                .nullable()
                .eq(persons::open_worker_id)
                .and(workers::regency_id.nullable().eq(persons::open_regency_id))),
        )
        .filter(persons::nik_hash.eq(nik_hash))
        .select((workers::id, workers::regency_id, workers::village_code))
        .first(conn)
        .await
        .optional()
}

/// The request with which a regency asks for whoever has this NIK, while it waits for its answer, and the village it is for.
pub async fn requested(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    nik_hash: &LookupHash<Nik>,
) -> QueryResult<Option<(Uuid, String)>> {
    transfers::table
        .filter(transfers::regency_id.eq(regency_id))
        .filter(transfers::nik_hash.eq(nik_hash))
        .filter(transfers::status.eq(AsText(TransferStatus::Requested)))
        .select((transfers::id, transfers::to_village_code))
        .first(conn)
        .await
        .optional()
}

/// A registration with its regency.
pub type Registration = (Uuid, i32);

/// What a registration is called, whose it is, where it lies, and how it stands.
#[derive(Clone, PartialEq, Queryable)]
pub struct Known {
    /// What the worker is called.
    pub name: String,
    nik_hash: Option<LookupHash<Nik>>,
    village_code: String,
    status: String,
}

impl Known {
    /// Whether it is open in the village that a request names, under the NIK that this names.
    pub fn is_asked_for_by(&self, row: &TransferRow) -> bool {
        let is_open = WorkerStatus::parse(&self.status).is_ok_and(WorkerStatus::is_open);
        is_open
            && row.from_village_code.as_deref() == Some(self.village_code.as_str())
            && self.nik_hash.as_ref() == Some(&row.nik_hash)
    }
}

/// What is known of registrations.
pub async fn known(
    conn: &mut AsyncPgConnection,
    of: &[Registration],
) -> QueryResult<HashMap<Registration, Known>> {
    let (ids, regencies) = keys(of);
    let known: Vec<(Registration, Known)> = workers::table
        .filter(workers::id.eq_any(ids))
        .filter(workers::regency_id.eq_any(regencies))
        .select((
            (workers::id, workers::regency_id),
            (workers::name, workers::nik_hash, workers::village_code, workers::status),
        ))
        .load(conn)
        .await?;
    Ok(known.into_iter().collect())
}

/// Those of these registrations of which a village pays for a period that reaches into this month or beyond, each with whether that
/// is active; twice where one is and another one is not.
pub async fn paid_by_villages(
    conn: &mut AsyncPgConnection,
    of: &[Registration],
    today: Day,
) -> QueryResult<HashSet<(Registration, bool)>> {
    let (ids, regencies) = keys(of);
    let found: Vec<(Registration, bool)> = coverages::table
        .inner_join(
            funding_sources::table.on(funding_sources::id
                .eq(coverages::funding_source_id)
                .and(funding_sources::regency_id.eq(coverages::regency_id))),
        )
        .filter(coverages::worker_id.eq_any(ids))
        .filter(coverages::regency_id.eq_any(regencies))
        .filter(coverages::status.ne(AsText(CoverageStatus::Ended)))
        .filter(coverages::last_month.ge(AsFirstDay(Month::from_date(today))))
        .filter(funding_sources::payer_kind.eq(PayerKind::Apbdes.as_str()))
        .select((
            (coverages::worker_id, coverages::regency_id),
            coverages::status.eq(AsText(CoverageStatus::Active)),
        ))
        .distinct()
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}

fn keys(of: &[Registration]) -> (Vec<Uuid>, Vec<i32>) {
    of.iter().copied().unzip()
}

/// A period of a registration that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Period {
    /// Its id.
    pub id: Uuid,
    /// Whether a village pays for it.
    pub by_village: bool,
    /// Whether the insurer took it up.
    pub is_active: bool,
}

/// The periods of a registration that reach into this month or beyond.
pub async fn periods(
    conn: &mut AsyncPgConnection,
    (worker_id, regency_id): Registration,
    today: Day,
) -> QueryResult<Vec<Period>> {
    coverages::table
        .inner_join(
            funding_sources::table.on(funding_sources::id
                .eq(coverages::funding_source_id)
                .and(funding_sources::regency_id.eq(coverages::regency_id))),
        )
        .filter(coverages::worker_id.eq(worker_id))
        .filter(coverages::regency_id.eq(regency_id))
        .filter(coverages::status.ne(AsText(CoverageStatus::Ended)))
        .filter(coverages::last_month.ge(AsFirstDay(Month::from_date(today))))
        .order(coverages::id)
        .select((
            coverages::id,
            funding_sources::payer_kind.eq(PayerKind::Apbdes.as_str()),
            coverages::status.eq(AsText(CoverageStatus::Active)),
        ))
        .load(conn)
        .await
}
