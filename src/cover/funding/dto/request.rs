//! What callers say of funding sources.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::model::SourceRow;
use super::super::rules::{self, Targets};
use super::super::service::NewSource;
use super::targets::{self, Given};
use crate::cover::wire::{self, OccupationCode, PayerKindCode, SegmentCode};
use crate::domain::{Month, MonthRange, PayerKind, RegionCode};
use crate::platform::db::columns::AsFirstDay;
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};

/// A funding source to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateFundingSource {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
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
    #[schema(example = 1_209_600_000_i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    budget_idr: i64,
    /// Whether contributions from it may be paid at the relief rates. Not for the payers whom the relief rates of its months
    /// leave out (PP 50/2025: what the state's or a region's budget pays); unsettled for some others, so it is said of each
    /// source.
    #[schema(example = false)]
    relief_eligible: bool,
    /// The decree that gives the money.
    #[schema(max_length = 200, example = "188/12/KEP/435.013/2026")]
    decree: Option<String>,
    /// Only for people in these regions, of any level and within the source's own; in all of it when absent.
    #[schema(max_items = 400, example = json!(["35.29.01"]))]
    include_regions: Option<Vec<String>>,
    /// Not for people in these regions.
    #[schema(max_items = 400, example = json!([]))]
    exclude_regions: Option<Vec<String>>,
    /// Only for people of these welfare deciles; of any when absent.
    #[schema(max_items = 10, example = json!([1, 2, 3]))]
    target_deciles: Option<Vec<i64>>,
    /// Only for people who live by these; by anything when absent.
    #[schema(value_type = Option<Vec<OccupationCode>>, max_items = 100, example = json!(["tobacco_farm_worker"]))]
    target_occupations: Option<Vec<String>>,
    /// Only for this group of workers; for both when absent.
    #[schema(value_type = Option<SegmentCode>)]
    target_segment: Option<String>,
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
        let given = Given {
            include_regions: self.include_regions,
            exclude_regions: self.exclude_regions,
            deciles: self.target_deciles,
            occupations: self.target_occupations,
            segment: self.target_segment.map(Some),
        };
        let targets = given.apply(&mut issues, Targets::default());
        if let (Some(kind), Some(year), Some(months)) = (payer_kind, fiscal_year, months) {
            check_months(&mut issues, kind, year, months);
        }
        if let Some(region) = &region_code {
            targets::check_within(&mut issues, region, &targets);
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
                targets,
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

/// The most months of a source: ten years. What is more is a year with a wrong digit.
const MONTHS_MAX: i64 = 120;

fn check_months(issues: &mut Issues, kind: PayerKind, fiscal_year: i32, months: MonthRange) {
    if months.len() > MONTHS_MAX {
        let text =
            Text::new(format!("Paling banyak {MONTHS_MAX} bulan."), format!("At most {MONTHS_MAX} months."));
        issues.push("/until_month", "too_many_months", text);
        return;
    }
    if !rules::months_fit(kind, fiscal_year, months) {
        let text = Text::fixed(
            "Bulan tidak sesuai dengan tahun anggaran sumber ini.",
            "The months do not fit the fiscal year of this source.",
        );
        issues.push("/until_month", "months_outside_fiscal_year", text);
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
    #[schema(value_type = i64, example = 1_500_000_000_i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    budget_idr: Field<i64>,
    /// Whether contributions from it may be paid at the relief rates.
    #[serde(default)]
    #[schema(value_type = bool)]
    relief_eligible: Field<bool>,
    /// The decree that gives the money.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    decree: Field<String>,
    /// Only for people in these regions; in all of its own when empty.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 400)]
    include_regions: Field<Vec<String>>,
    /// Not for people in these regions.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 400)]
    exclude_regions: Field<Vec<String>>,
    /// Only for people of these welfare deciles; of any when empty.
    #[serde(default)]
    #[schema(value_type = Vec<i64>, max_items = 10)]
    target_deciles: Field<Vec<i64>>,
    /// Only for people who live by these; by anything when empty.
    #[serde(default)]
    #[schema(value_type = Vec<OccupationCode>, max_items = 100)]
    target_occupations: Field<Vec<String>>,
    /// Only for this group of workers; for both when null.
    #[serde(default)]
    #[schema(value_type = Option<SegmentCode>)]
    target_segment: Field<String>,
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
        match self.decree {
            Field::Absent => {}
            Field::Null => row.decree = None,
            Field::Value(text) => row.decree = wire::line::<200>(&mut issues, "/decree", &text),
        }
        if let Some(months) = issues.take("/until_month", row.months()) {
            check_months(&mut issues, row.payer_kind.0, row.fiscal_year, months);
        }
        let given = Given {
            include_regions: wire::never_null(&mut issues, "/include_regions", self.include_regions),
            exclude_regions: wire::never_null(&mut issues, "/exclude_regions", self.exclude_regions),
            deciles: wire::never_null(&mut issues, "/target_deciles", self.target_deciles),
            occupations: wire::never_null(&mut issues, "/target_occupations", self.target_occupations),
            segment: self.target_segment.into_change(),
        };
        let terms = row.terms().map_err(Problem::internal)?;
        let targets = given.apply(&mut issues, terms.targets);
        targets::check_within(&mut issues, &terms.region, &targets);
        issues.finish()?;
        Ok(row.with_targets(targets))
    }
}
