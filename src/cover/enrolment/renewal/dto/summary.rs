//! What a renewal does to people, counted.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::super::rules::Why;
use super::super::queries::LossCount;
use super::super::rules::{Alone, Fate};
use super::super::service::{Paid, Summary};
use crate::cover::eligibility::dto::EligibilityText;
use crate::cover::wire::{RenewalFateCode, SegmentCode};
use crate::domain::{Coded as _, Month, Segment};
use crate::platform::http::Problem;

/// What becomes of the people of a plan when it is renewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RenewalResponse {
    /// The new plan.
    pub plan_id: Uuid,
    /// The plan that it renews.
    pub renews_plan_id: Uuid,
    /// How many were funded by the plan before and are chosen again.
    #[schema(example = 5_400, minimum = 0)]
    pub returning: i64,
    /// How many were funded by the plan before and cannot be funded by the new one.
    #[schema(example = 220, minimum = 0)]
    pub cannot_return: i64,
    /// How many were funded by the plan before and could be again, but quota, places or budget do not reach so far.
    #[schema(example = 380, minimum = 0)]
    pub dropped: i64,
    /// How many are chosen and were not funded by the plan before.
    #[schema(example = 600, minimum = 0)]
    pub new: i64,
    /// Of those who do not return, how many are past the age of entry: once their membership lapses, they can never come
    /// back.
    #[schema(example = 12, minimum = 0)]
    pub not_returning_past_entry_age: i64,
    /// Why people do not return, the most frequent first. Whoever has several reasons is counted under each.
    pub reasons: Vec<RenewalReasonCount>,
    /// What the months of the new plan cost somebody who drops out and pays alone.
    pub self_payment: SelfPayment,
    /// The months after the old plan and before the new one, and those of the year after it: nobody pays them, and this is
    /// what they cost whoever pays alone.
    pub unfunded: Vec<SelfPayment>,
}

/// So many people who do not return for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RenewalReasonCount {
    /// What becomes of them.
    #[schema(value_type = RenewalFateCode, example = "dropped")]
    pub fate: &'static str,
    /// The stable code of the reason.
    #[schema(example = "budget_exhausted")]
    pub code: &'static str,
    /// The reason in both languages.
    pub text: EligibilityText,
    /// How many people.
    #[schema(example = 380, minimum = 1)]
    pub people: i64,
}

/// What months cost whoever pays alone, with relief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SelfPayment {
    /// The first month.
    #[schema(value_type = String, example = "2027-09")]
    pub from_month: Month,
    /// The last month.
    #[schema(value_type = String, example = "2027-12")]
    pub until_month: Month,
    /// By group of workers.
    pub segments: Vec<SelfPaymentOfSegment>,
}

/// What months cost somebody of a group of workers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SelfPaymentOfSegment {
    /// The group of workers.
    #[schema(value_type = SegmentCode)]
    pub segment: &'static str,
    /// All months.
    #[schema(example = 67_200, minimum = 0)]
    pub total_idr: i64,
    /// One by one.
    pub months: Vec<SelfPaymentMonth>,
}

/// One month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SelfPaymentMonth {
    /// The month.
    #[schema(value_type = String, example = "2027-09")]
    pub month: Month,
    /// All programmes.
    #[schema(example = 16_800, minimum = 0)]
    pub amount_idr: i64,
}

impl RenewalResponse {
    /// The wire form.
    pub fn new(summary: Summary) -> Result<Self, Problem> {
        let count = |fate| {
            summary.fates.iter().filter(|count| count.fate.0 == fate).map(|count| count.people).sum::<i64>()
        };
        let lost =
            summary.fates.iter().filter(|count| [Fate::CannotReturn, Fate::Dropped].contains(&count.fate.0));
        Ok(Self {
            plan_id: summary.renewed.plan.id,
            renews_plan_id: summary.renewed.old.id,
            returning: count(Fate::Returning),
            cannot_return: count(Fate::CannotReturn),
            dropped: count(Fate::Dropped),
            new: count(Fate::New),
            not_returning_past_entry_age: lost.map(|count| count.past_entry_age).sum(),
            self_payment: SelfPayment::of(&summary.months),
            unfunded: summary.unfunded.iter().map(SelfPayment::of).collect(),
            reasons: summary.losses.into_iter().map(RenewalReasonCount::of).collect::<Result<_, _>>()?,
        })
    }
}

impl RenewalReasonCount {
    fn of(count: LossCount) -> Result<Self, Problem> {
        let why: Why = serde_json::from_value(count.sample).map_err(Problem::internal)?;
        Ok(Self {
            fate: count.fate.0.as_str(),
            code: why.code(),
            text: EligibilityText { id: why.indonesian().into_owned(), en: why.to_string() },
            people: count.people,
        })
    }
}

impl SelfPayment {
    fn of(paid: &Paid) -> Self {
        let (from_month, until_month) = (paid.months.from(), paid.months.until());
        Self {
            from_month,
            until_month,
            segments: paid.segments.iter().map(SelfPaymentOfSegment::of).collect(),
        }
    }
}

impl SelfPaymentOfSegment {
    fn of((segment, alone): &(Segment, Alone)) -> Self {
        let month = |(month, amount): &(Month, crate::domain::Rupiah)| SelfPaymentMonth {
            month: *month,
            amount_idr: amount.amount(),
        };
        Self {
            segment: segment.as_str(),
            total_idr: alone.total.amount(),
            months: alone.months.iter().map(month).collect(),
        }
    }
}
