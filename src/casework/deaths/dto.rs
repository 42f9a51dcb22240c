//! Wire types of reports of deaths.

mod request;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use request::{CreateDeath, DecideDeath, RevokeDeath, UpdateDeath};

use super::model::{DeadCard, DeathRow};
use super::queries::DeathFilter;
use super::rules::{self, DeathSource, DeathStatus, Rights};
use super::service::Suggestion;
use crate::casework::wire::{DeathPlaceCode, DeathSourceCode, DeathStatusCode, LikenessReasonCode};
use crate::cover::wire;
use crate::domain::{RegionCode, parse_day};
use crate::platform::http::Problem;

/// A report of a death.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeathResponse {
    /// Its id.
    pub id: Uuid,
    /// How far it has come.
    #[schema(value_type = DeathStatusCode)]
    pub status: &'static str,
    /// The registration of the dead; null while nobody has decided, and where nobody in the register died.
    #[schema(required)]
    pub worker_id: Option<Uuid>,
    /// What the dead were called: as registered, else as the report says.
    #[schema(required, example = "Siti Aminah")]
    pub name: Option<String>,
    /// The NIK, masked.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// When they were born.
    #[schema(required, example = "1982-06-15")]
    pub birth_on: Option<NaiveDate>,
    /// Where they lived.
    #[schema(example = "35.29.01.1015")]
    pub village_code: String,
    /// The day of death.
    #[schema(example = "2026-11-02")]
    pub died_on: NaiveDate,
    /// Where.
    #[schema(required, value_type = Option<DeathPlaceCode>)]
    pub place: Option<&'static str>,
    /// What happened.
    #[schema(required, example = "Sakit jantung")]
    pub circumstances: Option<String>,
    /// Who told.
    #[schema(value_type = DeathSourceCode)]
    pub source: &'static str,
    /// On what paper.
    #[schema(required, example = "Surat kematian 474.3/12/2026")]
    pub evidence: Option<String>,
    /// Whether the dead were covered on that day or might have been, as far as was known when it was recorded or its day was
    /// corrected: insured, in arrears, or of unknown standing.
    pub may_be_covered: bool,
    /// The claim for it.
    #[schema(required)]
    pub claim_id: Option<Uuid>,
    /// Whether the claim was opened as a draft with this record or its correction.
    pub opened_claim: bool,
    /// The funded periods that ended with it; of a revoked one, those that could not be restored because their place was
    /// given to somebody else, or because the months or the money for them cannot be had.
    pub coverage_ids: Vec<Uuid>,
    /// The account that recorded it; null for the deployment itself.
    #[schema(required)]
    pub recorded_by: Option<Uuid>,
    /// The account that said whose death it is.
    #[schema(required)]
    pub decided_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub decided_at: Option<DateTime<Utc>>,
    /// The account that said that it was recorded in error.
    #[schema(required)]
    pub revoked_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why.
    #[schema(required, example = json!(null))]
    pub revoked_reason: Option<String>,
    /// Whom it may mean, the likeliest first; only where one report is shown and nobody is named in it yet, or it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub candidates: Option<Vec<DeathCandidateResponse>>,
    /// What this caller may do with it: `update`, `decide`, `revoke`.
    #[schema(example = json!(["update", "revoke"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// Somebody in the register whom a report may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeathCandidateResponse {
    /// The registration.
    pub worker_id: Uuid,
    /// What the worker is called.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// The NIK, masked.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// The day of birth.
    #[schema(required, example = "1982-06-15")]
    pub birth_on: Option<NaiveDate>,
    /// Where the worker lives.
    #[schema(example = "35.29.01.1015")]
    pub village_code: String,
    /// How alike: 100 where everything is the same.
    #[schema(example = 85, minimum = 0, maximum = 100)]
    pub score: i32,
    /// What is alike, the strongest first.
    #[schema(value_type = Vec<LikenessReasonCode>, example = json!(["name", "birth_year", "village"]))]
    pub reasons: Vec<&'static str>,
}

impl From<Suggestion> for DeathCandidateResponse {
    fn from(one: Suggestion) -> Self {
        Self {
            worker_id: one.card.id,
            name: one.card.name,
            nik: one.card.nik_mask,
            birth_on: one.card.birth_on,
            village_code: one.card.village_code,
            score: one.likeness.score,
            reasons: one.likeness.reasons.into_iter().map(|reason| reason.as_str()).collect(),
        }
    }
}

impl DeathResponse {
    /// A report as a caller with these rights sees it, with the registration that it names.
    pub fn new(row: DeathRow, card: Option<DeadCard>, rights: Rights) -> Self {
        let card = card.map(|card| (Some(card.name), card.nik_mask, card.birth_on));
        let (name, nik, birth_on) = card.unwrap_or((row.name, row.nik_mask, row.birth_on));
        let periods = row.effects.periods.iter();
        Self {
            id: row.id,
            status: row.status.0.as_str(),
            worker_id: row.worker_id,
            name,
            nik,
            birth_on,
            village_code: row.village_code,
            died_on: row.died_on,
            place: row.place.map(|place| place.0.as_str()),
            circumstances: row.circumstances,
            source: row.source.0.as_str(),
            evidence: row.evidence,
            may_be_covered: row.may_be_covered,
            claim_id: row.claim_id,
            opened_claim: row.opened_claim,
            coverage_ids: periods.map(|period| period.coverage_id).collect(),
            recorded_by: row.recorded_by,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            revoked_by: row.revoked_by,
            revoked_at: row.revoked_at,
            revoked_reason: row.revoked_reason,
            candidates: None,
            allowed_actions: rules::allowed(row.status.0, rights),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }

    /// The same with those whom it may mean, where it names nobody, or somebody by mistake.
    pub fn with(self, suggestions: Vec<Suggestion>) -> Self {
        let shown = suggestions.into_iter().map(DeathCandidateResponse::from).collect();
        let is_open = self.worker_id.is_none() || self.status == DeathStatus::Revoked.as_str();
        let candidates = is_open.then_some(shown);
        Self { candidates, ..self }
    }
}

/// Which reports to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeathQuery {
    /// Of people in this region and those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
    /// In this state.
    #[param(value_type = Option<DeathStatusCode>)]
    status: Option<String>,
    /// Told by this source.
    #[param(value_type = Option<DeathSourceCode>)]
    source: Option<String>,
    /// Of this registration.
    worker_id: Option<Uuid>,
    /// Of a death on this day or later.
    #[param(value_type = Option<NaiveDate>, example = "2026-01-01")]
    died_from: Option<String>,
    /// Of a death on this day or before.
    #[param(value_type = Option<NaiveDate>, example = "2026-12-31")]
    died_until: Option<String>,
}

impl DeathQuery {
    /// Reads the parameters.
    pub fn filter(self) -> Result<DeathFilter, Problem> {
        Ok(DeathFilter {
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
            status: wire::parameter("status", self.status.as_deref(), DeathStatus::parse)?,
            source: wire::parameter("source", self.source.as_deref(), DeathSource::parse)?,
            worker_id: self.worker_id,
            died_from: wire::parameter("died_from", self.died_from.as_deref(), parse_day)?,
            died_until: wire::parameter("died_until", self.died_until.as_deref(), parse_day)?,
        })
    }
}
