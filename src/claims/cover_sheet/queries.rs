//! What the cover sheet reads beside the claim.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::domain::{Day, MemberNumber, Month, Nik};
use crate::platform::db::schema::{coverages, memberships, regencies, regions, workers};
use crate::platform::vault::Sealed;

/// The worker's NIK: sealed, and its mask.
pub async fn nik(
    conn: &mut AsyncPgConnection,
    (id, regency_id): (Uuid, i32),
) -> QueryResult<(Option<Sealed<Nik>>, Option<String>)> {
    workers::table.find((id, regency_id)).select((workers::nik_sealed, workers::nik_mask)).first(conn).await
}

/// A member number: sealed, and its mask.
type Number = (Option<Sealed<MemberNumber>>, Option<String>);

/// The member number of a worker: sealed, and its mask. That of the funded period whose months reach the month of a day, else
/// that of the insurer's last word, else that of the last funded period before.
pub async fn member_number(
    conn: &mut AsyncPgConnection,
    (worker_id, regency_id): (Uuid, i32),
    on: Day,
) -> QueryResult<Number> {
    let month = Month::from_date(on).first_day();
    let mut funded: Vec<(Number, Day)> = coverages::table
        .filter(coverages::worker_id.eq(worker_id))
        .filter(coverages::regency_id.eq(regency_id))
        .filter(coverages::member_number_sealed.is_not_null())
        .filter(coverages::from_month.le(month))
        .order((coverages::from_month.desc(), coverages::id.desc()))
        .select(((coverages::member_number_sealed, coverages::member_number_mask), coverages::last_month))
        .load(conn)
        .await?;
    if let Some(place) = funded.iter().position(|(_, last_month)| *last_month >= month) {
        return Ok(funded.swap_remove(place).0);
    }
    let said: Option<Number> = memberships::table
        .filter(memberships::worker_id.eq(worker_id))
        .filter(memberships::regency_id.eq(regency_id))
        .filter(memberships::member_number_sealed.is_not_null())
        .order((memberships::as_of.desc(), memberships::id.desc()))
        .select((memberships::member_number_sealed, memberships::member_number_mask))
        .first(conn)
        .await
        .optional()?;
    Ok(said.or_else(|| funded.into_iter().next().map(|(number, _)| number)).unwrap_or_default())
}

/// The names of a regency, and of a village and its district, in this order.
pub async fn places(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    village_code: &str,
) -> QueryResult<[String; 3]> {
    let regency: String = regencies::table.find(regency_id).select(regencies::name).first(conn).await?;
    let district_code = village_code.rsplit_once('.').map_or(village_code, |(district, _)| district);
    let names: Vec<(String, String)> = regions::table
        .filter(regions::code.eq_any([village_code, district_code]))
        .select((regions::code, regions::name))
        .load(conn)
        .await?;
    let name = |code: &str| names.iter().find(|(known, _)| known == code).map(|(_, name)| name.clone());
    Ok([regency, name(village_code).unwrap_or_default(), name(district_code).unwrap_or_default()])
}

/// The wage base of the funded period that holds a day, or of the last one before it.
pub async fn wage_base(
    conn: &mut AsyncPgConnection,
    (worker_id, regency_id): (Uuid, i32),
    on: Day,
) -> QueryResult<Option<i64>> {
    coverages::table
        .filter(coverages::worker_id.eq(worker_id))
        .filter(coverages::regency_id.eq(regency_id))
        .filter(coverages::status.eq_any(["approved", "active", "ended"]))
        .filter(coverages::from_month.le(Month::from_date(on).first_day()))
        .order((coverages::from_month.desc(), coverages::id.desc()))
        .select(coverages::wage_base_idr)
        .first(conn)
        .await
        .optional()
}
