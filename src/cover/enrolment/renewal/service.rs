//! Renewing plans, and saying what a renewal does to people.

use chrono::Months;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::queries as plans;
use super::super::rules::{self as states, Action, PlanStatus, Rights};
use super::super::service::{check, find_source, unknown_source};
use super::queries::{self, FateCount, LossCount};
use super::rules::{self, Alone};
use crate::access::caller::RegionScope;
use crate::cover::contributions::obligations::rules::terms;
use crate::cover::funding::model::SourceRow;
use crate::cover::rules::contributions::rules::Ask;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::quotes;
use crate::cover::trail;
use crate::domain::{Day, Month, MonthRange, Rupiah, Segment};
use crate::platform::changes::Origin;
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};

/// What of a renewed plan is not as the plan before has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// Its id.
    pub id: Uuid,
    /// Another name.
    pub name: Option<String>,
    /// Another source.
    pub funding_source_id: Option<Uuid>,
    /// Another first month than a year on.
    pub from: Option<Month>,
    /// Another last month than a year on.
    pub until: Option<Month>,
    /// Another wage base.
    pub wage_base: Option<Rupiah>,
}

/// Makes a draft for next year of an approved plan. Whether somebody was funded this year is no criterion any more: it would
/// exclude everybody who is to be renewed.
pub async fn renew(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    renewal: Renewal,
) -> Result<PlanRow, Problem> {
    let old = plans::find(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    if states::after(old.state(), Action::Renew).is_none() {
        return Err(Problem::invalid_state(states::allowed(old.state(), Rights::ALL)));
    }
    let source_id = renewal.funding_source_id.unwrap_or(old.funding_source_id);
    let source = find_source(conn, scope, source_id).await?;
    if source.regency_id != old.regency_id {
        return Err(unknown_source());
    }
    let months = months(&old, &renewal)?;
    check_years_source(&source, &renewal, months)?;
    let now = trail::instant(origin);
    let before = old.priorities();
    let row = PlanRow {
        id: renewal.id,
        name: renewal.name.unwrap_or_else(|| rules::name(&old.name, old.from_month.0, months.from())),
        funding_source_id: source_id,
        from_month: AsFirstDay(months.from()),
        until_month: AsFirstDay(months.until()),
        wage_base_idr: renewal.wage_base.map_or(old.wage_base_idr, Rupiah::amount),
        not_funded_last_year: false,
        priorities: rules::priorities(&before).into_iter().map(AsText).collect(),
        status: AsText(PlanStatus::Draft),
        prepared_by: origin.actor.id(),
        revised_by: Vec::new(),
        submitted_by: None,
        submitted_at: None,
        approved_by: None,
        approved_at: None,
        decree_number: None,
        decree_on: None,
        return_reason: None,
        withdraw_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
        renews_plan_id: Some(old.id),
        ..old.uncomputed()
    };
    check(conn, &source, &row).await?;
    plans::insert(conn, &row).await?;
    trail::created(conn, origin, &row).await?;
    Ok(row)
}

/// A source pays one year, as a rule: whoever names neither source nor months is told what is missing.
fn check_years_source(source: &SourceRow, renewal: &Renewal, months: MonthRange) -> Result<(), Problem> {
    let is_as_before =
        renewal.funding_source_id.is_none() && renewal.from.is_none() && renewal.until.is_none();
    let pays = source.from_month.0 <= months.from() && months.until() <= source.until_month.0;
    if !is_as_before || pays {
        return Ok(());
    }
    let text = Text::new(
        format!(
            "Sumber rencana lama tidak membayar {months}; sebutkan sumber yang membayarnya.",
            months = told(months, "sampai")
        ),
        format!(
            "The source of the plan before does not pay {months}; name the one that does.",
            months = told(months, "to")
        ),
    );
    Err(Problem::invalid_field(FieldError::new("/funding_source_id", "outside_funding_source", text)))
}

fn told(months: MonthRange, to: &str) -> String {
    format!("{} {to} {}", months.from(), months.until())
}

fn months(old: &PlanRow, renewal: &Renewal) -> Result<MonthRange, Problem> {
    let next = |month| rules::a_year_on(month).ok_or_else(|| Problem::internal("the calendar ends"));
    let from = renewal.from.map_or_else(|| next(old.from_month.0), Ok)?;
    let until = renewal.until.map_or_else(|| next(old.until_month.0), Ok)?;
    let mut issues = Issues::new();
    let months = issues.take("/until_month", MonthRange::new(from, until));
    issues.finish()?;
    months.ok_or_else(|| Problem::internal("months without a problem"))
}

/// A computed plan that renews another one.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// The new plan.
    pub plan: PlanRow,
    /// The plan before.
    pub old: PlanRow,
    /// Who is born on this day or before is past the age of entry; none where no such age is in force.
    pub aged_since: Option<Day>,
}

