//! What a plan reads and locks of people, part by part, so that never all of them are held at once.

use chrono::{DateTime, Utc};
use diesel::sql_query;
use diesel::sql_types::{
    Array, BigInt, Bool, Date, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::PlanRow;
use crate::domain::{Day, Month, Occupation, OccupationSource, RegionCode, RegionLevel, Segment, WarungRole};
use crate::platform::db::columns::AsText;

/// What a plan looks at.
#[derive(Debug, Clone, QueryableByName)]
pub struct PersonRow {
    /// The registration.
    #[diesel(sql_type = SqlUuid)]
    pub worker_id: Uuid,
    /// The person behind it.
    #[diesel(sql_type = SqlUuid)]
    pub person_id: Uuid,
    /// Where the worker lives.
    #[diesel(sql_type = Text)]
    pub village_code: AsText<RegionCode>,
    /// The group of workers.
    #[diesel(sql_type = Text)]
    pub segment: AsText<Segment>,
    /// The group as the plan was computed.
    #[diesel(sql_type = Text)]
    pub planned_segment: AsText<Segment>,
    /// The welfare decile.
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub decile: Option<i16>,
    /// What the worker lives by.
    #[diesel(sql_type = Nullable<Text>)]
    pub occupation: Option<AsText<Occupation>>,
    /// Where that is known from.
    #[diesel(sql_type = Nullable<Text>)]
    pub occupation_source: Option<AsText<OccupationSource>>,
    /// The day of birth.
    #[diesel(sql_type = Nullable<Date>)]
    pub birth_on: Option<Day>,
    /// When the worker was registered.
    #[diesel(sql_type = Timestamptz)]
    pub registered_at: DateTime<Utc>,
    /// The roles in warungs on the day.
    #[diesel(sql_type = Array<Text>)]
    pub roles: Vec<AsText<WarungRole>>,
    /// Whether a source paid for any month of the year before the first month, in any regency.
    #[diesel(sql_type = Bool)]
    pub funded_last_year: bool,
}

/// Day of the roles, first and last month of the year before, regency. Whether there is a period is asked of each person by
/// itself: for an `EXISTS`, Postgres would rather read the periods of everybody, anew for each part.
const COLUMNS: &str = "SELECT w.id AS worker_id, w.person_id, w.village_code, w.segment, \
    w.poverty_decile AS decile, w.occupation, w.occupation_source, w.birth_on, w.created_at AS registered_at, \
    ARRAY(SELECT r.role FROM warung_workers AS r WHERE r.worker_id = w.id AND r.regency_id = w.regency_id \
      AND r.since_on <= $1 AND (r.until_on IS NULL OR r.until_on >= $1) ORDER BY r.id) AS roles, \
    coalesce((SELECT true FROM coverages AS c WHERE c.person_id = w.person_id AND c.status <> 'proposed' \
      AND c.from_month <= c.last_month AND c.from_month <= $3 AND c.last_month >= $2 LIMIT 1), false) \
      AS funded_last_year, ";

/// The year before the plan's first month, as the first days of its first and last month.
fn year_before(plan: &PlanRow) -> (Day, Day) {
    let first = plan.from_month.0;
    let month = |number| Month::new(first.year().saturating_sub(1), number).unwrap_or(first).first_day();
    (month(1), month(12))
}

/// The codes of the villages among regions, and the patterns of the wider ones: a plan may name hundreds of villages, which
/// Postgres finds by hash, but patterns only one after the other.
fn villages_and_wider(regions: &[AsText<RegionCode>]) -> (Vec<String>, Vec<String>) {
    let is_village = |region: &&AsText<RegionCode>| region.0.level() == RegionLevel::Village;
    let (villages, wider): (Vec<_>, Vec<_>) = regions.iter().partition(is_village);
    let codes = villages.iter().map(|village| village.0.to_string()).collect();
    (codes, wider.iter().map(|region| region.0.prefix_pattern()).collect())
}

/// The next people whom a plan is about, in the order of their registrations' ids: everybody with an open registration in
/// the regions of the plan. `within` is the source's own region.
pub async fn candidates_after(
    mut conn: &AsyncPgConnection,
    plan: &PlanRow,
    within: &RegionCode,
    on: Day,
    after: Uuid,
    limit: i64,
) -> QueryResult<Vec<PersonRow>> {
    let (villages, mut wider) = villages_and_wider(&plan.include_regions);
    if plan.include_regions.is_empty() {
        wider.push(within.prefix_pattern());
    }
    let (without, without_wider) = villages_and_wider(&plan.exclude_regions);
    let (first, last) = year_before(plan);
    sql_query(format!(
        "{COLUMNS} w.segment AS planned_segment FROM (\
           SELECT * FROM workers WHERE regency_id = $4 AND id > $5 AND status IN ('registered', 'verified') \
             AND village_code LIKE $6 AND (village_code = ANY ($7) OR village_code LIKE ANY ($8)) \
             AND village_code <> ALL ($9) AND NOT village_code LIKE ANY ($10) \
           ORDER BY id LIMIT $11) AS w ORDER BY w.id"
    ))
    .bind::<Date, _>(on)
    .bind::<Date, _>(first)
    .bind::<Date, _>(last)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<SqlUuid, _>(after)
    .bind::<Text, _>(within.prefix_pattern())
    .bind::<Array<Text>, _>(villages)
    .bind::<Array<Text>, _>(wider)
    .bind::<Array<Text>, _>(without)
    .bind::<Array<Text>, _>(without_wider)
    .bind::<BigInt, _>(limit)
    .load(&mut conn)
    .await
}

/// People by their registrations, as a plan looks at them, in the order of the ids.
pub async fn people_of(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    on: Day,
    workers: &[Uuid],
) -> QueryResult<Vec<PersonRow>> {
    let (first, last) = year_before(plan);
    sql_query(format!(
        "{COLUMNS} w.segment AS planned_segment FROM workers AS w \
         WHERE w.regency_id = $4 AND w.id = ANY ($5) ORDER BY w.id"
    ))
    .bind::<Date, _>(on)
    .bind::<Date, _>(first)
    .bind::<Date, _>(last)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Array<SqlUuid>, _>(workers)
    .load(conn)
    .await
}

/// The next people whom the plan's computation chose, in the order of their registrations' ids.
pub async fn chosen_after(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    on: Day,
    after: Uuid,
    limit: i64,
) -> QueryResult<Vec<PersonRow>> {
    let (first, last) = year_before(plan);
    sql_query(format!(
        "{COLUMNS} k.segment AS planned_segment FROM (\
           SELECT worker_id, regency_id, segment FROM enrolment_candidates \
           WHERE plan_id = $5 AND regency_id = $4 AND worker_id > $6 AND outcome = 'chosen' \
           ORDER BY worker_id LIMIT $7) AS k \
         JOIN workers AS w ON w.id = k.worker_id AND w.regency_id = k.regency_id ORDER BY w.id"
    ))
    .bind::<Date, _>(on)
    .bind::<Date, _>(first)
    .bind::<Date, _>(last)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<SqlUuid, _>(plan.id)
    .bind::<SqlUuid, _>(after)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

/// Holds the registrations of all chosen as they are, then locks the persons behind them, until the transaction ends. All
/// of them before anything else is locked: the order of locks is the same for everybody. The persons' keys stay free:
/// whoever writes something about one of them, as a close does, refers to the key and has other locks by then.
pub async fn hold_chosen(conn: &mut AsyncPgConnection, plan: &PlanRow) -> QueryResult<()> {
    for statement in [
        "SELECT count(*) FROM (SELECT w.id FROM enrolment_candidates AS k \
           JOIN workers AS w ON w.id = k.worker_id AND w.regency_id = k.regency_id \
           WHERE k.plan_id = $1 AND k.regency_id = $2 AND k.outcome = 'chosen' ORDER BY w.id FOR SHARE OF w) AS held",
        "SELECT count(*) FROM (SELECT p.id FROM enrolment_candidates AS k \
           JOIN workers AS w ON w.id = k.worker_id AND w.regency_id = k.regency_id \
           JOIN persons AS p ON p.id = w.person_id \
           WHERE k.plan_id = $1 AND k.regency_id = $2 AND k.outcome = 'chosen' ORDER BY p.id FOR NO KEY UPDATE OF p) \
           AS held",
    ] {
        sql_query(statement)
            .bind::<SqlUuid, _>(plan.id)
            .bind::<Integer, _>(plan.regency_id)
            .execute(conn)
            .await?;
    }
    Ok(())
}
