//! What a caller says of a new or corrected rate.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::model::{RateFacts, RateRow};
use super::super::rules::{RateAmount, RateMethod};
use crate::cover::rules::Confidence;
use crate::cover::rules::proposals::Correction;
use crate::cover::wire::{self, ConfidenceCode, ProgrammeCode, RateMethodCode, SegmentCode};
use crate::domain::{Month, MonthRange, Programme, Rupiah, Segment};
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};

/// The most that one month of one member may cost: what is more is a slip of the keyboard, and sums over a nation stay exact.
const AMOUNT_MAX: i64 = 1_000_000_000;

/// A new rate.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateContributionRate {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// For which programme.
    #[schema(value_type = ProgrammeCode, example = "jkm")]
    programme: String,
    /// For which group of workers.
    #[schema(value_type = SegmentCode, example = "general")]
    segment: String,
    /// Whether only payers who may have relief get it.
    #[schema(example = true)]
    relief: bool,
    /// How it becomes an amount.
    #[schema(value_type = RateMethodCode, example = "flat")]
    method: String,
    /// The amount of a flat rate.
    #[schema(example = 3400, minimum = 0, maximum = 1_000_000_000)]
    amount_idr: Option<i64>,
    /// The part of the wage base; one hundred are one per cent.
    #[schema(minimum = 0, maximum = 10000)]
    basis_points: Option<i32>,
    /// Not less than this.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    min_idr: Option<i64>,
    /// Not more than this.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    max_idr: Option<i64>,
    /// The first month.
    #[schema(example = "2028-01", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: String,
    /// The last month; absent while no end is known.
    #[schema(example = "2028-06", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: Option<String>,
    /// The regulation.
    #[schema(max_length = 300, example = "PP 50/2025")]
    legal_reference: String,
    /// What else is to be known.
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// How sure it is.
    #[schema(value_type = ConfidenceCode, example = "medium")]
    confidence: String,
}

impl CreateContributionRate {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<(Option<Uuid>, RateFacts), Problem> {
        let mut issues = Issues::new();
        let programme = issues.take("/programme", Programme::parse(&self.programme));
        let segment = issues.take("/segment", Segment::parse(&self.segment));
        let method = issues.take("/method", RateMethod::parse(&self.method));
        let given = Amounts {
            amount_idr: self.amount_idr,
            basis_points: self.basis_points,
            min_idr: self.min_idr,
            max_idr: self.max_idr,
        };
        let amount = method.and_then(|method| given.read(&mut issues, method));
        let from_month = issues.take("/from_month", Month::parse(&self.from_month));
        let until_month = issues.take_optional("/until_month", self.until_month, |text| Month::parse(&text));
        let legal_reference = wire::line::<300>(&mut issues, "/legal_reference", &self.legal_reference);
        let note = wire::optional_line::<1000>(&mut issues, "/note", self.note);
        let confidence = issues.take("/confidence", Confidence::parse(&self.confidence));
        check_period(&mut issues, from_month, until_month);
        let facts = || {
            Some(RateFacts {
                programme: programme?,
                segment: segment?,
                relief: self.relief,
                amount: amount?,
                from_month: from_month?,
                until_month,
                legal_reference: legal_reference?,
                note,
                confidence: confidence?,
            })
        };
        Ok((self.id, wire::finish(facts(), issues)?))
    }
}

/// What a correction says otherwise (JSON Merge Patch). Programme, segment and relief stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateContributionRate {
    /// The amount of a flat rate.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1_000_000_000)]
    amount_idr: Field<i64>,
    /// The part of the wage base; one hundred are one per cent.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 10000)]
    basis_points: Field<i32>,
    /// Not less than this.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1_000_000_000)]
    min_idr: Field<i64>,
    /// Not more than this.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 1_000_000_000)]
    max_idr: Field<i64>,
    /// The first month.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: Field<String>,
    /// The last month.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2026-12", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: Field<String>,
    /// The regulation.
    #[serde(default)]
    #[schema(value_type = String, max_length = 300)]
    legal_reference: Field<String>,
    /// What else is to be known.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1000)]
    note: Field<String>,
    /// How sure it is.
    #[serde(default)]
    #[schema(value_type = ConfidenceCode)]
    confidence: Field<String>,
    /// Why it is corrected; kept in the history of both rows.
    #[schema(max_length = 500, example = "The period was prolonged")]
    reason: String,
}

impl UpdateContributionRate {
    /// Reads what can be read without the row.
    pub fn parse(self) -> Result<Correction<Self>, Problem> {
        Correction::read(self, |patch| &patch.reason)
    }
}

