//! Who works where.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::domain::{Day, WarungRole};
use crate::platform::db::schema::{warung_workers, warungs, workers};
use crate::register::warungs::model::{LinkRow, WarungRow};
use crate::register::warungs::rules::Period;

/// A link and the worker's name, if the worker lives in the caller's regions.
pub type ListedLink = (LinkRow, Option<String>);

/// The links of a warung, after an id; on a day, those that hold on it.
pub async fn list_links(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    warung: &WarungRow,
    on: Option<Day>,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<ListedLink>> {
    let mut query = warung_workers::table
        .left_join(workers::table.on(worker_of_link(scope)))
        .filter(warung_workers::warung_id.eq(warung.id))
        .filter(warung_workers::regency_id.eq(warung.regency_id))
        .into_boxed();
    if let Some(day) = on {
        query = query
            .filter(warung_workers::since_on.le(day))
            .filter(warung_workers::until_on.is_null().or(warung_workers::until_on.ge(day)));
    }
    if let Some(after) = after {
        query = query.filter(warung_workers::id.gt(after));
    }
    query
        .order(warung_workers::id)
        .limit(limit)
        .select((LinkRow::as_select(), workers::name.nullable()))
        .load(conn)
        .await
}

/// How many links a warung has; on a day, how many hold on it.
pub async fn count_links(
    conn: &mut AsyncPgConnection,
    warung: &WarungRow,
    on: Option<Day>,
) -> QueryResult<i64> {
    let mut query = warung_workers::table
        .filter(warung_workers::warung_id.eq(warung.id))
        .filter(warung_workers::regency_id.eq(warung.regency_id))
        .into_boxed();
    if let Some(day) = on {
        query = query
            .filter(warung_workers::since_on.le(day))
            .filter(warung_workers::until_on.is_null().or(warung_workers::until_on.ge(day)));
    }
    query.count().get_result(conn).await
}

/// One link of a warung.
pub async fn find_link(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    warung: &WarungRow,
    id: Uuid,
) -> QueryResult<Option<ListedLink>> {
    warung_workers::table
        .left_join(workers::table.on(worker_of_link(scope)))
        .filter(warung_workers::id.eq(id))
        .filter(warung_workers::warung_id.eq(warung.id))
        .filter(warung_workers::regency_id.eq(warung.regency_id))
        .select((LinkRow::as_select(), workers::name.nullable()))
        .first(conn)
        .await
        .optional()
}

/// The worker of a link, without those who live outside the caller's regions: a warung may employ people
/// of the village beside it.
#[diesel::dsl::auto_type]
fn worker_of_link<'a>(scope: &'a RegionScope) -> _ {
    let own: crate::access::caller::InRegions<workers::regency_id, workers::village_code> =
        scope.filter(workers::regency_id, workers::village_code);
    workers::id.eq(warung_workers::worker_id).and(workers::regency_id.eq(warung_workers::regency_id)).and(own)
}

/// A job that lasts.
#[derive(Queryable)]
pub struct Job {
    /// Who has it.
    pub worker_id: Uuid,
    /// The link.
    pub id: Uuid,
    /// Where.
    pub warung_id: Uuid,
    /// What the warung is called, if it lies in the caller's regions.
    pub warung_name: Option<String>,
    /// As what.
    pub role: String,
    /// From when.
    pub since_on: Day,
}

/// The jobs that these workers of the caller's regions have now, in the order of the links' ids. The rule
/// for the number of jobs bounds the answer.
pub async fn jobs_of(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    workers: Vec<Uuid>,
) -> QueryResult<Vec<Job>> {
    let own = warungs::id
        .eq(warung_workers::warung_id)
        .and(warungs::regency_id.eq(warung_workers::regency_id))
        .and(scope.filter(warungs::regency_id, warungs::village_code));
    warung_workers::table
        .left_join(warungs::table.on(own))
        .filter(warung_workers::worker_id.eq_any(workers))
        .filter(scope.filter_regency(warung_workers::regency_id))
        .filter(warung_workers::until_on.is_null())
        .order(warung_workers::id)
        .select((
            warung_workers::worker_id,
            warung_workers::id,
            warung_workers::warung_id,
            warungs::name.nullable(),
            warung_workers::role,
            warung_workers::since_on,
        ))
        .load(conn)
        .await
}

