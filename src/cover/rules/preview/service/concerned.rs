//! Claims that a row changes, with their regencies: how many, and some of each regency.

use uuid::Uuid;

use super::super::queries::changed::ChangedRow;
use crate::platform::http::Problem;

/// What becomes of one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed<T> {
    /// The claim.
    pub claim_id: Uuid,
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

impl<T: Copy> Concerned<T> {
    /// So many claims, of which these rows were read; `whats` says what becomes of the groups that were asked about.
    pub fn of(claims: i64, whats: &[T], mut rows: Vec<ChangedRow>) -> Result<Self, Problem> {
        // What was read in two orders is in none.
        rows.sort_by(|one, other| turn(one).cmp(&turn(other)));
        let mut concerned = Self { claims, regencies: Vec::new(), listed: Vec::new() };
        for ChangedRow { region_code, name, claims, claim_id, place, .. } in rows {
            let Some(claim_id) = claim_id else {
                concerned.regencies.push(InRegency { region_code, name, claims });
                continue;
            };
            let place = place.and_then(|place| usize::try_from(place).ok()?.checked_sub(1));
            let what = place.and_then(|place| whats.get(place)).copied();
            let what = what.ok_or_else(|| Problem::internal("a claim of no group that was asked about"))?;
            concerned.listed.push((region_code, Changed { claim_id, what }));
        }
        Ok(concerned)
    }
}

/// Regencies with more claims come first; of the claims the first of each regency, then the second of each.
fn turn(row: &ChangedRow) -> (i64, Option<i32>, &str) {
    match row.claim_id {
        Some(_) => (row.claims, Some(row.regency_id), ""),
        None => (-row.claims, None, &row.region_code),
    }
}
