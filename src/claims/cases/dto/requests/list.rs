//! What readers ask for.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::claims::cases::codes::{ClaimKind, ClaimStatus};
use crate::claims::cases::queries::ClaimFilter;
use crate::domain::RegionCode;

/// Which claims to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClaimQuery {
    /// Only claims of workers in this region and all below it, with or without dots.
    #[param(value_type = Option<String>, example = "35.29.01")]
    region: Option<RegionCode>,
    /// Only claims in one of these states, with commas between.
    #[serde(default)]
    #[param(explode = false, required = false)]
    status: Vec<ClaimStatus>,
    /// Only this kind.
    #[param(inline)]
    kind: Option<ClaimKind>,
    /// Only claims for this worker.
    worker_id: Option<Uuid>,
}

impl From<ClaimQuery> for ClaimFilter {
    fn from(query: ClaimQuery) -> Self {
        let ClaimQuery { region, status, kind, worker_id } = query;
        Self { region, statuses: status, kind, worker_id }
    }
}

/// As of when to read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClaimInstant {
    /// What the register said at this instant.
    pub as_known_at: Option<DateTime<Utc>>,
}
