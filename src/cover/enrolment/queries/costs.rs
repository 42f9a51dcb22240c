//! What the chosen of a plan cost, month by month.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::rules::CostLine;
use crate::domain::{Programme, Rupiah, Segment};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::enrolment_plan_costs as costs;

/// Writes the lines of a plan.
pub async fn insert_costs(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    lines: &[CostLine],
) -> QueryResult<usize> {
    sql_query(
        "INSERT INTO enrolment_plan_costs (plan_id, regency_id, month, programme, segment, rate_id, relief, people, \
           monthly_idr, amount_idr) \
         SELECT $1, $2, l.* FROM unnest($3, $4, $5, $6, $7, $8, $9, $10) AS l",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Array<Date>, _>(lines.iter().map(|line| line.month.first_day()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(lines.iter().map(|line| line.programme.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(lines.iter().map(|line| line.segment.as_str()).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(lines.iter().map(|line| line.rate_id).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(lines.iter().map(|line| line.relief).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(lines.iter().map(|line| line.people).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(lines.iter().map(|line| line.monthly.amount()).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(lines.iter().map(|line| line.amount.amount()).collect::<Vec<_>>())
    .execute(conn)
    .await
}

/// The lines of a plan: by month, programme and group.
pub async fn list_costs(conn: &mut AsyncPgConnection, plan: &PlanRow) -> QueryResult<Vec<CostLine>> {
    type Row = (AsFirstDay, AsText<Programme>, AsText<Segment>, Uuid, bool, i32, i64, i64);
    let rows: Vec<Row> = costs::table
        .filter(costs::plan_id.eq(plan.id))
        .filter(costs::regency_id.eq(plan.regency_id))
        .order((costs::month, costs::programme, costs::segment))
        .select((
            costs::month,
            costs::programme,
            costs::segment,
            costs::rate_id,
            costs::relief,
            costs::people,
            costs::monthly_idr,
            costs::amount_idr,
        ))
        .load(conn)
        .await?;
    let line = |(month, programme, segment, rate_id, relief, people, monthly, amount): Row| CostLine {
        month: month.0,
        programme: programme.0,
        segment: segment.0,
        rate_id,
        relief,
        people,
        monthly: Rupiah::new(monthly),
        amount: Rupiah::new(amount),
    };
    Ok(rows.into_iter().map(line).collect())
}
