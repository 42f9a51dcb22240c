//! Wire types of funding sources.

mod list;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use list::FundingSourceQuery;

use super::model::{SourceMoney, SourceRow};
use super::rules;
use super::service::NewSource;
use crate::cover::wire::{self, PayerKindCode, SourceStatusCode};
use crate::domain::{Month, MonthRange, PayerKind, RegionCode};
use crate::platform::db::columns::AsFirstDay;
use crate::platform::http::{Field, Issues, Problem, Text};

/// Money from which contributions are paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FundingSourceResponse {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    #[schema(example = "APBD 2026")]
    pub name: String,
    /// Who pays.
    #[schema(value_type = PayerKindCode)]
    pub payer_kind: &'static str,
    /// Whose money it is.
    #[schema(value_type = String, example = "35.29")]
    pub region_code: RegionCode,
    /// The year of the budget.
    #[schema(example = 2026)]
    pub fiscal_year: i32,
    /// The first month that it pays.
    #[schema(value_type = String, example = "2026-01")]
    pub from_month: Month,
    /// The last month that it pays.
    #[schema(value_type = String, example = "2026-12")]
    pub until_month: Month,
    /// How much there is.
    #[schema(example = 1_209_600_000_i64, minimum = 0)]
    pub budget_idr: i64,
    /// What its approved periods owe or have paid; null where the source is read as it was known at an instant.
    #[schema(required, example = 201_600, minimum = 0)]
    pub committed_idr: Option<i64>,
    /// What was transferred from it.
    #[schema(required, example = 16_800, minimum = 0)]
    pub paid_idr: Option<i64>,
    /// What of the transfers the insurer has not accepted and holds for later batches.
    #[schema(required, example = 0, minimum = 0)]
    pub credit_idr: Option<i64>,
    /// What is left for new periods.
    #[schema(required, example = 1_209_398_400_i64, minimum = 0)]
    pub free_idr: Option<i64>,
    /// Whether contributions from it may be paid at the relief rates.
    pub relief_eligible: bool,
    /// The decree that gives the money.
    #[schema(example = "188/12/KEP/435.013/2026")]
    pub decree: Option<String>,
    /// Whether new periods may be proposed from it.
    #[schema(value_type = SourceStatusCode)]
    pub status: &'static str,
    /// Why it was closed or reopened.
    pub status_reason: Option<String>,
    /// What this caller may do with it.
    #[schema(example = json!(["update", "close"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl FundingSourceResponse {
    /// A source as a caller sees it who may keep the sources or not.
    pub fn new(row: SourceRow, money: Option<SourceMoney>, may_manage: bool) -> Self {
        Self {
            id: row.id,
            name: row.name,
            payer_kind: row.payer_kind.0.as_str(),
            region_code: row.region_code.0,
            fiscal_year: row.fiscal_year,
            from_month: row.from_month.0,
            until_month: row.until_month.0,
            budget_idr: row.budget_idr,
            committed_idr: money.map(|money| money.committed_idr),
            paid_idr: money.map(|money| money.paid_idr),
            credit_idr: money.map(|money| money.credit_idr),
            free_idr: money.map(|money| money.free_of(row.budget_idr)),
            relief_eligible: row.relief_eligible,
            decree: row.decree,
            status: row.status.0.as_str(),
            status_reason: row.status_reason,
            allowed_actions: rules::allowed(row.status.0, may_manage),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A funding source to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateFundingSource {
    /// The id, if the caller brings one.
    id: Option<Uuid>,
    /// What people call it; unique in the regency and fiscal year.
    #[schema(max_length = 100, example = "APBD 2026")]
    name: String,
    /// Who pays.
    #[schema(value_type = PayerKindCode, example = "apbd")]
    payer_kind: String,
    /// Whose money it is: the regency, or a region in it.
    #[schema(example = "35.29", max_length = 13)]
    region_code: String,
    /// The year of the budget.
    #[schema(example = 2026, minimum = 2000, maximum = 2199)]
    fiscal_year: i32,
    /// The first month that it pays; in the fiscal year.
    #[schema(example = "2026-01", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: String,
    /// The last month that it pays; of public money in the fiscal year.
    #[schema(example = "2026-12", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: String,
    /// How much there is.
    #[schema(example = 1_209_600_000_i64, minimum = 0)]
    budget_idr: i64,
    /// Whether contributions from it may be paid at the relief rates. Not where the state's or a region's
    /// budget pays (PP 50/2025); unsettled for some other payers, so it is said of each source.
    #[schema(example = false)]
    relief_eligible: bool,
    /// The decree that gives the money.
    #[schema(max_length = 200, example = "188/12/KEP/435.013/2026")]
    decree: Option<String>,
}

impl CreateFundingSource {
    /// Reads the request, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<NewSource, Problem> {
        let mut issues = Issues::new();
        let name = wire::line::<100>(&mut issues, "/name", &self.name);
        let payer_kind = issues.take("/payer_kind", PayerKind::parse(&self.payer_kind));
        let region_code = issues.take("/region_code", RegionCode::parse(&self.region_code));
        let fiscal_year = fiscal_year(&mut issues, self.fiscal_year);
        let months = wire::months(&mut issues, &self.from_month, &self.until_month);
        let budget = wire::amount(&mut issues, "/budget_idr", self.budget_idr);
        let decree = wire::optional_line::<200>(&mut issues, "/decree", self.decree);
        if let (Some(kind), Some(year), Some(months)) = (payer_kind, fiscal_year, months) {
            check_months(&mut issues, kind, year, months);
        }
        if let Some(kind) = payer_kind {
            check_relief(&mut issues, kind, self.relief_eligible);
        }
        let source = || {
            Some(NewSource {
                id: self.id.unwrap_or_else(new_id),
                name: name?,
                payer_kind: payer_kind?,
                region_code: region_code?,
                fiscal_year: fiscal_year?,
                months: months?,
                budget: budget?,
                relief_eligible: self.relief_eligible,
                decree,
            })
        };
        wire::finish(source(), issues)
    }
}

fn fiscal_year(issues: &mut Issues, year: i32) -> Option<i32> {
    if (2000..=2199).contains(&year) {
        return Some(year);
    }
    let text = Text::fixed("Nilai antara 2000 dan 2199.", "A value from 2000 to 2199.");
    issues.push("/fiscal_year", "out_of_range", text);
    None
}

fn check_months(issues: &mut Issues, kind: PayerKind, fiscal_year: i32, months: MonthRange) {
    if !rules::months_fit(kind, fiscal_year, months) {
        let text = Text::fixed(
            "Bulan tidak sesuai dengan tahun anggaran sumber ini.",
            "The months do not fit the fiscal year of this source.",
        );
        issues.push("/until_month", "months_outside_fiscal_year", text);
    }
}

fn check_relief(issues: &mut Issues, kind: PayerKind, relief_eligible: bool) {
    if relief_eligible && !rules::may_have_relief(kind) {
        let text = Text::fixed(
            "Keringanan tidak berlaku untuk iuran dari APBD dan DBHCHT (PP 50/2025).",
            "There is no relief for contributions from APBD and DBHCHT (PP 50/2025).",
        );
        issues.push("/relief_eligible", "relief_excluded", text);
    }
}

/// What to change of a funding source (JSON Merge Patch).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateFundingSource {
    /// What people call it.
    #[serde(default)]
    #[schema(value_type = String, max_length = 100)]
    name: Field<String>,
    /// The first month that it pays.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: Field<String>,
    /// The last month that it pays.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: Field<String>,
    /// How much there is.
    #[serde(default)]
    #[schema(value_type = i64, example = 1_500_000_000_i64, minimum = 0)]
    budget_idr: Field<i64>,
    /// Whether contributions from it may be paid at the relief rates.
    #[serde(default)]
    #[schema(value_type = bool)]
    relief_eligible: Field<bool>,
    /// The decree that gives the money.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    decree: Field<String>,
}

