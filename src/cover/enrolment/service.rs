//! The use cases of enrolment plans.

mod approve;
mod compute;
mod costs;
mod judge;
mod transition;
mod write;

pub use approve::approve;
pub use compute::compute;
pub use transition::{give_back, submit, withdraw};
pub use write::{NewPlan, create, update};

pub(super) use judge::OfPlan;
pub(super) use transition::{lock_for, outdated, write};
pub(super) use write::{check, find_source, unknown_source};

use diesel_async::AsyncPgConnection;

use super::model::PlanRow;
use super::pre_checks;
use super::queries;
use super::rules::CostLine;
use crate::cover::funding::budget::SourceKey;
use crate::cover::funding::{self, model::SourceMoney, model::SourceRow};
use crate::platform::http::Problem;

/// How many people are judged together: keeps the memory constant.
const PEOPLE_AT_ONCE: i64 = 2_000;

/// A plan with what is shown beside it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The plan.
    pub plan: PlanRow,
    /// What its chosen cost, month by month.
    pub costs: Vec<CostLine>,
    /// What of the source's budget is free now.
    pub free_idr: i64,
    /// How far registries have checked its people.
    pub pre_checks: Vec<pre_checks::queries::Progress>,
}

/// Reads what is shown beside a plan.
pub async fn show(conn: &mut AsyncPgConnection, plan: PlanRow) -> Result<Shown, Problem> {
    let costs = queries::list_costs(conn, &plan).await?;
    let pre_checks = pre_checks::queries::progress(conn, &plan).await?;
    let (source, money) = source_of(conn, plan.source()).await?;
    Ok(Shown { costs, free_idr: money.free_of(source.budget_idr), pre_checks, plan })
}

/// The source of a plan with its sums.
pub(super) async fn source_of(
    conn: &mut AsyncPgConnection,
    source: SourceKey,
) -> Result<(SourceRow, SourceMoney), Problem> {
    let found = funding::queries::funded(conn, source).await?;
    found.ok_or_else(|| Problem::internal("a plan without its source"))
}
