//! The statements of reports. The caller's scope comes first; what is asked of a person over all regencies says so.

mod drafts;
mod held;
mod likely;
mod merged;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use drafts::{bound, is_touched};
pub use held::{persons_with, registrations, scope_of, take_turns};
pub use likely::{Sought, likely, numbered};
pub use merged::{merged_into, same_report, told_before};

use super::model::{DeadCard, DeathRow, EndedPeriod};
use super::rules::{DeathSource, DeathStatus};
use crate::access::caller::RegionScope;
use crate::claims::cases::codes::{ClaimKind, ClaimStatus};
use crate::cover::coverages::rules::CoverageStatus;
use crate::cover::deaths::TELLS_DEATH;
use crate::domain::{Day, Month, Nik, RegionCode};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::{claims, coverages, deaths, workers};
use crate::platform::vault::LookupHash;

/// Whether a report `d` is of somebody for whom no claim got past its draft in any regency, and who may have been covered: as was
/// judged when the death was recorded, or by a month or a word of the insurer that became known since.
pub fn is_unclaimed() -> String {
    format!(
        "d.status = 'recorded' AND (d.may_be_covered \
           OR EXISTS (SELECT FROM contribution_obligations AS o WHERE o.person_id = d.person_id AND o.regency_id = d.regency_id \
             AND o.status = 'paid' AND o.paid_on <= d.died_on AND o.updated_at > d.created_at) \
           OR EXISTS (SELECT FROM memberships AS m WHERE m.person_id = d.person_id AND m.regency_id = d.regency_id \
             AND m.state IN ('active', 'in_arrears') AND m.created_at > d.created_at AND coalesce(m.since_on, m.as_of) <= d.died_on)) \
         AND NOT EXISTS (SELECT FROM claims AS k WHERE k.person_id = d.person_id AND {TELLS_DEATH})"
    )
}

/// Which reports a list shows.
#[derive(Debug, Clone, Default)]
pub struct DeathFilter {
    /// Of people in this region.
    pub region: Option<RegionCode>,
    /// In this state.
    pub status: Option<DeathStatus>,
    /// Told by this source.
    pub source: Option<DeathSource>,
    /// Of this registration.
    pub worker_id: Option<Uuid>,
    /// Of a death on this day or later.
    pub died_from: Option<Day>,
    /// Of a death on this day or before.
    pub died_until: Option<Day>,
}

type Listed = deaths::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: &DeathFilter) -> Listed {
    let own = scope.filter(deaths::regency_id, deaths::village_code);
    let mut query = deaths::table.filter(own).into_boxed();
    if let Some(region) = &filter.region {
        query = query.filter(deaths::village_code.like(region.prefix_pattern()));
    }
    if let Some(status) = filter.status {
        query = query.filter(deaths::status.eq(AsText(status)));
    }
    if let Some(source) = filter.source {
        query = query.filter(deaths::source.eq(AsText(source)));
    }
    if let Some(worker_id) = filter.worker_id {
        query = query.filter(deaths::worker_id.eq(worker_id));
    }
    if let Some(day) = filter.died_from {
        query = query.filter(deaths::died_on.ge(day));
    }
    if let Some(day) = filter.died_until {
        query = query.filter(deaths::died_on.le(day));
    }
    query
}

/// A page of reports in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &DeathFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<DeathRow>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(deaths::id.gt(after));
    }
    query.order(deaths::id).limit(limit).select(DeathRow::as_select()).load(conn).await
}

/// How many reports a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &DeathFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}

