//! Wire types of standings.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::{Clock, MonthVerdict, NotCounted, Standing};
use crate::cover::wire::{BasisCode, MonthToldByCode, NotCountedCode, ProgrammeCode, StandingCode};
use crate::domain::Month;

/// How a worker stands with the insurer on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandingResponse {
    /// The worker.
    pub worker_id: Uuid,
    /// The day of which it speaks.
    pub on: NaiveDate,
    /// How the worker stands. In arrears is never a plain yes: whether a death would be paid is not certain.
    #[schema(value_type = StandingCode)]
    pub standing: &'static str,
    /// Where it is known from.
    #[schema(value_type = BasisCode)]
    pub basis: &'static str,
    /// Since which day it is known; null where nothing is known.
    pub known_on: Option<NaiveDate>,
    /// The last month that is known to be paid, and not the month in which a membership ends. By the word of the insurer the
    /// one that it named as paid: it can lie before the month of `on` while the standing is `active`, since the insurer calls
    /// somebody active whose newest month is still to be paid, and it is null where the word names none. By our own books the
    /// last paid one, or a later month in which the insurer called the membership active.
    #[schema(value_type = Option<String>, example = "2026-12")]
    pub until_month: Option<Month>,
    /// For which programmes.
    #[schema(value_type = Vec<ProgrammeCode>)]
    pub programmes: Vec<&'static str>,
}

impl StandingResponse {
    /// The wire form.
    pub fn new(worker_id: Uuid, on: NaiveDate, standing: &Standing) -> Self {
        Self {
            worker_id,
            on,
            standing: standing.state.as_str(),
            basis: standing.basis.as_str(),
            known_on: standing.known_on,
            until_month: standing.until_month,
            programmes: standing.programmes.codes(),
        }
    }
}

/// How a worker stands on a day, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExplainedStandingResponse {
    /// The standing.
    #[serde(flatten)]
    pub standing: StandingResponse,
    /// Programme by programme; none where nothing is known of any month. Of somebody who died before the day they
    /// speak of the day of death.
    pub clocks: Vec<ClockResponse>,
}

impl ExplainedStandingResponse {
    /// The wire form.
    pub fn new(worker_id: Uuid, on: NaiveDate, standing: &Standing, clocks: Vec<Clock>) -> Self {
        Self {
            standing: StandingResponse::new(worker_id, on, standing),
            clocks: clocks.into_iter().map(ClockResponse::new).collect(),
        }
    }
}

/// What is paid in one programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClockResponse {
    /// The programme.
    #[schema(value_type = ProgrammeCode)]
    pub programme: &'static str,
    /// Since which month the clocks run; null where no membership runs. A lapse stops them, and a payment after it
    /// starts new ones.
    #[schema(required, value_type = Option<String>, example = "2026-02")]
    pub since_month: Option<Month>,
    /// Paid months without a gap, back from the newest that counts: a death benefit in full needs some.
    #[schema(example = 9, minimum = 0)]
    pub consecutive_paid_months: i64,
    /// Paid months since the clocks run: a scholarship needs three years of them.
    #[schema(example = 9, minimum = 0)]
    pub total_paid_months: i64,
    /// Month by month, oldest first.
    pub months: Vec<CountedMonthResponse>,
}

impl ClockResponse {
    fn new(clock: Clock) -> Self {
        Self {
            programme: clock.programme.as_str(),
            since_month: clock.since_month,
            consecutive_paid_months: clock.consecutive_months,
            total_paid_months: clock.total_months,
            months: clock.months.into_iter().map(CountedMonthResponse::new).collect(),
        }
    }
}

/// What is made of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountedMonthResponse {
    /// The month.
    #[schema(value_type = String, example = "2026-05")]
    pub month: Month,
    /// Who tells of it.
    #[schema(value_type = MonthToldByCode)]
    pub told_by: &'static str,
    /// Whether it counts.
    pub counts: bool,
    /// Why it does not.
    #[schema(required, value_type = Option<NotCountedCode>)]
    pub not_counted_reason: Option<&'static str>,
    /// The day of the transfer, where our ledger knows it.
    #[schema(required)]
    pub paid_on: Option<NaiveDate>,
    /// Whether the insurer counts it as paid in time although public money came late.
    pub is_corrected: bool,
}

impl CountedMonthResponse {
    fn new(verdict: MonthVerdict) -> Self {
        Self {
            month: verdict.month,
            told_by: verdict.told.as_str(),
            counts: verdict.not_counted.is_none(),
            not_counted_reason: verdict.not_counted.map(NotCounted::as_str),
            paid_on: verdict.paid_on,
            is_corrected: verdict.is_corrected,
        }
    }
}
