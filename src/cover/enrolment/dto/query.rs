//! Which plans callers list.

use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::queries::PlanFilter;
use super::super::rules::PlanStatus;
use crate::cover::wire::{self, PlanStatusCode};
use crate::domain::RegionCode;
use crate::platform::http::Problem;

/// Which plans to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EnrolmentPlanQuery {
    /// Of this source.
    funding_source_id: Option<Uuid>,
    /// Renewing this plan.
    renews_plan_id: Option<Uuid>,
    /// In this state.
    #[param(value_type = Option<PlanStatusCode>)]
    status: Option<String>,
    /// Of sources of this fiscal year.
    #[param(example = 2026)]
    fiscal_year: Option<i32>,
    /// Of sources of this region and those in it.
    #[param(example = "35.29", max_length = 13)]
    region: Option<String>,
}

impl EnrolmentPlanQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<PlanFilter, Problem> {
        Ok(PlanFilter {
            funding_source_id: self.funding_source_id,
            renews_plan_id: self.renews_plan_id,
            status: wire::parameter("status", self.status.as_deref(), PlanStatus::parse)?,
            fiscal_year: self.fiscal_year,
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
        })
    }
}
