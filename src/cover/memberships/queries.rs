//! The statements of the insurer's facts. The caller's scope reaches a fact through its worker.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::MembershipRow;
use crate::access::caller::RegionScope;
use crate::cover::standing::rules::MembershipState;
use crate::domain::RegionCode;
use crate::platform::db::schema::{memberships, workers};

/// Which facts a list shows.
#[derive(Debug, Clone, Default)]
pub struct MembershipFilter {
    /// Of workers in this region.
    pub region: Option<RegionCode>,
    /// In this state.
    pub state: Option<MembershipState>,
    /// Of this worker.
    pub worker_id: Option<Uuid>,
}

/// A fact and the village of its worker.
pub type Placed = (MembershipRow, String);

/// Facts beside their workers: the one way from one to the other, which cannot forget the regency.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_worker() -> _ {
    memberships::table.inner_join(
        workers::table
            .on(workers::id.eq(memberships::worker_id).and(workers::regency_id.eq(memberships::regency_id))),
    )
}

type Listed = memberships::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: &MembershipFilter) -> Listed {
    let worker = workers::table
        .filter(workers::id.eq(memberships::worker_id))
        .filter(workers::regency_id.eq(memberships::regency_id));
    let mut query = memberships::table.filter(scope.filter_regency(memberships::regency_id)).into_boxed();
    if !scope.whole_regencies() {
        let own = worker.filter(scope.filter(workers::regency_id, workers::village_code));
        query = query.filter(exists(own));
    }
    if let Some(region) = &filter.region {
        let code = region.as_str().to_owned();
        let below = format!("{code}.%");
        let within = workers::village_code.eq(code).or(workers::village_code.like(below));
        query = query.filter(exists(worker.filter(within)));
    }
    if let Some(state) = filter.state {
        query = query.filter(memberships::state.eq(state.as_str()));
    }
    if let Some(worker_id) = filter.worker_id {
        query = query.filter(memberships::worker_id.eq(worker_id));
    }
    query
}

/// A page of facts in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &MembershipFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<MembershipRow>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(memberships::id.gt(after));
    }
    query.order(memberships::id).limit(limit).select(MembershipRow::as_select()).load(conn).await
}

/// How many facts a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &MembershipFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}

/// A fact whose worker lies in the caller's regions.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<Placed>> {
    with_worker()
        .filter(memberships::id.eq(id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select((MembershipRow::as_select(), workers::village_code))
        .first(conn)
        .await
        .optional()
}

/// Like [`find`], locked until the transaction ends together with its registration: that first, for whoever moves the facts of
/// one registration to another holds both before the facts.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<Placed>> {
    let Some((seen, _)) = find(conn, scope, id).await? else { return Ok(None) };
    let registration = workers::table.find((seen.worker_id, seen.regency_id)).select(workers::id);
    let _: Uuid = registration.for_no_key_update().first(conn).await?;
    with_worker()
        .filter(memberships::id.eq(id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select((MembershipRow::as_select(), workers::village_code))
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// Whether the registration of a fact was merged into another one.
pub async fn is_of_tombstone(conn: &mut AsyncPgConnection, row: &MembershipRow) -> QueryResult<bool> {
    let registration = workers::table.find((row.worker_id, row.regency_id));
    let into: Option<Uuid> = registration.select(workers::merged_into_id).first(conn).await?;
    Ok(into.is_some())
}

/// All facts of a registration in the order of their ids, locked until the transaction ends.
pub async fn lock_of_worker(
    conn: &mut AsyncPgConnection,
    (worker_id, regency_id): (Uuid, i32),
) -> QueryResult<Vec<MembershipRow>> {
    memberships::table
        .filter(memberships::worker_id.eq(worker_id))
        .filter(memberships::regency_id.eq(regency_id))
        .order(memberships::id)
        .select(MembershipRow::as_select())
        .for_no_key_update()
        .load(conn)
        .await
}

/// Puts something in the place of the member numbers of locked facts that no number is found under, until the whole rows are
/// written again in the same transaction.
pub async fn put_numbers_aside(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    ids: &[Uuid],
) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE memberships SET member_number_hash = sha256(convert_to(id::text, 'UTF8')) \
         WHERE regency_id = $1 AND id = ANY ($2) AND member_number_hash IS NOT NULL",
    )
    .bind::<diesel::sql_types::Integer, _>(regency_id)
    .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(ids)
    .execute(conn)
    .await
    .map(|_| ())
}

/// The newest fact of each of these workers, which lie in the caller's regions.
pub async fn newest(
    conn: &mut AsyncPgConnection,
    regencies: &[i32],
    worker_ids: &[Uuid],
) -> QueryResult<Vec<MembershipRow>> {
    memberships::table
        .filter(memberships::worker_id.eq_any(worker_ids))
        .filter(memberships::regency_id.eq_any(regencies))
        .distinct_on(memberships::worker_id)
        .order((memberships::worker_id, memberships::as_of.desc(), memberships::created_at.desc()))
        .select(MembershipRow::as_select())
        .load(conn)
        .await
}

/// Writes new facts.
pub async fn insert(conn: &mut AsyncPgConnection, rows: &[MembershipRow]) -> QueryResult<()> {
    // A statement carries at most 65,535 values.
    for chunk in rows.chunks(2_000) {
        diesel::insert_into(memberships::table).values(chunk).execute(conn).await?;
    }
    Ok(())
}

/// Writes a locked fact.
pub async fn update(conn: &mut AsyncPgConnection, row: &MembershipRow) -> QueryResult<()> {
    diesel::update(memberships::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}
