//! Which funding sources callers list.

use serde::Deserialize;
use utoipa::IntoParams;

use super::super::queries::SourceFilter;
use super::super::rules::SourceStatus;
use crate::cover::wire::{self, PayerKindCode, SourceStatusCode};
use crate::domain::{PayerKind, RegionCode};
use crate::platform::http::Problem;

/// Which funding sources to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FundingSourceQuery {
    /// Of this region and those in it.
    #[param(example = "35.29", max_length = 13)]
    region: Option<String>,
    /// Of this kind of payer.
    #[param(value_type = Option<PayerKindCode>)]
    payer_kind: Option<String>,
    /// Of this fiscal year.
    #[param(example = 2026)]
    fiscal_year: Option<i32>,
    /// In this state.
    #[param(value_type = Option<SourceStatusCode>)]
    status: Option<String>,
}

impl FundingSourceQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<SourceFilter, Problem> {
        Ok(SourceFilter {
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
            payer_kind: wire::parameter("payer_kind", self.payer_kind.as_deref(), PayerKind::parse)?,
            fiscal_year: self.fiscal_year,
            status: wire::parameter("status", self.status.as_deref(), SourceStatus::parse)?,
        })
    }
}