/// The name and the state of a worker of a regency in the caller's regions, whom nobody else gives work or
/// changes until the transaction ends.
pub async fn lock_worker(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    regency_id: i32,
    id: Uuid,
) -> QueryResult<Option<LockedWorker>> {
    workers::table
        .filter(workers::id.eq(id))
        .filter(workers::regency_id.eq(regency_id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .for_no_key_update()
        .select(LockedWorker::as_select())
        .first(conn)
        .await
        .optional()
}

/// Like [`lock_worker`] for the worker of a link that the caller may change, wherever the worker lives.
pub async fn lock_linked_worker(conn: &mut AsyncPgConnection, link: &LinkRow) -> QueryResult<LockedWorker> {
    workers::table
        .filter(workers::id.eq(link.worker_id))
        .filter(workers::regency_id.eq(link.regency_id))
        .for_no_key_update()
        .select(LockedWorker::as_select())
        .first(conn)
        .await
}

/// A worker whose row is locked.
#[derive(Queryable, Selectable)]
#[diesel(table_name = workers, check_for_backend(diesel::pg::Pg))]
pub struct LockedWorker {
    /// Who it is.
    pub name: String,
    /// See the workers' rules.
    pub status: String,
}

/// The other jobs of a worker: in which warungs and when.
pub async fn other_jobs(mut conn: &AsyncPgConnection, link: &LinkRow) -> QueryResult<Vec<(Uuid, Period)>> {
    let jobs: Vec<(Uuid, Day, Option<Day>)> = warung_workers::table
        .filter(warung_workers::worker_id.eq(link.worker_id))
        .filter(warung_workers::regency_id.eq(link.regency_id))
        .filter(warung_workers::id.ne(link.id))
        .select((warung_workers::warung_id, warung_workers::since_on, warung_workers::until_on))
        .load(&mut conn)
        .await?;
    Ok(jobs.into_iter().map(|(warung_id, since, until)| (warung_id, Period { since, until })).collect())
}

/// When others own the warung.
pub async fn other_owners(mut conn: &AsyncPgConnection, link: &LinkRow) -> QueryResult<Vec<Period>> {
    let periods: Vec<(Day, Option<Day>)> = warung_workers::table
        .filter(warung_workers::warung_id.eq(link.warung_id))
        .filter(warung_workers::regency_id.eq(link.regency_id))
        .filter(warung_workers::id.ne(link.id))
        .filter(warung_workers::role.eq(WarungRole::Owner.as_str()))
        .select((warung_workers::since_on, warung_workers::until_on))
        .load(&mut conn)
        .await?;
    Ok(periods.into_iter().map(|(since, until)| Period { since, until }).collect())
}

/// The links of a warung that last beyond a day, in the order of their ids.
pub async fn links_beyond(
    conn: &mut AsyncPgConnection,
    warung: &WarungRow,
    day: Day,
) -> QueryResult<Vec<LinkRow>> {
    warung_workers::table
        .filter(warung_workers::warung_id.eq(warung.id))
        .filter(warung_workers::regency_id.eq(warung.regency_id))
        .filter(warung_workers::until_on.is_null().or(warung_workers::until_on.gt(day)))
        .order(warung_workers::id)
        .select(LinkRow::as_select())
        .load(conn)
        .await
}

/// Ends these links of a locked warung on a day.
pub async fn end_links(
    conn: &mut AsyncPgConnection,
    links: &[LinkRow],
    warung: &WarungRow,
    day: Day,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let ids: Vec<Uuid> = links.iter().map(|link| link.id).collect();
    let ended = warung_workers::table
        .filter(warung_workers::warung_id.eq(warung.id))
        .filter(warung_workers::regency_id.eq(warung.regency_id))
        .filter(warung_workers::id.eq_any(ids));
    diesel::update(ended)
        .set((
            warung_workers::until_on.eq(day),
            warung_workers::version.eq(warung_workers::version + 1),
            warung_workers::updated_at.eq(now),
        ))
        .execute(conn)
        .await
}

/// Writes a new link.
pub async fn insert_link(mut conn: &AsyncPgConnection, row: &LinkRow) -> QueryResult<()> {
    diesel::insert_into(warung_workers::table).values(row).execute(&mut conn).await.map(|_| ())
}

/// Writes the whole row over the version before it. The caller holds the warung's lock.
pub async fn update_link(mut conn: &AsyncPgConnection, row: &LinkRow) -> QueryResult<()> {
    let before = warung_workers::table
        .filter(warung_workers::id.eq(row.id))
        .filter(warung_workers::regency_id.eq(row.regency_id))
        .filter(warung_workers::version.eq(row.version - 1));
    super::exactly_one(diesel::update(before).set(row).execute(&mut conn).await?)
}
