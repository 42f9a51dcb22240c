//! Whom a report may mean: bounded by the regency and by the birth, else by the district, so that no search reads a register
//! as a whole.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Binary, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::rules::{Candidate, NikOf};
use crate::access::caller::RegionScope;
use crate::domain::{Day, Nik, RegionCode, RegionLevel};
use crate::platform::db::columns::AsText;
use crate::platform::vault::LookupHash;
use crate::register::workers::queries::survivors_with;

/// Whom to look for.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// In which regency.
    pub regency_id: i32,
    /// By which name.
    pub name: &'a str,
    /// Born when, where that is known.
    pub birth_on: Option<Day>,
    /// Who lived where.
    pub village: &'a RegionCode,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    likeness: i32,
    #[diesel(sql_type = Nullable<Date>)]
    birth_on: Option<Day>,
    #[diesel(sql_type = Text)]
    village_code: AsText<RegionCode>,
    #[diesel(sql_type = Bool)]
    has_nik: bool,
}

impl Found {
    fn candidate(self, nik: Option<NikOf>) -> Candidate {
        Candidate {
            worker_id: self.id,
            name_likeness: self.likeness,
            birth_on: self.birth_on,
            village: self.village_code.0,
            same_family_card: false,
            same_phone: false,
            nik,
        }
    }
}

const NUMBERED: &str = "\
    SELECT w.id, (coalesce(similarity(lower(w.name), lower($3)), 0) * 1000)::integer AS likeness, w.birth_on, \
      w.village_code, coalesce(w.nik_hash = $5, false) AS has_nik FROM workers AS w \
    WHERE (w.id = ANY ($4) OR w.nik_hash = $5) AND w.regency_id = $1 AND w.village_code LIKE ANY ($2) \
      AND w.status <> 'merged' ORDER BY w.id";

/// Registrations of the caller's regions with a like name that were born within a year of the birth, wherever they live in
/// the regency, or that live in the same district, whenever they were born. Nobody whose death is recorded is among them.
const LIKELY: &str = "\
    SELECT f.id, f.likeness, f.birth_on, f.village_code, false AS has_nik FROM (\
      SELECT w.id, w.person_id, w.birth_on, w.village_code, \
        (similarity(lower(w.name), lower($3)) * 1000)::integer AS likeness \
      FROM workers AS w WHERE w.regency_id = $1 AND w.village_code LIKE ANY ($2) AND w.status <> 'merged' AND w.name % $3 \
        AND w.birth_on BETWEEN make_date(extract(year FROM $4::date)::integer - 1, 1, 1) \
          AND make_date(extract(year FROM $4::date)::integer + 1, 12, 31) \
      UNION \
      SELECT w.id, w.person_id, w.birth_on, w.village_code, \
        (similarity(lower(w.name), lower($3)) * 1000)::integer AS likeness \
      FROM workers AS w WHERE w.regency_id = $1 AND w.village_code LIKE ANY ($2) AND w.status <> 'merged' AND w.name % $3 \
        AND w.village_code LIKE $5) AS f \
    WHERE NOT EXISTS (SELECT FROM deaths AS d WHERE d.person_id = f.person_id AND d.status = 'recorded') \
    ORDER BY coalesce(f.birth_on = $4, false) DESC, f.likeness DESC, f.id LIMIT 50";

/// The likeliest registrations: those born on the same day first, then those with the likest names.
pub async fn likely(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    sought: Sought<'_>,
) -> QueryResult<Vec<Candidate>> {
    let district = sought.village.at(RegionLevel::District);
    let district = district.as_ref().unwrap_or(sought.village).prefix_pattern();
    let found: Vec<Found> = sql_query(LIKELY)
        .bind::<Integer, _>(sought.regency_id)
        .bind::<Array<Text>, _>(scope.patterns())
        .bind::<Text, _>(sought.name)
        .bind::<Nullable<Date>, _>(sought.birth_on)
        .bind::<Text, _>(district)
        .load(conn)
        .await?;
    Ok(found.into_iter().map(|one| one.candidate(None)).collect())
}

/// Registrations of the caller's regions in a regency that have this NIK, or into which registrations with it were merged, those
/// of the dead among them. How like the name is counts only where one is told.
pub async fn numbered(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    nik_hash: &LookupHash<Nik>,
    (regency_id, name): (i32, Option<&str>),
) -> QueryResult<Vec<Candidate>> {
    let survivors = survivors_with(conn, std::slice::from_ref(nik_hash)).await?;
    let found: Vec<Found> = sql_query(NUMBERED)
        .bind::<Integer, _>(regency_id)
        .bind::<Array<Text>, _>(scope.patterns())
        .bind::<Nullable<Text>, _>(name)
        .bind::<Array<SqlUuid>, _>(survivors)
        .bind::<Binary, _>(nik_hash.as_bytes())
        .load(conn)
        .await?;
    let candidate = |one: Found| {
        let nik = if one.has_nik { NikOf::Own } else { NikOf::Merged };
        one.candidate(Some(nik))
    };
    Ok(found.into_iter().map(candidate).collect())
}