/// A report of the caller's regions.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<DeathRow>> {
    deaths::table
        .filter(deaths::id.eq(id))
        .filter(scope.filter(deaths::regency_id, deaths::village_code))
        .select(DeathRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Like [`find`], locked until the transaction ends.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<DeathRow>> {
    deaths::table
        .filter(deaths::id.eq(id))
        .filter(scope.filter(deaths::regency_id, deaths::village_code))
        .select(DeathRow::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// Writes a new report.
pub async fn insert(conn: &mut AsyncPgConnection, row: &DeathRow) -> QueryResult<()> {
    diesel::insert_into(deaths::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a locked report.
pub async fn update(conn: &mut AsyncPgConnection, row: &DeathRow) -> QueryResult<()> {
    diesel::update(deaths::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}

/// A registration of the caller's regions, whatever its state, but not one that was merged into another.
pub async fn find_worker(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<DeadCard>> {
    workers::table
        .filter(workers::id.eq(id))
        .filter(workers::status.ne("merged"))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select(DeadCard::as_select())
        .first(conn)
        .await
        .optional()
}

/// The registration with this NIK in the caller's regions: the open one, else the one that was changed last. Tombstones are
/// none: their NIK was a slip, and whose it really is nobody has said ([`merged_into`]).
pub async fn find_worker_by_nik(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    nik_hash: &LookupHash<Nik>,
) -> QueryResult<Option<DeadCard>> {
    let open = workers::status.eq_any(["registered", "verified"]);
    workers::table
        .filter(workers::nik_hash.eq(nik_hash))
        .filter(workers::status.ne("merged"))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .order((open.desc(), workers::updated_at.desc(), workers::id))
        .select(DeadCard::as_select())
        .first(conn)
        .await
        .optional()
}

/// What these registrations show of themselves. The caller may see the reports that name them.
pub async fn cards(
    conn: &mut AsyncPgConnection,
    regencies: &[i32],
    ids: &[Uuid],
) -> QueryResult<Vec<DeadCard>> {
    workers::table
        .filter(workers::id.eq_any(ids))
        .filter(workers::regency_id.eq_any(regencies))
        .select(DeadCard::as_select())
        .load(conn)
        .await
}

/// The recorded death of a person, over all regencies, with the village it stands in.
pub async fn recorded_of(
    conn: &mut AsyncPgConnection,
    person_id: Uuid,
) -> QueryResult<Option<(Uuid, String)>> {
    deaths::table
        .filter(deaths::person_id.eq(person_id))
        .filter(deaths::status.eq(AsText(DeathStatus::Recorded)))
        .select((deaths::id, deaths::village_code))
        .first(conn)
        .await
        .optional()
}

/// The open registrations of a person over all regencies.
pub async fn open_registrations(conn: &mut AsyncPgConnection, person_id: Uuid) -> QueryResult<Vec<Uuid>> {
    workers::table
        .filter(workers::person_id.eq(person_id))
        .filter(workers::status.eq_any(["registered", "verified"]))
        .order(workers::id)
        .select(workers::id)
        .load(conn)
        .await
}

/// The periods of a person over all regencies that reach into the month of the death or beyond and have not ended.
pub async fn running_periods(
    conn: &mut AsyncPgConnection,
    person_id: Uuid,
    died_on: Day,
) -> QueryResult<Vec<EndedPeriod>> {
    let rows: Vec<(Uuid, AsText<CoverageStatus>, Option<Uuid>)> = coverages::table
        .filter(coverages::person_id.eq(person_id))
        .filter(coverages::status.ne(AsText(CoverageStatus::Ended)))
        .filter(coverages::last_month.ge(AsFirstDay(Month::from_date(died_on))))
        .order(coverages::id)
        .select((coverages::id, coverages::status, coverages::replaces_id))
        .load(conn)
        .await?;
    let period = |(coverage_id, status, replaces_id): (_, AsText<_>, _)| EndedPeriod {
        coverage_id,
        status: status.0,
        replaces_id,
    };
    Ok(rows.into_iter().map(period).collect())
}

/// A claim for the death of a person that was not taken back.
#[derive(Debug, Clone, Queryable)]
pub struct LivingClaim {
    /// The claim.
    pub id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// What is claimed.
    pub kind: AsText<ClaimKind>,
    /// How far it has come.
    pub status: AsText<ClaimStatus>,
    /// The day of the event.
    pub event_on: Day,
    /// The day on which an accident ended in death.
    pub died_on: Option<Day>,
    /// When it was reported.
    pub reported_on: Day,
    /// Its version.
    pub version: i32,
}

impl LivingClaim {
    /// The day of death that it says.
    pub fn says(&self) -> Day {
        self.died_on.unwrap_or(self.event_on)
    }

    /// Whether it is on its way with another day than this. What is decided cannot be returned any more, and its day does not keep
    /// the register from the right one.
    pub fn contradicts(&self, died_on: Day) -> bool {
        matches!(self.status.0, ClaimStatus::Submitted | ClaimStatus::Verified | ClaimStatus::SentToInsurer)
            && self.says() != died_on
    }
}

/// The claim for the death of a person, as a death or as an accident that ended in it, over all regencies.
pub async fn living_claim(conn: &mut AsyncPgConnection, person_id: Uuid) -> QueryResult<Option<LivingClaim>> {
    claims::table
        .filter(claims::person_id.eq(person_id))
        .filter(claims::kind.eq(AsText(ClaimKind::Death)).or(claims::died_on.is_not_null()))
        .filter(claims::status.ne(AsText(ClaimStatus::Withdrawn)))
        .order(claims::id)
        .select((
            claims::id,
            claims::regency_id,
            claims::kind,
            claims::status,
            claims::event_on,
            claims::died_on,
            claims::reported_on,
            claims::version,
        ))
        .first(conn)
        .await
        .optional()
}
