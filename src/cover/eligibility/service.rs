//! Gathers what is known of workers and judges it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::queries;
use super::rules::{self, Eligibility, Funded, Limits, Traits, WorkerFacts};
use crate::cover::funding::budget::SourceKey;
use crate::cover::funding::{self, rules::Terms};
use crate::cover::rules::parameters::{self, ParameterKey, Parameters};
use crate::cover::standing;
use crate::domain::{Day, Decile, Month, ProgrammeSet, ProgrammeSetError, WarungRole};
use crate::platform::http::Problem;

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

/// Judges workers, in the order asked. The caller has made sure that they lie in the caller's regions.
pub async fn assess(conn: &mut AsyncPgConnection, asked: &[Asked]) -> Result<Vec<Eligibility>, Problem> {
    let mut known: HashMap<i32, queries::WorkerFactsRow> =
        queries::facts(conn, asked).await?.into_iter().map(|row| (row.place, row)).collect();
    let limits = limits_of(conn, asked).await?;
    let mut rows = Vec::with_capacity(asked.len());
    for (place, one) in (0..).zip(asked) {
        rows.push((one, known.remove(&place).ok_or_else(Problem::not_found)?));
    }
    let people: Vec<Uuid> = rows.iter().map(|(_, row)| row.person_id).collect();
    let deceased = queries::deceased(conn, &people).await?;
    let persons: Vec<standing::Asked<'_>> =
        rows.iter().map(|(one, row)| standing::Asked::person(row.person_id, one.on)).collect();
    let regencies: HashSet<i32> = asked.iter().map(|one| one.regency_id).collect();
    let regencies: Vec<i32> = regencies.into_iter().collect();
    let standings = standing::service::standings(conn, &regencies, &persons).await?;
    let terms = terms_of(conn, asked).await?;
    rows.into_iter()
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
async fn terms_of(
    conn: &mut AsyncPgConnection,
    asked: &[Asked],
) -> Result<HashMap<SourceKey, Terms>, Problem> {
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
async fn limits_of(conn: &mut AsyncPgConnection, asked: &[Asked]) -> Result<HashMap<Day, Limits>, Problem> {
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
