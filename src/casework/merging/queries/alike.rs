//! Who may be the same person as a registration: those with a like name that were born in those years or live in the same
//! district, and those on the same family card. Each by its index, so that no search reads a register as a whole.
//!
//! Phones are compared among the found, not looked for: they are shared by whole hamlets, and a hash to look for them by
//! would bring the hamlet.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Binary, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::domain::{Day, Phone, RegionCode, RegionLevel};
use crate::platform::db::columns::AsText;
use crate::platform::vault::Sealed;
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries::MAY_BE_THE_SAME;

/// Whose double is looked for.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// The registration.
    pub row: &'a WorkerRow,
    /// Where it lies.
    pub village: &'a RegionCode,
}

/// Somebody who may be the same.
#[derive(QueryableByName)]
pub struct Alike {
    /// The registration.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// How alike the names are, in thousandths.
    #[diesel(sql_type = Integer)]
    pub likeness: i32,
    /// The day of birth.
    #[diesel(sql_type = Nullable<Date>)]
    pub birth_on: Option<Day>,
    /// Where the worker lives.
    #[diesel(sql_type = Text)]
    pub village_code: AsText<RegionCode>,
    /// Whether both stand on one family card.
    #[diesel(sql_type = Bool)]
    pub same_family_card: bool,
    /// The phone.
    #[diesel(sql_type = Nullable<Binary>)]
    pub phone_sealed: Option<Sealed<Phone>>,
    /// How the registration stands.
    #[diesel(sql_type = Text)]
    pub status: String,
    /// Why.
    #[diesel(sql_type = Nullable<Text>)]
    pub status_reason: Option<String>,
}

/// The columns of a candidate `w`, among the registrations of the caller's regions in the regency.
fn known() -> String {
    format!(
        "SELECT w.id, (similarity(lower(w.name), lower($4)) * 1000)::integer AS likeness, w.birth_on, w.village_code, \
           coalesce(w.family_card_hash = $7, false) AS same_family_card, w.phone_sealed, w.status, w.status_reason \
         FROM workers AS w WHERE w.regency_id = $1 AND w.village_code LIKE ANY ($2) AND w.id <> $3 AND {MAY_BE_THE_SAME}"
    )
}

/// Those who may be the same: those on the same family card first, then those born on the same day, then the likest names, so
/// that among many of like names nobody is left off whom the score would put first.
pub async fn alike(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    sought: Sought<'_>,
) -> QueryResult<Vec<Alike>> {
    let district = sought.village.at(RegionLevel::District);
    let district = district.as_ref().unwrap_or(sought.village).prefix_pattern();
    let card = sought.row.family_card_hash.as_ref().map(|hash| hash.as_bytes().to_vec());
    let known = known();
    sql_query(format!(
        "SELECT * FROM (\
           {known} AND w.name % $4 \
             AND w.birth_on BETWEEN make_date(extract(year FROM $5::date)::integer - 1, 1, 1) \
               AND make_date(extract(year FROM $5::date)::integer + 1, 12, 31) \
           UNION {known} AND w.name % $4 AND w.village_code LIKE $6 \
           UNION {known} AND w.family_card_hash = $7) AS f \
         ORDER BY same_family_card DESC, coalesce(birth_on = $5, false) DESC, likeness DESC, id LIMIT 50"
    ))
    .bind::<Integer, _>(sought.row.regency_id)
    .bind::<Array<Text>, _>(scope.patterns())
    .bind::<SqlUuid, _>(sought.row.id)
    .bind::<Text, _>(&sought.row.name)
    .bind::<Nullable<Date>, _>(sought.row.birth_on)
    .bind::<Text, _>(district)
    .bind::<Nullable<Binary>, _>(card)
    .load(conn)
    .await
}
