//! Entering, changing, closing and reopening funding sources.

use diesel_async::AsyncPgConnection;
use serde_json::Value;
use uuid::Uuid;

use super::budget;
use super::model::{Funded, SourceMoney, SourceRow};
use super::queries;
use super::rules::{self, Action, Rights, SourceStatus, Targets};
use crate::access::caller::RegionScope;
use crate::cover::rules::contributions;
use crate::cover::rules::contributions::model::RateRow;
use crate::cover::{reach, trail};
use crate::domain::{MonthRange, PayerKind, RegionCode, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::http::{Code, FieldError, IfMatch, Issues, Problem, Text};
use crate::register::regencies;

/// A source to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Who pays.
    pub payer_kind: PayerKind,
    /// Whose money it is.
    pub region_code: RegionCode,
    /// The year of the budget.
    pub fiscal_year: i32,
    /// The months that it pays.
    pub months: MonthRange,
    /// How much there is.
    pub budget: Rupiah,
    /// Whether contributions from it may be paid at the relief rates.
    pub relief_eligible: bool,
    /// The decree that gives the money.
    pub decree: Option<String>,
    /// For whom it is.
    pub targets: Targets,
}

/// Enters a source of the regency in which its region lies.
pub async fn create(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    new: NewSource,
) -> Result<SourceRow, Problem> {
    let regency = regencies::find_regency_by_region(conn, &new.region_code)
        .await?
        .filter(|regency| scope.has_regency(regency.id) && scope.contains(&new.region_code))
        .ok_or_else(unknown_region)?;
    check_known(conn, &new.targets).await?;
    if new.relief_eligible {
        check_relief(conn, new.payer_kind, new.months).await?;
    }
    let now = trail::instant(origin);
    let row = SourceRow {
        id: new.id,
        regency_id: regency.id,
        name: new.name,
        payer_kind: AsText(new.payer_kind),
        region_code: AsText(new.region_code),
        fiscal_year: new.fiscal_year,
        from_month: AsFirstDay(new.months.from()),
        until_month: AsFirstDay(new.months.until()),
        budget_idr: new.budget.amount(),
        relief_eligible: new.relief_eligible,
        decree: new.decree,
        status: AsText(SourceStatus::Active),
        status_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
        include_regions: Vec::new(),
        exclude_regions: Vec::new(),
        target_deciles: Vec::new(),
        target_occupations: Vec::new(),
        target_segment: None,
    }
    .with_targets(new.targets);
    queries::insert(conn, &row).await?;
    trail::created(conn, origin, &row).await?;
    Ok(row)
}

/// Changes what a source says. `patch` makes the new row of the old one.
pub async fn update(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    patch: impl FnOnce(SourceRow) -> Result<SourceRow, Problem>,
) -> Result<Funded, Problem> {
    let (before, money) = lock(conn, scope, id, held, Action::Update).await?;
    let after = patch(before.clone())?;
    if after == before {
        return Ok((before, money));
    }
    check_money(&after, money).map_err(|problem| problem.allowing(possible(&before)))?;
    if after.relief_eligible != before.relief_eligible
        && money.committed_idr > 0
        && (after.relief_eligible || queries::owes_at_relief(conn, &before).await?)
    {
        // What is owed was computed with it, or would have been.
        return Err(relief_in_use().allowing(possible(&before)));
    }
    check_known(conn, &after.terms().map_err(Problem::internal)?.targets).await?;
    let months = after.months().map_err(Problem::internal)?;
    if after.relief_eligible {
        check_relief(conn, after.payer_kind.0, months).await?;
    }
    if queries::funds_outside(conn, &before, months).await? {
        return Err(months_in_use().allowing(possible(&before)));
    }
    Ok((write(conn, origin, &before, after, Action::Update, None).await?, money))
}

/// Regions in and out must exist.
async fn check_known(conn: &mut AsyncPgConnection, targets: &Targets) -> Result<(), Problem> {
    let mut issues = Issues::new();
    reach::check(conn, &mut issues, "/include_regions", &targets.include_regions).await?;
    reach::check(conn, &mut issues, "/exclude_regions", &targets.exclude_regions).await?;
    issues.finish()
}

