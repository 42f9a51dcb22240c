//! The figures of the register that a preview asks for before and after.

pub mod changed;
pub mod claims;
mod plans;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use plans::{PlanCost, plan_costs};

use crate::cover::contributions::obligations::queries::Concerned;
use crate::cover::rules::contributions::queries::RATE_OF;
use crate::domain::{Day, Month};

/// How many sources or regencies a preview lists; the totals speak of all.
pub const LISTED: i64 = 100;

/// What contributions from a source come to in the months of a rate.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct SourceCost {
    /// The source.
    #[diesel(sql_type = SqlUuid)]
    pub funding_source_id: Uuid,
    /// Its regency.
    #[diesel(sql_type = Text)]
    pub region_code: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Funded periods with such months.
    #[diesel(sql_type = BigInt)]
    pub coverages: i64,
    /// Their months.
    #[diesel(sql_type = BigInt)]
    pub months: i64,
    /// What the programme costs in them.
    #[diesel(sql_type = BigInt)]
    pub cost_idr: i64,
    /// What of the budget is free.
    #[diesel(sql_type = BigInt)]
    pub free_idr: i64,
    /// How many sources there are in all.
    #[diesel(sql_type = BigInt)]
    pub all_sources: i64,
    /// The coverages of all of them.
    #[diesel(sql_type = BigInt)]
    pub all_coverages: i64,
    /// The months of all of them.
    #[diesel(sql_type = BigInt)]
    pub all_months: i64,
    /// The cost of all of them.
    #[diesel(sql_type = BigInt)]
    pub all_cost_idr: i64,
}

/// What contributions come to by the rates in force, source by source. Periods of one source and wage base that lie
/// alike are counted once, so that a million of them come to few groups.
pub async fn costs(conn: &mut AsyncPgConnection, scope: &Concerned) -> QueryResult<Vec<SourceCost>> {
    diesel::sql_query(format!(
        "WITH taken AS ( \
           SELECT c.regency_id, c.funding_source_id, f.name, f.relief_eligible, c.wage_base_idr, \
                  greatest(c.from_month, $1) AS first, least(c.last_month, $2) AS last, count(*) AS people \
           FROM coverages c \
           JOIN workers w ON w.id = c.worker_id AND w.regency_id = c.regency_id \
           JOIN funding_sources f ON f.id = c.funding_source_id AND f.regency_id = c.regency_id \
           WHERE ($2 IS NULL OR c.from_month <= $2) AND c.last_month >= $1 AND $3 = ANY (c.programmes) AND w.segment = $4 \
             AND (f.relief_eligible OR NOT $5) \
           GROUP BY 1, 2, 3, 4, 5, 6, 7), \
         sources AS ( \
           SELECT k.regency_id, k.funding_source_id, k.name, sum(k.people) AS coverages, \
                  sum(k.people * cost.months) AS months, sum(k.people * cost.amount) AS cost_idr \
           FROM taken k CROSS JOIN LATERAL ( \
             SELECT count(*) AS months, coalesce(sum(rate.amount_idr), 0) AS amount \
             FROM (SELECT $3 AS programme, $4 AS segment, k.relief_eligible, k.wage_base_idr, month::date AS month \
               FROM generate_series(k.first::timestamp, k.last::timestamp, interval '1 month') AS months (month)) AS t \
             {RATE_OF}) AS cost \
           GROUP BY 1, 2, 3) \
         SELECT funding_source_id, g.region_code, sources.name, coverages::bigint, months::bigint, cost_idr::bigint, \
                f.budget_idr - f.committed_idr AS free_idr, \
                count(*) OVER () AS all_sources, (sum(coverages) OVER ())::bigint AS all_coverages, \
                (sum(months) OVER ())::bigint AS all_months, (sum(cost_idr) OVER ())::bigint AS all_cost_idr \
         FROM sources JOIN regencies g ON g.id = sources.regency_id \
         JOIN funding_sources f ON f.id = sources.funding_source_id AND f.regency_id = sources.regency_id ORDER BY coverages DESC, funding_source_id LIMIT $6"
    ))
    .bind::<Date, _>(scope.from_month.first_day())
    .bind::<Nullable<Date>, _>(scope.until_month.map(Month::first_day))
    .bind::<Text, _>(scope.programme.as_str())
    .bind::<Text, _>(scope.segment.as_str())
    .bind::<Bool, _>(scope.relief)
    .bind::<BigInt, _>(LISTED)
    .load(conn)
    .await
}

/// Registrations in a regency that an age limit lets in or keeps out.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct AgeFlips {
    /// The regency.
    #[diesel(sql_type = Text)]
    pub region_code: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Who could not enter and then can.
    #[diesel(sql_type = BigInt)]
    pub gaining: i64,
    /// Who can enter and then could not.
    #[diesel(sql_type = BigInt)]
    pub losing: i64,
    /// Over all regencies.
    #[diesel(sql_type = BigInt)]
    pub all_gaining: i64,
    /// Over all regencies.
    #[diesel(sql_type = BigInt)]
    pub all_losing: i64,
}

/// Whom a change of the entry age from one limit to another lets in or keeps out on a day: open registrations that
/// nobody funds in the day's month, since for those who are in, the age is no limit.
pub async fn age_flips(
    conn: &mut AsyncPgConnection,
    day: Day,
    before: i64,
    after: i64,
) -> QueryResult<Vec<AgeFlips>> {
    diesel::sql_query(
        "WITH flips AS ( \
           SELECT w.regency_id, count(*) AS people \
           FROM workers w \
           WHERE w.status IN ('registered', 'verified') \
             AND w.birth_on <= $1 - make_interval(years => least($2, $3)::integer) \
             AND w.birth_on > $1 - make_interval(years => greatest($2, $3)::integer) \
             AND NOT EXISTS (SELECT FROM coverages c WHERE c.person_id = w.person_id \
                 AND c.from_month <= $1 AND c.last_month >= date_trunc('month', $1)::date) \
           GROUP BY w.regency_id) \
         SELECT g.region_code, g.name, CASE WHEN $3 > $2 THEN people ELSE 0 END AS gaining, \
                CASE WHEN $3 < $2 THEN people ELSE 0 END AS losing, \
                (CASE WHEN $3 > $2 THEN sum(people) OVER () ELSE 0 END)::bigint AS all_gaining, \
                (CASE WHEN $3 < $2 THEN sum(people) OVER () ELSE 0 END)::bigint AS all_losing \
         FROM flips f JOIN regencies g ON g.id = f.regency_id \
         ORDER BY people DESC, g.region_code LIMIT $4",
    )
    .bind::<Date, _>(day)
    .bind::<BigInt, _>(before)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(LISTED)
    .load(conn)
    .await
}
