//! Gathers what is known of workers and judges it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use diesel_async::AsyncPgConnection;
use futures_util::{FutureExt as _, try_join};
use uuid::Uuid;

use super::queries;
use super::rules::{self, Eligibility, Funded, Limits, Traits, WorkerFacts};
use crate::cover::funding::budget::SourceKey;
use crate::cover::funding::{self, rules::Terms};
use crate::cover::rules::parameters::{self, ParameterKey, Parameters};
use crate::cover::standing;
use crate::cover::standing::rules::Standing;
use crate::domain::{Day, Decile, Month, ProgrammeSet, ProgrammeSetError, WarungRole};
use crate::platform::http::{Code, Problem};

/// A worker and the day for which to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The registration.
    pub worker_id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// The day.
    pub on: Day,
    /// The source of the regency that is to pay, if it is to be judged whether it is for the worker.
    pub funding_source_id: Option<Uuid>,
}

/// What is known of workers before they are judged.
#[derive(Debug)]
pub struct Known {
    facts: Vec<queries::WorkerFactsRow>,
    around: Around,
}

/// What is known besides the registrations.
#[derive(Debug)]
struct Around {
    limits: HashMap<Day, Limits>,
    deceased: HashSet<Uuid>,
    standings: Vec<Standing>,
    terms: HashMap<SourceKey, Terms>,
}

/// Judges workers, in the order asked. The caller has made sure that they lie in the caller's regions.
pub async fn assess(conn: &mut AsyncPgConnection, asked: &[Asked]) -> Result<Vec<Eligibility>, Problem> {
    let facts = in_order(asked, queries::facts(conn, asked).await?)?;
    let persons: Vec<Uuid> = facts.iter().map(|row| row.person_id).collect();
    let around = around(conn, asked, &persons).boxed_local().await?;
    weigh(asked, Known { facts, around })
}

/// Reads what is to be known of workers whose persons the caller knows, all of it on its way at once.
pub async fn known(conn: &AsyncPgConnection, asked: &[Asked], persons: &[Uuid]) -> Result<Known, Problem> {
    let facts = async { in_order(asked, queries::facts(conn, asked).await?) }.boxed_local();
    let (facts, around) = try_join!(facts, around(conn, asked, persons).boxed_local())?;
    if facts.iter().zip(persons).any(|(row, person)| row.person_id != *person) {
        // A registration has another person since the caller has looked.
        return Err(Problem::new(Code::Conflict).retry_after(1));
    }
    Ok(Known { facts, around })
}

fn in_order(
    asked: &[Asked],
    mut rows: Vec<queries::WorkerFactsRow>,
) -> Result<Vec<queries::WorkerFactsRow>, Problem> {
    rows.sort_by_key(|row| row.place);
    if rows.len() == asked.len() { Ok(rows) } else { Err(Problem::not_found()) }
}

async fn around(conn: &AsyncPgConnection, asked: &[Asked], persons: &[Uuid]) -> Result<Around, Problem> {
    let days: Vec<standing::Asked<'_>> =
        asked.iter().zip(persons).map(|(one, person)| standing::Asked::person(*person, one.on)).collect();
    let regencies: HashSet<i32> = asked.iter().map(|one| one.regency_id).collect();
    let regencies: Vec<i32> = regencies.into_iter().collect();
    // Boxed, since the compiler takes minutes to look through what is joined of joined futures.
    let deceased = async { Ok(queries::deceased(conn, persons).await?) }.boxed_local();
    let standings = standing::service::standings(conn, &regencies, &days).boxed_local();
    let (limits, terms) = (limits_of(conn, asked).boxed_local(), terms_of(conn, asked).boxed_local());
    let (limits, deceased, standings, terms) = try_join!(limits, deceased, standings, terms)?;
    Ok(Around { limits, deceased, standings, terms })
}

/// Judges workers by what is known of them, in the order asked.
pub fn weigh(asked: &[Asked], known: Known) -> Result<Vec<Eligibility>, Problem> {
    let Known { facts, around: Around { limits, deceased, standings, terms } } = known;
    asked
        .iter()
        .zip(facts)
        .zip(standings)
        .map(|((one, row), standing)| {
            let limits = limits.get(&one.on).copied().unwrap_or_default();
            let of_source = match one.funding_source_id.map(|id| (id, one.regency_id)) {
                Some(key) => {
                    let terms = terms.get(&key).ok_or_else(|| Problem::internal("no such source"))?;
                    rules::fit(&traits(&row)?, terms)
                }
                None => Vec::new(),
            };
            let roles = row.roles.iter().map(|role| WarungRole::parse(role)).collect::<Result<Vec<_>, _>>();
            let months = row.funded_from.iter().zip(&row.funded_until);
            let funded = row.funded_programmes.iter().zip(months).map(|(programmes, (first, last))| {
                let programmes = ProgrammeSet::parse(programmes.split(','))?;
                Ok(Funded { programmes, from: Month::from_date(*first), until: Month::from_date(*last) })
            });
            let funded = funded.collect::<Result<Vec<_>, ProgrammeSetError>>();
            let facts = WorkerFacts {
                status: row.status,
                status_reason: row.status_reason,
                is_deceased: deceased.contains(&row.person_id),
                has_nik: row.has_nik,
                nik_warnings: row.nik_warnings,
                birth_on: row.birth_on,
                roles: roles.map_err(Problem::internal)?,
                funded: funded.map_err(Problem::internal)?,
                standing,
            };
            Ok(rules::assess(&facts, limits, one.on, of_source))
        })
        .collect()
}

fn traits(row: &queries::WorkerFactsRow) -> Result<Traits, Problem> {
    Ok(Traits {
        village: row.village_code.0.clone(),
        decile: row.decile.map(Decile::new).transpose().map_err(Problem::internal)?,
        occupation: row.occupation.map(|occupation| occupation.0),
        segment: row.segment.0,
    })
}

/// For whom the sources are that are asked about, of which there are few.
async fn terms_of(conn: &AsyncPgConnection, asked: &[Asked]) -> Result<HashMap<SourceKey, Terms>, Problem> {
    let keys: HashSet<SourceKey> =
        asked.iter().filter_map(|one| Some((one.funding_source_id?, one.regency_id))).collect();
    let mut terms = HashMap::with_capacity(keys.len());
    for (id, regency_id) in keys {
        if let Some(source) = funding::queries::of_regency(conn, regency_id, id).await? {
            terms.insert((id, regency_id), source.terms().map_err(Problem::internal)?);
        }
    }
    Ok(terms)
}

/// The parameters of every day that is asked for, of which there are few.
async fn limits_of(conn: &AsyncPgConnection, asked: &[Asked]) -> Result<HashMap<Day, Limits>, Problem> {
    let mut limits = HashMap::new();
    for one in asked {
        if let Entry::Vacant(place) = limits.entry(one.on) {
            place.insert(limits_from(&parameters::queries::values_on(conn, one.on).await?));
        }
    }
    Ok(limits)
}

fn limits_from(values: &Parameters) -> Limits {
    Limits {
        entry_age: values.get(ParameterKey::EntryAgeLimitYears),
        jobs_maximum: values.get(ParameterKey::JobsMaximum),
    }
}
