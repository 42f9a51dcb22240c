//! What eligibility reads, for any number of workers in one statement.
//!
//! Whether a month is funded is asked over all regencies, since nobody may be funded twice; only the month comes
//! back.

use std::collections::HashSet;

use diesel::dsl::max;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, SmallInt, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;
use uuid::Uuid;

use super::service::Asked;
use crate::access::caller::RegionScope;
use crate::domain::{Day, Month, Occupation, RegionCode, Segment};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{claims, workers};
use crate::register::workers::rules::{DeactivationReason, WorkerStatus};

/// What is known of a worker.
#[derive(Debug, Clone, Queryable)]
pub struct WorkerFactsRow {
    /// The place in the list of those asked for.
    pub place: i32,
    /// The person behind the registration.
    pub person_id: Uuid,
    /// The state of the registration.
    pub status: String,
    /// The reason of that state.
    pub status_reason: Option<String>,
    /// Whether the NIK is known.
    pub has_nik: bool,
    /// What NIK and stated data disagree about.
    pub nik_warnings: Vec<String>,
    /// The day of birth.
    pub birth_on: Option<Day>,
    /// The roles in warungs on the day.
    pub roles: Vec<String>,
    /// The programmes of each period that funds the day's month, with commas.
    pub funded_programmes: Vec<String>,
    /// The first month of each of them.
    pub funded_from: Vec<Day>,
    /// The last month of each of them.
    pub funded_until: Vec<Day>,
    /// Where the worker lives.
    pub village_code: AsText<RegionCode>,
    /// The welfare decile.
    pub decile: Option<i16>,
    /// What the worker lives by.
    pub occupation: Option<AsText<Occupation>>,
    /// The group of workers.
    pub segment: AsText<Segment>,
}

/// The regency of a worker in the caller's regions.
pub async fn regency_of(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_id: Uuid,
) -> QueryResult<Option<i32>> {
    workers::table
        .filter(workers::id.eq(worker_id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select(workers::regency_id)
        .first(conn)
        .await
        .optional()
}

/// Which of these persons have died, as far as any regency knows: a registration ended by death, or a claim for
/// the death that got past its draft. Asked over all regencies, since the dead are dead everywhere; only that comes
/// back.
pub async fn deceased(conn: &AsyncPgConnection, persons: &[Uuid]) -> QueryResult<HashSet<Uuid>> {
    let (registered, claimed) = try_join!(dead_by_register(conn, persons), dead_by_claim(conn, persons))?;
    Ok(registered.into_iter().chain(claimed).collect())
}

async fn dead_by_register(mut conn: &AsyncPgConnection, persons: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    workers::table
        .filter(workers::person_id.eq_any(persons))
        .filter(workers::status.eq(WorkerStatus::Inactive.as_str()))
        .filter(workers::status_reason.eq(DeactivationReason::Deceased.as_str()))
        .select(workers::person_id)
        .load(&mut conn)
        .await
}

async fn dead_by_claim(mut conn: &AsyncPgConnection, persons: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    claims::table
        .filter(claims::person_id.eq_any(persons))
        .filter(claims::kind.eq("death").or(claims::died_on.is_not_null()))
        .filter(claims::status.ne_all(["draft", "withdrawn"]))
        .select(claims::person_id)
        .load(&mut conn)
        .await
}

/// The last day that a regency is told of a person's death, by other registrations and claims than this one.
pub async fn other_death(
    conn: &mut AsyncPgConnection,
    (regency_id, person_id): (i32, Uuid),
    than: Uuid,
) -> QueryResult<Option<Day>> {
    let registered: Option<Day> = workers::table
        .filter(workers::person_id.eq(person_id))
        .filter(workers::regency_id.eq(regency_id))
        .filter(workers::id.ne(than))
        .filter(workers::status.eq(WorkerStatus::Inactive.as_str()))
        .filter(workers::status_reason.eq(DeactivationReason::Deceased.as_str()))
        .select(max(workers::status_on))
        .first(conn)
        .await?;
    let claimed: Vec<(Option<Day>, Day)> = claims::table
        .filter(claims::person_id.eq(person_id))
        .filter(claims::regency_id.eq(regency_id))
        .filter(claims::id.ne(than))
        .filter(claims::kind.eq("death").or(claims::died_on.is_not_null()))
        .filter(claims::status.ne_all(["draft", "withdrawn"]))
        .select((claims::died_on, claims::event_on))
        .load(conn)
        .await?;
    let claimed = claimed.into_iter().map(|(died_on, event_on)| died_on.unwrap_or(event_on)).max();
    Ok(registered.max(claimed))
}

/// What is known of workers.
pub async fn facts(mut conn: &AsyncPgConnection, asked: &[Asked]) -> QueryResult<Vec<WorkerFactsRow>> {
    let facts = Facts {
        places: (0..).take(asked.len()).collect(),
        workers: asked.iter().map(|one| one.worker_id).collect(),
        regencies: asked.iter().map(|one| one.regency_id).collect(),
        days: asked.iter().map(|one| one.on).collect(),
        months: asked.iter().map(|one| Month::from_date(one.on).first_day()).collect(),
    };
    facts.load(&mut conn).await
}

struct Facts {
    places: Vec<i32>,
    workers: Vec<Uuid>,
    regencies: Vec<i32>,
    days: Vec<Day>,
    /// The first days of the days' months.
    months: Vec<Day>,
}

impl QueryId for Facts {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Facts {
    type SqlType = (
        Integer,
        SqlUuid,
        Text,
        Nullable<Text>,
        Bool,
        Array<Text>,
        Nullable<Date>,
        Array<Text>,
        Array<Text>,
        Array<Date>,
        Array<Date>,
        Text,
        Nullable<SmallInt>,
        Nullable<Text>,
        Text,
    );
}

impl QueryFragment<Pg> for Facts {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT a.place, w.person_id, w.status, w.status_reason, w.nik_hash IS NOT NULL, w.nik_warnings, \
             w.birth_on, \
             ARRAY(SELECT r.role FROM warung_workers r WHERE r.worker_id = w.id AND r.regency_id = w.regency_id \
             AND r.since_on <= a.day AND (r.until_on IS NULL OR r.until_on >= a.day) ORDER BY r.id), \
             f.programmes, f.first, f.last, w.village_code, w.poverty_decile, w.occupation, w.segment FROM unnest(",
        );
        out.push_bind_param::<Array<Integer>, _>(&self.places)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.workers)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, _>(&self.regencies)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.days)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.months)?;
        out.push_sql(
            ") AS a (place, worker_id, regency_id, day, month) \
             JOIN workers w ON w.id = a.worker_id AND w.regency_id = a.regency_id \
             CROSS JOIN LATERAL (SELECT \
             coalesce(array_agg(array_to_string(c.programmes, ',') ORDER BY c.from_month, c.id), '{}'), \
             coalesce(array_agg(c.from_month ORDER BY c.from_month, c.id), '{}'), \
             coalesce(array_agg(c.last_month ORDER BY c.from_month, c.id), '{}') \
             FROM coverages c WHERE c.person_id = w.person_id AND c.from_month <= a.day \
             AND c.last_month >= a.month) AS f (programmes, first, last)",
        );
        Ok(())
    }
}
