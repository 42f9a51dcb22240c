//! The names of places on letters.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::platform::db::schema::{regencies, regions};

/// What regencies and regions are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    regencies: BTreeMap<i32, String>,
    regions: BTreeMap<String, String>,
}

impl Places {
    /// A regency by its number.
    pub fn regency(&self, id: i32) -> &str {
        self.regencies.get(&id).map_or("", String::as_str)
    }

    /// A village by its code.
    pub fn village(&self, code: &str) -> &str {
        self.regions.get(code).map_or("", String::as_str)
    }

    /// The district of a village.
    pub fn district(&self, village_code: &str) -> &str {
        self.village(district(village_code))
    }
}

fn district(village_code: &str) -> &str {
    village_code.rsplit_once('.').map_or(village_code, |(district, _)| district)
}

/// The names of regencies, and of villages with their districts.
pub async fn places(
    conn: &mut AsyncPgConnection,
    regency_ids: Vec<i32>,
    village_codes: &[&str],
) -> QueryResult<Places> {
    let codes: Vec<&str> = village_codes.iter().flat_map(|code| [*code, district(code)]).collect();
    let regencies: Vec<(i32, String)> = regencies::table
        .filter(regencies::id.eq_any(regency_ids))
        .select((regencies::id, regencies::name))
        .load(conn)
        .await?;
    let regions: Vec<(String, String)> = regions::table
        .filter(regions::code.eq_any(codes))
        .select((regions::code, regions::name))
        .load(conn)
        .await?;
    Ok(Places { regencies: regencies.into_iter().collect(), regions: regions.into_iter().collect() })
}