/// Finds a plan that renews another one: 404 where it renews none, 409 `not_computed` before its computation says who is
/// chosen.
pub async fn renewed(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> Result<Renewed, Problem> {
    let plan = plans::find(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    let old = plan.renews_plan_id.ok_or_else(Problem::not_found)?;
    let old = plans::find(conn, scope, old).await?.ok_or_else(Problem::not_found)?;
    let on = plan.judged_on.ok_or_else(not_computed)?;
    let limit = parameters::queries::values_on(conn, on).await?.get(ParameterKey::EntryAgeLimitYears);
    let months = limit.and_then(|years| u32::try_from(years.checked_mul(12)?).ok());
    let aged_since = months.and_then(|months| on.checked_sub_months(Months::new(months)));
    Ok(Renewed { plan, old, aged_since })
}

/// What a renewal does to people, counted, and what paying alone costs.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The plans.
    pub renewed: Renewed,
    /// How many people have which fate.
    pub fates: Vec<FateCount>,
    /// Why people do not return.
    pub losses: Vec<LossCount>,
    /// The months of the new plan, as somebody who drops out pays for them.
    pub months: Paid,
    /// Months around the new plan that nobody pays, as anybody pays for them.
    pub unfunded: Vec<Paid>,
}

/// Months with what they cost whoever pays alone, by group of workers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The months.
    pub months: MonthRange,
    /// Each group of workers.
    pub segments: Vec<(Segment, Alone)>,
}

/// Counts what a renewal does to people.
pub async fn summary(conn: &mut AsyncPgConnection, renewed: Renewed) -> Result<Summary, Problem> {
    let (plan, old) = (&renewed.plan, &renewed.old);
    let fates = queries::fates(conn, old.id, plan, renewed.aged_since).await?;
    let losses = queries::losses(conn, old.id, plan).await?;
    let months = plan.months().map_err(Problem::internal)?;
    let mut unfunded = Vec::new();
    for range in rules::unfunded(old.months().map_err(Problem::internal)?, months) {
        unfunded.push(paid_alone(conn, plan, range).await?);
    }
    Ok(Summary { months: paid_alone(conn, plan, months).await?, unfunded, fates, losses, renewed })
}

/// What months cost somebody who pays alone, and therefore with relief, at the terms of a plan. 409 `rule_missing` where no
/// rate is in force.
pub async fn paid_alone(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    months: MonthRange,
) -> Result<Paid, Problem> {
    let rates = quotes::service::rates(conn, months).await?;
    let of_segment = |segment: &Segment| {
        let ask = Ask {
            programmes: plan.programmes.0,
            segment: *segment,
            wage_base: plan.wage_base(),
            relief_eligible: true,
            months,
        };
        let terms = terms(&rates, &ask).map_err(quotes::service::problem)?;
        let alone = rules::alone(&terms).ok_or_else(|| Problem::internal("a contribution is too large"))?;
        Ok((*segment, alone))
    };
    Ok(Paid { months, segments: Segment::ALL.iter().map(of_segment).collect::<Result<_, Problem>>()? })
}

fn not_computed() -> Problem {
    let text = Text::fixed(
        "Rencana ini belum dihitung, sehingga belum diketahui siapa yang dilanjutkan.",
        "This plan is not computed yet, so that nobody knows who returns.",
    );
    Problem::new(Code::Conflict).detail(text.clone()).errors(vec![FieldError::new("", "not_computed", text)])
}
