//! Wire types of renewals.

mod person;
mod summary;

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use person::{RenewalPeopleQuery, RenewalPersonResponse};
pub use summary::{RenewalReasonCount, RenewalResponse, SelfPayment, SelfPaymentMonth, SelfPaymentOfSegment};

use super::service::Renewal;
use crate::cover::wire;
use crate::domain::{Month, Rupiah};
use crate::platform::http::{Issues, Problem, brought_id};

/// What of next year's plan is not as in this year's. Everything else is changed in the draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewEnrolmentPlan {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// What people call it; as before with the new year when absent.
    #[schema(max_length = 100, example = "Pekerja rentan 2027")]
    name: Option<String>,
    /// From which source of the same regency; as before when absent.
    funding_source_id: Option<Uuid>,
    /// The first month; a year on when absent.
    #[schema(example = "2027-01", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: Option<String>,
    /// The last month; a year on when absent.
    #[schema(example = "2027-12", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: Option<String>,
    /// The wage base of the contributions; as before when absent.
    #[schema(example = 1_000_000, minimum = 0)]
    wage_base_idr: Option<i64>,
}

impl RenewEnrolmentPlan {
    /// Reads the request, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<Renewal, Problem> {
        let mut issues = Issues::new();
        let name = self.name.and_then(|name| wire::line::<100>(&mut issues, "/name", &name));
        let from = issues.take_optional("/from_month", self.from_month, |text| Month::parse(&text));
        let until = issues.take_optional("/until_month", self.until_month, |text| Month::parse(&text));
        let wage_base = issues.take_optional("/wage_base_idr", self.wage_base_idr, Rupiah::non_negative);
        issues.finish()?;
        Ok(Renewal {
            id: self.id.unwrap_or_else(new_id),
            name,
            funding_source_id: self.funding_source_id,
            from,
            until,
            wage_base,
        })
    }
}