impl UpdateFundingSource {
    /// The row with the changes, all problems at once.
    pub fn apply(self, mut row: SourceRow) -> Result<SourceRow, Problem> {
        let mut issues = Issues::new();
        if let Some(name) = wire::never_null(&mut issues, "/name", self.name) {
            row.name = wire::line::<100>(&mut issues, "/name", &name).unwrap_or(row.name);
        }
        if let Some(month) = wire::never_null(&mut issues, "/from_month", self.from_month) {
            let month = issues.take("/from_month", Month::parse(&month));
            row.from_month = month.map_or(row.from_month, AsFirstDay);
        }
        if let Some(month) = wire::never_null(&mut issues, "/until_month", self.until_month) {
            let month = issues.take("/until_month", Month::parse(&month));
            row.until_month = month.map_or(row.until_month, AsFirstDay);
        }
        if let Some(budget) = wire::never_null(&mut issues, "/budget_idr", self.budget_idr) {
            let budget = wire::amount(&mut issues, "/budget_idr", budget);
            row.budget_idr = budget.map_or(row.budget_idr, |budget| budget.amount());
        }
        let relief_eligible = wire::never_null(&mut issues, "/relief_eligible", self.relief_eligible);
        row.relief_eligible = relief_eligible.unwrap_or(row.relief_eligible);
        check_relief(&mut issues, row.payer_kind.0, row.relief_eligible);
        match self.decree {
            Field::Absent => {}
            Field::Null => row.decree = None,
            Field::Value(text) => row.decree = wire::line::<200>(&mut issues, "/decree", &text),
        }
        if let Some(months) = issues.take("/until_month", row.months()) {
            check_months(&mut issues, row.payer_kind.0, row.fiscal_year, months);
        }
        issues.finish()?;
        Ok(row)
    }
}

/// Why a funding source is closed or reopened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FundingSourceReason {
    /// Kept in the history.
    #[schema(max_length = 500, example = "The budget was used up")]
    reason: String,
}

impl FundingSourceReason {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}
