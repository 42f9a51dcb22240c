//! What a caller says of a new or corrected rate.

mod amounts;
mod payers;

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::model::{RateFacts, RateRow};
use super::super::rules::RateMethod;
use crate::cover::rules::proposals::Correction;
use crate::cover::rules::source::Source;
use crate::cover::wire::{self, ConfidenceCode, PayerKindCode, ProgrammeCode, RateMethodCode, SegmentCode};
use crate::domain::{Month, MonthRange, Programme, Segment};
use crate::platform::http::{Field, Issues, Problem, brought_id};
use amounts::Amounts;

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
    /// Payers for whom there is no relief all the same; only beside `relief`, none when absent.
    #[schema(value_type = Option<Vec<PayerKindCode>>, max_items = 8, example = json!(["apbd", "dbhcht"]))]
    excluded_payers: Option<Vec<String>>,
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
        let excluded_payers = payers::read(&mut issues, self.relief, self.excluded_payers);
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
        let source = Source::read(&mut issues, &self.legal_reference, self.note, &self.confidence);
        check_period(&mut issues, from_month, until_month);
        let facts = || {
            Some(RateFacts {
                programme: programme?,
                segment: segment?,
                relief: self.relief,
                excluded_payers,
                amount: amount?,
                from_month: from_month?,
                until_month,
                source: source?,
            })
        };
        Ok((self.id, wire::finish(facts(), issues)?))
    }
}

/// What a correction says otherwise (JSON Merge Patch). Programme, segment and relief stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateContributionRate {
    /// Payers for whom there is no relief all the same.
    #[serde(default)]
    #[schema(value_type = Vec<PayerKindCode>, max_items = 8)]
    excluded_payers: Field<Vec<String>>,
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
        let excluded_payers = match wire::never_null(&mut issues, "/excluded_payers", patch.excluded_payers) {
            Some(codes) => payers::read(&mut issues, row.relief, Some(codes)),
            None => row.excluded_payers.iter().map(|payer| payer.0).collect(),
        };
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
        let source = row.source().patched(&mut issues, patch.legal_reference, patch.note, patch.confidence);
        check_period(&mut issues, from_month, until_month);
        let facts = || {
            Some(RateFacts {
                programme: row.programme.0,
                segment: row.segment.0,
                relief: row.relief,
                excluded_payers,
                amount: amount?,
                from_month: from_month?,
                until_month,
                source: source?,
            })
        };
        wire::finish(facts(), issues)
    }
}

fn check_period(issues: &mut Issues, from: Option<Month>, until: Option<Month>) {
    if let Some((from, until)) = from.zip(until) {
        issues.take("/until_month", MonthRange::new(from, until));
    }
}