/// 422 where a relief rate that counts in any of the months leaves the payer out.
async fn check_relief(
    conn: &mut AsyncPgConnection,
    payer: PayerKind,
    months: MonthRange,
) -> Result<(), Problem> {
    contributions::queries::hold_relief(conn).await?;
    let rates = contributions::queries::rates_in(conn, months).await?;
    let excludes = |rate: &RateRow| rate.excluded_payers.iter().any(|excluded| excluded.0 == payer);
    let Some(rate) = rates.into_iter().find(excludes) else { return Ok(()) };
    let text = Text::new(
        format!("Keringanan tidak berlaku untuk pembayar ini ({}).", rate.legal_reference),
        format!("There is no relief for this payer ({}).", rate.legal_reference),
    );
    Err(Problem::invalid_field(FieldError::new("/relief_eligible", "relief_excluded", text)))
}

/// What is promised or paid already binds the budget.
fn check_money(after: &SourceRow, money: SourceMoney) -> Result<(), Problem> {
    let bound = money.bound_idr();
    if after.budget_idr < bound {
        return Err(budget::exceeded("/budget_idr", after.budget_idr, bound));
    }
    Ok(())
}

/// Closes or reopens a source.
pub async fn change_status(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    action: Action,
    reason: String,
) -> Result<Funded, Problem> {
    let (before, money) = lock(conn, scope, id, held, action).await?;
    let status = rules::after(before.status.0, action).ok_or_else(|| invalid_state(&before))?;
    let after = SourceRow { status: AsText(status), status_reason: Some(reason.clone()), ..before.clone() };
    Ok((write(conn, origin, &before, after, action, Some(reason)).await?, money))
}

async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    held: &IfMatch,
    action: Action,
) -> Result<Funded, Problem> {
    let (row, money) = queries::lock(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(row.version)?;
    rules::after(row.status.0, action).ok_or_else(|| invalid_state(&row))?;
    Ok((row, money))
}

async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &SourceRow,
    after: SourceRow,
    action: Action,
    reason: Option<String>,
) -> Result<SourceRow, Problem> {
    let after = SourceRow { version: before.version + 1, updated_at: trail::instant(origin), ..after };
    queries::update(conn, &after).await?;
    trail::updated(conn, origin, before, &after, action.done(), reason).await?;
    Ok(after)
}

/// Makes a locked source one version newer for what moved its money, and records that with its figures, under a name of
/// their own.
pub async fn advance(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: SourceRow,
    action: Action,
    reason: Option<String>,
    told: (&'static str, Value),
) -> Result<SourceRow, Problem> {
    let after =
        SourceRow { version: before.version + 1, updated_at: trail::instant(origin), ..before.clone() };
    queries::update(conn, &after).await?;
    trail::updated_telling(conn, origin, &before, &after, action.done(), reason, told).await?;
    Ok(after)
}

fn invalid_state(row: &SourceRow) -> Problem {
    Problem::invalid_state(possible(row))
}

/// What the state of a source allows at all: what a refused action leaves.
pub fn possible(row: &SourceRow) -> Vec<&'static str> {
    rules::allowed(row.status.0, Rights { manage: true, reprice: true, refund: true })
}

fn months_in_use() -> Problem {
    Problem::new(Code::Conflict).errors(vec![FieldError::new(
        "/until_month",
        "months_in_use",
        Text::fixed(
            "Ada periode pendanaan dari sumber ini di luar bulan tersebut.",
            "Funded periods of this source lie outside these months.",
        ),
    )])
}

fn relief_in_use() -> Problem {
    Problem::new(Code::Conflict).errors(vec![FieldError::new(
        "/relief_eligible",
        "relief_in_use",
        Text::fixed(
            "Iuran dari sumber ini sudah dihitung dengan tarif yang berlaku; keringanan tidak dapat diubah lagi.",
            "Contributions from this source are computed already; its relief cannot be changed any more.",
        ),
    )])
}

fn unknown_region() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/region_code",
        "unknown_region",
        Text::fixed(
            "Wilayah ini tidak ada, atau berada di luar wilayah Anda.",
            "This region does not exist or lies outside yours.",
        ),
    )])
}
