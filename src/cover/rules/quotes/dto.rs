//! Wire types of quotes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cover::rules::contributions::rules::{Ask, Bound, Quote, QuoteLine, RateAmount, RateMethod};
use crate::cover::wire::{self, ProgrammeCode, RateMethodCode, SegmentCode};
use crate::domain::{Month, Segment};
use crate::platform::http::{Issues, Problem, Text};

/// The most months of one quote: ten years.
const MONTHS_MAX: i64 = 120;

/// What a quote is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionQuoteRequest {
    /// The programmes to be paid.
    #[schema(value_type = Vec<ProgrammeCode>, example = json!(["jkk", "jkm"]), min_items = 1, max_items = 3)]
    programmes: Vec<String>,
    /// The worker's group.
    #[schema(value_type = SegmentCode, example = "general")]
    segment: String,
    /// The worker's wage base.
    #[schema(example = 1_000_000, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    wage_base_idr: i64,
    /// Whether the payer may have relief; `relief_eligible` of a funding source, true for the worker.
    #[schema(example = true)]
    relief_eligible: bool,
    /// The first month.
    #[schema(example = "2026-03", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: String,
    /// The last month, at most 120 months on.
    #[schema(example = "2026-05", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: String,
}

impl ContributionQuoteRequest {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<Ask, Problem> {
        let mut issues = Issues::new();
        let programmes = wire::programmes(&mut issues, "/programmes", &self.programmes);
        let segment = issues.take("/segment", Segment::parse(&self.segment));
        let wage_base = wire::amount(&mut issues, "/wage_base_idr", self.wage_base_idr);
        let months = wire::months(&mut issues, &self.from_month, &self.until_month);
        if months.is_some_and(|months| months.len() > MONTHS_MAX) {
            let text = Text::new(
                format!("Paling banyak {MONTHS_MAX} bulan."),
                format!("At most {MONTHS_MAX} months."),
            );
            issues.push("/until_month", "too_many_months", text);
        }
        let ask = || {
            Some(Ask {
                programmes: programmes?,
                segment: segment?,
                wage_base: wage_base?,
                relief_eligible: self.relief_eligible,
                months: months?,
            })
        };
        wire::finish(ask(), issues)
    }
}

/// What contributions come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContributionQuoteResponse {
    /// One line for consecutive months of a programme at one rate.
    pub lines: Vec<ContributionQuoteLine>,
    /// The sum of the lines.
    #[schema(example = 33_600, minimum = 0)]
    pub total_idr: i64,
}

/// Consecutive months of a programme at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContributionQuoteLine {
    /// The programme.
    #[schema(value_type = ProgrammeCode)]
    pub programme: &'static str,
    /// The first month.
    #[schema(value_type = String, example = "2026-04")]
    pub from_month: Month,
    /// The last month.
    #[schema(value_type = String, example = "2026-05")]
    pub until_month: Month,
    /// How many months.
    #[schema(example = 2, minimum = 1)]
    pub months: i64,
    /// For one month.
    #[schema(example = 5_000, minimum = 0)]
    pub monthly_idr: i64,
    /// For all months of the line.
    #[schema(example = 10_000, minimum = 0)]
    pub amount_idr: i64,
    /// The rule behind it.
    pub rule: ContributionQuoteRule,
    /// The sum in words of arithmetic.
    #[schema(example = "50 bp x 1000000 = 5000; 5000 x 2 = 10000")]
    pub arithmetic: String,
}

/// The rule behind a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContributionQuoteRule {
    /// The rate's row.
    pub rate_id: Uuid,
    /// The regulation.
    #[schema(example = "PP 50/2025")]
    pub legal_reference: String,
    /// Whether it is a relief rate.
    pub relief: bool,
    /// How it becomes an amount.
    #[schema(value_type = RateMethodCode)]
    pub method: &'static str,
    /// How the part of a rupiah that a percentage leaves over is treated; null for a flat rate.
    #[schema(example = "half_up")]
    pub rounding: Option<&'static str>,
    /// Which bound decided the monthly amount, `min` or `max`, if one did.
    pub bound: Option<&'static str>,
}

impl ContributionQuoteResponse {
    /// The wire form of a quote for an ask.
    pub fn new(quote: &Quote<'_>, ask: &Ask) -> Self {
        Self {
            lines: quote.lines.iter().map(|line| ContributionQuoteLine::new(line, ask)).collect(),
            total_idr: quote.total.amount(),
        }
    }
}

impl ContributionQuoteLine {
    fn new(line: &QuoteLine<'_>, ask: &Ask) -> Self {
        let (method, rounding) = match line.rate.amount {
            RateAmount::Flat(_) => (RateMethod::Flat, None),
            // The words of `contributions::rules::ROUNDING`.
            RateAmount::Percent { .. } => (RateMethod::Percent, Some("half_up")),
        };
        Self {
            programme: line.rate.programme.as_str(),
            from_month: line.months.from(),
            until_month: line.months.until(),
            months: line.months.len(),
            monthly_idr: line.monthly.amount(),
            amount_idr: line.amount.amount(),
            rule: ContributionQuoteRule {
                rate_id: line.rate.id,
                legal_reference: line.rate.legal_reference.clone(),
                relief: line.rate.relief,
                method: method.as_str(),
                rounding,
                bound: line.bound.map(|bound| match bound {
                    Bound::Min => "min",
                    Bound::Max => "max",
                }),
            },
            arithmetic: arithmetic(line, ask),
        }
    }
}

fn arithmetic(line: &QuoteLine<'_>, ask: &Ask) -> String {
    let monthly = line.monthly.amount();
    let per_month = match (line.rate.amount, line.bound) {
        (RateAmount::Flat(_), _) => String::new(),
        (RateAmount::Percent { basis_points, .. }, None) => {
            format!("{basis_points} bp x {} = {monthly}; ", ask.wage_base.amount())
        }
        (RateAmount::Percent { basis_points, .. }, Some(Bound::Min)) => {
            format!("max({basis_points} bp x {}, {monthly}) = {monthly}; ", ask.wage_base.amount())
        }
        (RateAmount::Percent { basis_points, .. }, Some(Bound::Max)) => {
            format!("min({basis_points} bp x {}, {monthly}) = {monthly}; ", ask.wage_base.amount())
        }
    };
    format!("{per_month}{monthly} x {} = {}", line.months.len(), line.amount.amount())
}