impl Correction<UpdateContributionRate> {
    /// The corrected facts of a row.
    pub fn apply(self, row: &RateRow) -> Result<RateFacts, Problem> {
        let patch = self.patch;
        let mut issues = Issues::new();
        let given = Amounts {
            amount_idr: patch.amount_idr.apply_to(row.amount_idr),
            basis_points: patch.basis_points.apply_to(row.basis_points),
            min_idr: patch.min_idr.apply_to(row.min_idr),
            max_idr: patch.max_idr.apply_to(row.max_idr),
        };
        let amount = given.read(&mut issues, row.method.0);
        let from_month = match wire::never_null(&mut issues, "/from_month", patch.from_month) {
            Some(text) => issues.take("/from_month", Month::parse(&text)),
            None => Some(row.from_month.0),
        };
        let until_month = match patch.until_month {
            Field::Absent => row.until_month.map(|month| month.0),
            Field::Null => None,
            Field::Value(text) => issues.take("/until_month", Month::parse(&text)),
        };
        let legal_reference = match wire::never_null(&mut issues, "/legal_reference", patch.legal_reference) {
            Some(text) => wire::line::<300>(&mut issues, "/legal_reference", &text),
            None => Some(row.legal_reference.clone()),
        };
        let note = match patch.note {
            Field::Absent => row.note.clone(),
            Field::Null => None,
            Field::Value(text) => wire::line::<1000>(&mut issues, "/note", &text),
        };
        let confidence = match wire::never_null(&mut issues, "/confidence", patch.confidence) {
            Some(text) => issues.take("/confidence", Confidence::parse(&text)),
            None => Some(row.confidence.0),
        };
        check_period(&mut issues, from_month, until_month);
        let facts = || {
            Some(RateFacts {
                programme: row.programme.0,
                segment: row.segment.0,
                relief: row.relief,
                amount: amount?,
                from_month: from_month?,
                until_month,
                legal_reference: legal_reference?,
                note,
                confidence: confidence?,
            })
        };
        wire::finish(facts(), issues)
    }
}

/// The amounts of a request, of which the method says which ones belong.
struct Amounts {
    amount_idr: Option<i64>,
    basis_points: Option<i32>,
    min_idr: Option<i64>,
    max_idr: Option<i64>,
}

impl Amounts {
    fn read(self, issues: &mut Issues, method: RateMethod) -> Option<RateAmount> {
        let mut rupiah = |pointer: &str, given: Option<i64>| {
            let amount = issues.take_optional(pointer, given, Rupiah::non_negative);
            if amount.is_some_and(|amount| amount.amount() > AMOUNT_MAX) {
                let most = Rupiah::new(AMOUNT_MAX);
                let text = Text::new(
                    format!("Paling banyak {}.", most.indonesian()),
                    format!("At most {}.", most.english()),
                );
                issues.push(pointer, "out_of_range", text);
            }
            amount
        };
        let amount = rupiah("/amount_idr", self.amount_idr);
        let min = rupiah("/min_idr", self.min_idr);
        let max = rupiah("/max_idr", self.max_idr);
        match method {
            RateMethod::Flat => {
                not_with(issues, method, "/basis_points", self.basis_points.is_some());
                not_with(issues, method, "/min_idr", min.is_some());
                not_with(issues, method, "/max_idr", max.is_some());
                if self.amount_idr.is_none() {
                    issues.missing("/amount_idr");
                }
                amount.map(RateAmount::Flat)
            }
            RateMethod::Percent => {
                not_with(issues, method, "/amount_idr", amount.is_some());
                if min.zip(max).is_some_and(|(min, max)| max < min) {
                    let text = Text::fixed(
                        "Batas atas di bawah batas bawah.",
                        "The upper bound is below the lower.",
                    );
                    issues.push("/max_idr", "bounds_reversed", text);
                }
                let basis_points = basis_points(issues, self.basis_points)?;
                Some(RateAmount::Percent { basis_points, min, max })
            }
        }
    }
}

fn basis_points(issues: &mut Issues, given: Option<i32>) -> Option<i32> {
    match given {
        None => {
            issues.missing("/basis_points");
            None
        }
        Some(points) if (0..=10_000).contains(&points) => Some(points),
        Some(_) => {
            let text = Text::fixed("Nilai antara 0 dan 10.000.", "A value from 0 to 10,000.");
            issues.push("/basis_points", "out_of_range", text);
            None
        }
    }
}

fn not_with(issues: &mut Issues, method: RateMethod, pointer: &str, is_given: bool) {
    if is_given {
        let text = Text::new(
            format!("Isian ini tidak berlaku untuk metode {method}."),
            format!("This field has no place beside the method {method}."),
        );
        issues.push(pointer, "not_with_method", text);
    }
}

fn check_period(issues: &mut Issues, from: Option<Month>, until: Option<Month>) {
    if let Some((from, until)) = from.zip(until) {
        issues.take("/until_month", MonthRange::new(from, until));
    }
}
