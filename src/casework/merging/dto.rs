//! Wire types of merging.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::Side;
use super::service::{Double, Wanted};
use crate::casework::deaths::service::Suggestion;
use crate::casework::wire::{LikenessReasonCode, MergePaidMonthsCode};
use crate::cover::wire;
use crate::platform::http::{Issues, Problem};

/// The longest reason.
const REASON_MAX: usize = 500;

/// Another registration that may be of the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DuplicateResponse {
    /// The registration.
    pub worker_id: Uuid,
    /// What the worker is called.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// The NIK, masked; null while the identity is temporary.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// The day of birth.
    #[schema(required, example = "1982-06-15")]
    pub birth_on: Option<NaiveDate>,
    /// Where the worker lives.
    #[schema(example = "35.29.01.1015")]
    pub village_code: String,
    /// A code of the list `worker_status`: open, or `inactive` because of a death.
    #[schema(example = "verified")]
    pub status: String,
    /// Why, where it is inactive: `deceased`.
    #[schema(required, example = json!(null))]
    pub status_reason: Option<String>,
    /// How alike: 100 where everything is the same.
    #[schema(example = 85, minimum = 0, maximum = 100)]
    pub score: i32,
    /// What is alike, the strongest first.
    #[schema(value_type = Vec<LikenessReasonCode>, example = json!(["name", "birth_date", "family_card"]))]
    pub reasons: Vec<&'static str>,
}

impl From<Double> for DuplicateResponse {
    fn from(double: Double) -> Self {
        let Double { suggestion: Suggestion { card, likeness }, status, status_reason } = double;
        Self {
            worker_id: card.id,
            name: card.name,
            nik: card.nik_mask,
            birth_on: card.birth_on,
            village_code: card.village_code,
            status,
            status_reason,
            score: likeness.score,
            reasons: likeness.reasons.into_iter().map(|reason| reason.as_str()).collect(),
        }
    }
}

/// Merges a registration into another of the same person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeWorker {
    /// The registration that stays: the one with the right NIK.
    into: Uuid,
    /// Why; the history of everything that is moved keeps it.
    #[schema(min_length = 1, max_length = 500, example = "Orang yang sama, NIK baru diketahui")]
    reason: String,
    /// Whose months stand where both were paid for; the other ones are a credit of their source. Needed where there are such.
    #[schema(value_type = Option<MergePaidMonthsCode>, example = "into")]
    paid_months: Option<String>,
}

impl MergeWorker {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<Wanted, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<REASON_MAX>(&mut issues, "/reason", &self.reason);
        let paid_months = issues.take_optional("/paid_months", self.paid_months, |text| Side::parse(&text));
        let reason = wire::finish(reason, issues)?;
        Ok(Wanted { into: self.into, reason, paid_months })
    }
}

/// Takes a merge back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergeWorker {
    /// Why; the history of everything that is restored keeps it.
    #[schema(min_length = 1, max_length = 500, example = "Ternyata saudara kembar")]
    reason: String,
}

impl UnmergeWorker {
    /// Reads the request.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<REASON_MAX>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}
