//! The work of whoever leaves the register.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::domain::{Day, WarungRole};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{warung_workers, warungs, workers};
use crate::register::warungs::model::{LinkRow, WarungRow};

/// The warungs in which workers of the caller's regions work, in the order of their ids, locked until the
/// transaction ends. The rule for the number of jobs bounds them.
pub async fn lock_workplaces(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_ids: &[Uuid],
) -> QueryResult<Vec<WarungRow>> {
    let places: Vec<(Uuid, i32)> = warung_workers::table
        .inner_join(workers::table.on(
            workers::id.eq(warung_workers::worker_id).and(workers::regency_id.eq(warung_workers::regency_id)),
        ))
        .filter(warung_workers::worker_id.eq_any(worker_ids))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select((warung_workers::warung_id, warung_workers::regency_id))
        .load(conn)
        .await?;
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let (ids, regencies): (Vec<Uuid>, Vec<i32>) = places.into_iter().unzip();
    warungs::table
        .filter(warungs::id.eq_any(ids))
        .filter(warungs::regency_id.eq_any(regencies))
        .order(warungs::id)
        .for_no_key_update()
        .select(WarungRow::as_select())
        .load(conn)
        .await
}

/// The work of a locked worker that lasts beyond a day, in the order of the links' ids.
pub async fn work_beyond(
    conn: &mut AsyncPgConnection,
    worker_id: Uuid,
    regency_id: i32,
    day: Day,
) -> QueryResult<Vec<LinkRow>> {
    warung_workers::table
        .filter(warung_workers::worker_id.eq(worker_id))
        .filter(warung_workers::regency_id.eq(regency_id))
        .filter(warung_workers::until_on.is_null().or(warung_workers::until_on.gt(day)))
        .order(warung_workers::id)
        .select(LinkRow::as_select())
        .load(conn)
        .await
}

/// All work of a locked worker, in the order of the links' ids.
pub async fn all_work(
    conn: &mut AsyncPgConnection,
    (worker_id, regency_id): (Uuid, i32),
) -> QueryResult<Vec<LinkRow>> {
    warung_workers::table
        .filter(warung_workers::worker_id.eq(worker_id))
        .filter(warung_workers::regency_id.eq(regency_id))
        .order(warung_workers::id)
        .select(LinkRow::as_select())
        .load(conn)
        .await
}

/// These links of a locked worker, in the order of their ids.
pub async fn work_among(
    conn: &mut AsyncPgConnection,
    worker_id: Uuid,
    regency_id: i32,
    ids: &[Uuid],
) -> QueryResult<Vec<LinkRow>> {
    warung_workers::table
        .filter(warung_workers::id.eq_any(ids))
        .filter(warung_workers::worker_id.eq(worker_id))
        .filter(warung_workers::regency_id.eq(regency_id))
        .order(warung_workers::id)
        .select(LinkRow::as_select())
        .load(conn)
        .await
}

/// Whether somebody else owns the warung after the end of this owner's work. The caller holds the warung.
pub async fn is_owned_since(conn: &mut AsyncPgConnection, link: &LinkRow) -> QueryResult<bool> {
    if link.role.0 != WarungRole::Owner {
        return Ok(false);
    }
    let others = warung_workers::table
        .filter(warung_workers::warung_id.eq(link.warung_id))
        .filter(warung_workers::regency_id.eq(link.regency_id))
        .filter(warung_workers::worker_id.ne(link.worker_id))
        .filter(warung_workers::role.eq(AsText(WarungRole::Owner)))
        .filter(warung_workers::until_on.is_null().or(warung_workers::until_on.ge(link.until_on)));
    diesel::select(exists(others)).get_result(conn).await
}
