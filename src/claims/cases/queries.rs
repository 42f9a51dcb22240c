//! Reading and writing claims.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, min, not};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::codes::{ClaimKind, ClaimStatus};
use super::model::{ClaimRow, WorkerCard};
use crate::access::caller::RegionScope;
use crate::domain::{Day, RegionCode};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{claims, persons, users, workers};

/// Which claims to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Only those of workers in this region.
    pub region: Option<RegionCode>,
    /// Only those in one of these states; none means all.
    pub statuses: Vec<ClaimStatus>,
    /// Only this kind.
    pub kind: Option<ClaimKind>,
    /// Only those of this worker.
    pub worker_id: Option<Uuid>,
}

/// A claim beside its worker. The worker says in which village the claim lies.
#[diesel::dsl::auto_type]
fn with_worker() -> _ {
    claims::table.inner_join(
        workers::table.on(workers::id.eq(claims::worker_id).and(workers::regency_id.eq(claims::regency_id))),
    )
}

/// A claim of the caller's regions.
pub async fn find_claim(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<(ClaimRow, WorkerCard)>> {
    with_worker()
        .filter(claims::id.eq(id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select((ClaimRow::as_select(), WorkerCard::as_select()))
        .first(conn)
        .await
        .optional()
}

/// Locks a claim of the caller's regions until the end of the transaction. The worker's row stays free.
pub async fn lock_claim(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<(ClaimRow, WorkerCard)>> {
    let locked: Option<Uuid> = claims::table
        .filter(claims::id.eq(id))
        .filter(scope.filter_regency(claims::regency_id))
        .select(claims::id)
        .for_update()
        .first(conn)
        .await
        .optional()?;
    match locked {
        // Read again after waiting for the lock, with the village checked too.
        Some(id) => find_claim(conn, scope, id).await,
        None => Ok(None),
    }
}

/// Locks a claim of any regency, for what happens to its person everywhere. The caller shows nothing of it.
pub async fn lock_anywhere(conn: &mut AsyncPgConnection, id: Uuid) -> QueryResult<(ClaimRow, WorkerCard)> {
    let _: Uuid = claims::table.filter(claims::id.eq(id)).select(claims::id).for_update().first(conn).await?;
    let claim = with_worker().filter(claims::id.eq(id));
    claim.select((ClaimRow::as_select(), WorkerCard::as_select())).first(conn).await
}

/// The claim, of any regency, that was let go with this death when it was revoked: nothing else is withdrawn once it is decided.
/// None for an accident that was claimed anew since.
pub async fn let_go_with(
    conn: &mut AsyncPgConnection,
    person_id: Uuid,
    died_on: Day,
) -> QueryResult<Option<Uuid>> {
    let anew = diesel::alias!(claims as anew);
    let claimed_anew = anew
        .filter(anew.field(claims::person_id).eq(claims::person_id))
        .filter(anew.field(claims::kind).eq(claims::kind))
        .filter(anew.field(claims::event_on).eq(claims::event_on))
        .filter(anew.field(claims::regency_id).eq(claims::regency_id))
        .filter(anew.field(claims::status).ne(AsText(ClaimStatus::Withdrawn)));
    let is_for_the_death = claims::kind.eq(AsText(ClaimKind::Death)).and(claims::event_on.eq(died_on));
    claims::table
        .filter(claims::person_id.eq(person_id))
        .filter(is_for_the_death.or(claims::died_on.is_not_distinct_from(died_on)))
        .filter(claims::status.eq(AsText(ClaimStatus::Withdrawn)))
        .filter(claims::decided_on.is_not_null())
        .filter(not(exists(claimed_anew)))
        .order(claims::id.desc())
        .select(claims::id)
        .first(conn)
        .await
        .optional()
}

/// Claims of the caller's regions in the order of their ids, after an id.
pub async fn list_claims(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &ClaimFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<(ClaimRow, WorkerCard)>> {
    let mut query = filtered(scope, filter).select((ClaimRow::as_select(), WorkerCard::as_select()));
    if let Some(id) = after {
        query = query.filter(claims::id.gt(id));
    }
    query.order(claims::id).limit(limit).load(conn).await
}

/// How many claims of the caller's regions match.
pub async fn count_claims(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &ClaimFilter,
) -> QueryResult<i64> {
    filtered(scope, filter).count().get_result(conn).await
}

fn filtered(scope: &RegionScope, filter: &ClaimFilter) -> diesel::dsl::IntoBoxed<'static, with_worker, Pg> {
    let mut query = with_worker().into_boxed();
    query = query.filter(scope.filter(workers::regency_id, workers::village_code));
    if let Some(region) = &filter.region {
        query = query.filter(workers::village_code.like(region.prefix_pattern()));
    }
    if !filter.statuses.is_empty() {
        let statuses: Vec<&'static str> = filter.statuses.iter().map(|status| status.as_str()).collect();
        query = query.filter(claims::status.eq_any(statuses));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(claims::kind.eq(AsText(kind)));
    }
    if let Some(worker_id) = filter.worker_id {
        query = query.filter(claims::worker_id.eq(worker_id));
    }
    query
}

/// A worker of the caller's regions for whom a claim can be filed: not one that was merged into another. Held
/// as it is until the transaction ends, so that the claim's person is the worker's.
pub async fn find_claimant(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_id: Uuid,
) -> QueryResult<Option<WorkerCard>> {
    workers::table
        .filter(workers::id.eq(worker_id))
        .filter(workers::status.ne("merged"))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select(WorkerCard::as_select())
        .for_share()
        .first(conn)
        .await
        .optional()
}

/// Locks a person, so that what must be unique for one person across regencies can be checked.
pub async fn lock_person(conn: &mut AsyncPgConnection, person_id: Uuid) -> QueryResult<()> {
    let _: Uuid = persons::table.find(person_id).select(persons::id).for_no_key_update().first(conn).await?;
    Ok(())
}

/// The claims of these people over all regencies, in the order of their ids, locked until the transaction ends.
pub async fn lock_of_people(conn: &mut AsyncPgConnection, persons: &[Uuid]) -> QueryResult<Vec<ClaimRow>> {
    claims::table
        .filter(claims::person_id.eq_any(persons))
        .order(claims::id)
        .select(ClaimRow::as_select())
        .for_update()
        .load(conn)
        .await
}

/// When another claim of the person in a regency was verified for the first time, whatever became of it: one that is filed beside it
/// may take its place.
pub async fn other_verification(
    conn: &mut AsyncPgConnection,
    (regency_id, person_id): (i32, Uuid),
    other_than: Uuid,
) -> QueryResult<Option<DateTime<Utc>>> {
    claims::table
        .filter(claims::regency_id.eq(regency_id))
        .filter(claims::person_id.eq(person_id))
        .filter(claims::id.ne(other_than))
        .select(min(claims::first_verified_at))
        .first(conn)
        .await
}

/// The claim for the person's death, as a death or as an accident that ended in it, in whichever regency, that is another one
/// than this.
pub async fn other_death_claim(
    conn: &mut AsyncPgConnection,
    person_id: Uuid,
    other_than: Uuid,
) -> QueryResult<Option<Uuid>> {
    claims::table
        .filter(claims::person_id.eq(person_id))
        .filter(claims::kind.eq(AsText(ClaimKind::Death)).or(claims::died_on.is_not_null()))
        .filter(claims::status.ne(AsText(ClaimStatus::Withdrawn)))
        .filter(claims::id.ne(other_than))
        .order(claims::id)
        .select(claims::id)
        .first(conn)
        .await
        .optional()
}

/// Writes a new claim.
pub async fn insert_claim(conn: &mut AsyncPgConnection, row: &ClaimRow) -> QueryResult<()> {
    diesel::insert_into(claims::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes the next version of a claim; `false` when it is not the next one.
pub async fn update_claim(conn: &mut AsyncPgConnection, row: &ClaimRow) -> QueryResult<bool> {
    let before = claims::table.find((row.id, row.regency_id)).filter(claims::version.eq(row.version - 1));
    diesel::update(before).set(row).execute(conn).await.map(|updated| updated == 1)
}

/// What the people behind these accounts are called.
pub async fn names_of_users(conn: &mut AsyncPgConnection, ids: &[Uuid]) -> QueryResult<Vec<(Uuid, String)>> {
    users::table.filter(users::id.eq_any(ids)).select((users::id, users::full_name)).load(conn).await
}
