//! What callers say with an action.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::cover::coverages::service::Decree;
use crate::cover::wire;
use crate::domain::Day;
use crate::platform::http::{Issues, Problem};

/// Why a plan is given back or called off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentPlanReason {
    /// Kept with the plan.
    #[schema(max_length = 500, example = "The list of the agriculture office is still to come")]
    reason: String,
}

impl EnrolmentPlanReason {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

/// The decree by which a plan is approved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveEnrolmentPlan {
    /// Its number.
    #[schema(max_length = 100, example = "188/245/KEP/435.013/2026")]
    decree_number: String,
    /// Its day; not in the future.
    #[schema(value_type = NaiveDate, example = "2026-01-15")]
    decree_on: String,
}

impl ApproveEnrolmentPlan {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day) -> Result<Decree, Problem> {
        let mut issues = Issues::new();
        let number = wire::line::<100>(&mut issues, "/decree_number", &self.decree_number);
        let on = wire::past_day(&mut issues, "/decree_on", &self.decree_on, today);
        let decree = || Some(Decree { number: number?, on: on? });
        wire::finish(decree(), issues)
    }
}
