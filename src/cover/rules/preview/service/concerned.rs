//! Claims that a row changes, with their regencies: how many, and some of each regency.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::queries::{self, claims};
use crate::platform::http::Problem;

/// What becomes of one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed<T> {
    /// The claim.
    pub claim_id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// What changes.
    pub what: T,
}

/// How many claims of a regency change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InRegency {
    /// The regency.
    pub region_code: String,
    /// Its name.
    pub name: String,
    /// So many.
    pub claims: i64,
}

/// The claims that a row changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concerned<T> {
    /// How many there are in all.
    pub claims: i64,
    /// The regencies with the most of them.
    pub regencies: Vec<InRegency>,
    /// Some of them with their regency: the first of each regency, then the second of each, and so on.
    pub listed: Vec<(String, Changed<T>)>,
}

impl<T> Concerned<T> {
    /// Counts claims and takes some of them, as many as lists of a preview have.
    pub async fn of(conn: &mut AsyncPgConnection, changed: Vec<Changed<T>>) -> Result<Self, Problem> {
        let mut counts: BTreeMap<i32, i64> = BTreeMap::new();
        let mut in_turn = Vec::with_capacity(changed.len());
        for one in changed {
            let count = counts.entry(one.regency_id).or_default();
            *count += 1;
            in_turn.push((*count, one));
        }
        let listed = usize::try_from(queries::LISTED).map_err(Problem::internal)?;
        in_turn.sort_by_key(|(turn, one)| (*turn, one.regency_id));
        in_turn.truncate(listed);
        let ids: Vec<i32> = counts.keys().copied().collect();
        let names = claims::names_of(conn, &ids).await?;
        let code_of = |id: i32| names.get(&id).map(|(code, _)| code.clone()).unwrap_or_default();
        let mut regencies: Vec<InRegency> = counts
            .iter()
            .filter_map(|(id, count)| {
                let (region_code, name) = names.get(id)?.clone();
                Some(InRegency { region_code, name, claims: *count })
            })
            .collect();
        regencies.sort_by(|one, other| {
            other.claims.cmp(&one.claims).then_with(|| one.region_code.cmp(&other.region_code))
        });
        regencies.truncate(listed);
        Ok(Self {
            claims: counts.values().sum(),
            regencies,
            listed: in_turn.into_iter().map(|(_, one)| (code_of(one.regency_id), one)).collect(),
        })
    }
}
