//! Wire types of standings.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::Standing;
use crate::cover::wire::{BasisCode, ProgrammeCode, StandingCode};
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
    /// Until which month contributions are paid or funded.
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
