//! Everything a standing follows from, for any number of people in one prepared statement.

mod known;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::result::Error;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use self::known::{Known, KnownRow};
use super::rules::{CoverageFact, Facts, Limits, MembershipFact, MembershipState};
use crate::access::caller::RegionScope;
use crate::cover::coverages::rules::EndReason;
use crate::domain::{Day, MemberNumber, Month, Nik};
use crate::platform::db::schema::workers;
use crate::platform::vault::LookupHash;

/// Whose standing is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Of a known person.
    Person(Uuid),
    /// Of whoever has this NIK.
    Nik(&'a LookupHash<Nik>),
    /// Of whoever has this member number.
    MemberNumber(&'a LookupHash<MemberNumber>),
}

/// Whose standing on which day.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Whose.
    pub whose: Whose<'a>,
    /// On which day.
    pub on: Day,
}

impl Asked<'_> {
    /// Asks for a known person.
    pub fn person(person_id: Uuid, on: Day) -> Self {
        Self { whose: Whose::Person(person_id), on }
    }
}

/// The regency of a worker in the caller's regions, and the person behind.
pub async fn person_of(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_id: Uuid,
) -> QueryResult<Option<(i32, Uuid)>> {
    workers::table
        .filter(workers::id.eq(worker_id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select((workers::regency_id, workers::person_id))
        .first(conn)
        .await
        .optional()
}

/// What these regencies know, in the order asked. Of somebody unknown there are no facts.
pub async fn known(
    conn: &mut AsyncPgConnection,
    regencies: &[i32],
    asked: &[Asked<'_>],
) -> QueryResult<Vec<(Facts, Limits)>> {
    let rows: Vec<KnownRow> = Known::new(regencies, asked).load(conn).await?;
    let mut facts = vec![Facts::default(); asked.len()];
    let mut limits: HashMap<Day, i64> = HashMap::new();
    let mut words: Vec<(usize, KnownRow)> = Vec::new();
    for row in rows {
        if row.kind == "limit" {
            limits.extend(row.days.first.zip(row.value));
            continue;
        }
        let place = usize::try_from(row.place).map_err(unreadable)?;
        let Some(facts) = facts.get_mut(place) else { continue };
        match row.kind.as_str() {
            "word" => words.push((place, row)),
            "period" => facts.coverages.push(coverage(row)?),
            _ => facts.died_on = facts.died_on.max(row.days.first),
        }
    }
    // Of two words of one day the one recorded last counts, so they stand in that order.
    words.sort_by_key(|(place, row)| (*place, row.days.third, row.recorded_at));
    for (place, row) in words {
        if let Some(facts) = facts.get_mut(place) {
            facts.memberships.push(word(row)?);
        }
    }
    let limit = |on| Limits { lapse_after_unpaid_months: limits.get(&on).copied() };
    Ok(facts.into_iter().zip(asked).map(|(facts, one)| (facts, limit(one.on))).collect())
}

fn word(row: KnownRow) -> QueryResult<MembershipFact> {
    let state = row.code.as_deref().map(MembershipState::parse).transpose().map_err(unreadable)?;
    Ok(MembershipFact {
        state: state.ok_or_else(missing)?,
        programmes: row.programmes.ok_or_else(missing)?.0,
        since_on: row.days.first,
        paid_until: row.days.second.map(Month::from_date),
        as_of: row.days.third.ok_or_else(missing)?,
    })
}

fn coverage(row: KnownRow) -> QueryResult<CoverageFact> {
    let reason = row.code.as_deref().map(EndReason::parse).transpose().map_err(unreadable)?;
    Ok(CoverageFact {
        programmes: row.programmes.ok_or_else(missing)?.0,
        from_month: Month::from_date(row.days.first.ok_or_else(missing)?),
        last_month: Month::from_date(row.days.second.ok_or_else(missing)?),
        effective_on: row.days.third.ok_or_else(missing)?,
        activated_on: row.days.fourth.ok_or_else(missing)?,
        ended: row.days.fifth.zip(reason),
    })
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::DeserializationError(Box::new(error))
}

fn missing() -> Error {
    Error::DeserializationError("a fact without a value that the table demands".into())
}
