//! The dead without a claim, by sets: nobody is looked at one by one.

use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::casework::deaths::queries::is_unclaimed;
use crate::domain::{Day, RegionCode};

/// Which of them are asked for.
#[derive(Debug, Clone, Default)]
pub struct UnclaimedFilter {
    /// Who lived in this region.
    pub region: Option<RegionCode>,
    /// Who died on this day or later.
    pub died_from: Option<Day>,
    /// Who died on this day or before.
    pub died_until: Option<Day>,
}

/// Where a page begins: after this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnclaimedPlace {
    /// The day of death.
    pub died_on: Day,
    /// The report.
    pub id: Uuid,
}

/// Somebody who died covered, or may have.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct UnclaimedRow {
    /// The report.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// The regency.
    #[diesel(sql_type = Integer)]
    pub regency_id: i32,
    /// The registration.
    #[diesel(sql_type = SqlUuid)]
    pub worker_id: Uuid,
    /// The person behind it.
    #[diesel(sql_type = SqlUuid)]
    pub person_id: Uuid,
    /// What the dead were called.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What everybody may see of the NIK.
    #[diesel(sql_type = Nullable<Text>)]
    pub nik_mask: Option<String>,
    /// Where they lived.
    #[diesel(sql_type = Text)]
    pub village_code: String,
    /// The day of death.
    #[diesel(sql_type = Date)]
    pub died_on: Day,
    /// The draft of a claim, where there is one.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub draft_claim_id: Option<Uuid>,
}

impl UnclaimedRow {
    /// Where a page that ends with it goes on.
    pub fn place(&self) -> UnclaimedPlace {
        UnclaimedPlace { died_on: self.died_on, id: self.id }
    }
}

/// $1 regencies, $2 patterns, $3 region, $4 and $5 days.
fn unclaimed() -> String {
    let is_unclaimed = is_unclaimed();
    format!(
        "FROM deaths AS d JOIN workers AS w ON w.id = d.worker_id AND w.regency_id = d.regency_id \
         LEFT JOIN LATERAL (SELECT k.id FROM claims AS k WHERE k.person_id = d.person_id AND k.regency_id = d.regency_id \
           AND (k.kind = 'death' OR k.died_on IS NOT NULL) AND k.status = 'draft' ORDER BY k.id DESC LIMIT 1) AS c ON true \
         WHERE {is_unclaimed} AND d.regency_id = ANY ($1) AND d.village_code LIKE ANY ($2) \
           AND ($3 IS NULL OR d.village_code = $3 OR d.village_code LIKE $3 || '.%') \
           AND ($4 IS NULL OR d.died_on >= $4) AND ($5 IS NULL OR d.died_on <= $5)"
    )
}

/// A page of them, in the order of their deaths.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &UnclaimedFilter,
    after: Option<UnclaimedPlace>,
    limit: i64,
) -> QueryResult<Vec<UnclaimedRow>> {
    let unclaimed = unclaimed();
    sql_query(format!(
        "SELECT d.id, d.regency_id, d.worker_id, d.person_id, w.name, w.nik_mask, d.village_code, d.died_on, \
           c.id AS draft_claim_id {unclaimed} \
         AND ($6 IS NULL OR (d.died_on, d.id) > ($6, $7)) ORDER BY d.died_on, d.id LIMIT $8"
    ))
    .bind::<Array<Integer>, _>(&scope.regency_ids)
    .bind::<Array<Text>, _>(scope.patterns())
    .bind::<Nullable<Text>, _>(filter.region.as_ref().map(RegionCode::as_str))
    .bind::<Nullable<Date>, _>(filter.died_from)
    .bind::<Nullable<Date>, _>(filter.died_until)
    .bind::<Nullable<Date>, _>(after.map(|place| place.died_on))
    .bind::<Nullable<SqlUuid>, _>(after.map(|place| place.id))
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How many a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &UnclaimedFilter,
) -> QueryResult<i64> {
    let counted: Counted = sql_query(format!("SELECT count(*) AS number {}", unclaimed()))
        .bind::<Array<Integer>, _>(&scope.regency_ids)
        .bind::<Array<Text>, _>(scope.patterns())
        .bind::<Nullable<Text>, _>(filter.region.as_ref().map(RegionCode::as_str))
        .bind::<Nullable<Date>, _>(filter.died_from)
        .bind::<Nullable<Date>, _>(filter.died_until)
        .get_result(conn)
        .await?;
    Ok(counted.number)
}
