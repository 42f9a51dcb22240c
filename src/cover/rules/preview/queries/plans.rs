//! What plans that nobody has approved yet would cost.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::LISTED;
use crate::cover::contributions::obligations::queries::Concerned;
use crate::cover::enrolment::rules::PlanStatus;
use crate::cover::rules::contributions::queries::RATE_OF;
use crate::domain::Month;
use crate::platform::db::columns::AsText;

/// What the chosen of a plan cost in the months of a rate.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct PlanCost {
    /// The plan.
    #[diesel(sql_type = SqlUuid)]
    pub plan_id: Uuid,
    /// What it is called.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Its regency.
    #[diesel(sql_type = Text)]
    pub region_code: String,
    /// The source that is to pay.
    #[diesel(sql_type = SqlUuid)]
    pub funding_source_id: Uuid,
    /// How far it has come.
    #[diesel(sql_type = Text)]
    pub status: AsText<PlanStatus>,
    /// The chosen of the group that the rate is for.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    /// Their months.
    #[diesel(sql_type = BigInt)]
    pub months: i64,
    /// What the programme costs in them by the rates in force.
    #[diesel(sql_type = BigInt)]
    pub cost_idr: i64,
    /// What all of the plan costs, as it was computed.
    #[diesel(sql_type = BigInt)]
    pub computed_idr: i64,
    /// What of the source's budget is free.
    #[diesel(sql_type = BigInt)]
    pub free_idr: i64,
    /// How many plans there are in all.
    #[diesel(sql_type = BigInt)]
    pub all_plans: i64,
    /// The cost of all of them.
    #[diesel(sql_type = BigInt)]
    pub all_cost_idr: i64,
}

/// What the chosen of computed plans cost by the rates in force, before anybody approved them. The lines of a plan are few:
/// one for each month, programme and group of workers.
pub async fn plan_costs(conn: &mut AsyncPgConnection, scope: &Concerned) -> QueryResult<Vec<PlanCost>> {
    diesel::sql_query(format!(
        "WITH priced AS ( \
           SELECT t.plan_id, t.regency_id, max(t.people)::bigint AS people, sum(t.people)::bigint AS months, \
                  coalesce(sum(t.people * rate.amount_idr), 0)::bigint AS cost_idr \
           FROM (SELECT p.id AS plan_id, p.regency_id, k.people, k.programme, k.segment, k.month, p.wage_base_idr, \
                   f.relief_eligible \
             FROM enrolment_plans p \
             JOIN enrolment_plan_costs k ON k.plan_id = p.id AND k.regency_id = p.regency_id \
             JOIN funding_sources f ON f.id = p.funding_source_id AND f.regency_id = p.regency_id \
             WHERE p.status IN ('draft', 'submitted') AND k.month >= $1 AND ($2 IS NULL OR k.month <= $2) \
               AND k.programme = $3 AND k.segment = $4 AND (f.relief_eligible OR NOT $5)) AS t \
           {RATE_OF} \
           GROUP BY 1, 2) \
         SELECT p.id AS plan_id, p.name, g.region_code, p.funding_source_id, p.status, d.people, d.months, d.cost_idr, \
                coalesce(p.cost_idr, 0) AS computed_idr, f.budget_idr - f.committed_idr AS free_idr, \
                count(*) OVER () AS all_plans, (sum(d.cost_idr) OVER ())::bigint AS all_cost_idr \
         FROM priced d \
         JOIN enrolment_plans p ON p.id = d.plan_id AND p.regency_id = d.regency_id \
         JOIN funding_sources f ON f.id = p.funding_source_id AND f.regency_id = p.regency_id \
         JOIN regencies g ON g.id = d.regency_id ORDER BY d.people DESC, p.id LIMIT $6"
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
