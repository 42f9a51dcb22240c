//! Wire types of transfers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::rules::{Action, TransferStatus, VillageCoverage};
use super::service::{NewTransfer, Reply, Shown};
use crate::casework::wire::{TransferStatusCode, VillageCoverageCode};
use crate::cover::wire;
use crate::domain::{Nik, RegionCode};
use crate::platform::http::{Issues, Problem};

/// The longest reason or note.
const WORDS_MAX: usize = 500;

/// A request to move a registration. What only the side that gives may know is null for everybody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TransferResponse {
    /// Its id.
    pub id: Uuid,
    /// How far it has come.
    #[schema(value_type = TransferStatusCode)]
    pub status: &'static str,
    /// The NIK of who is asked for, masked.
    #[schema(example = "3529************")]
    pub nik: String,
    /// The village that asks.
    #[schema(example = "35.29.01.1015")]
    pub to_village_code: String,
    /// Why.
    #[schema(required, example = "Pindah mengikuti suami")]
    pub reason: Option<String>,
    /// For the side that gives: the registration that is to move.
    #[schema(required)]
    pub from_worker_id: Option<Uuid>,
    /// For the side that gives: where it is or was.
    #[schema(required, example = json!(null))]
    pub from_village_code: Option<String>,
    /// For the side that gives: what the worker is called.
    #[schema(required, example = json!(null))]
    pub name: Option<String>,
    /// For the side that gives: whether a village pays for a period that may go on after the move, so that `village_coverage` is
    /// to be said; of a registration that leaves the regency only an active one may.
    #[schema(required, example = json!(null))]
    pub has_village_coverage: Option<bool>,
    /// From which day the office of the regency may answer for its village.
    #[schema(example = "2026-11-30")]
    pub office_answers_from: NaiveDate,
    /// What was said of a period that the village before pays for.
    #[schema(required, value_type = Option<VillageCoverageCode>)]
    pub village_coverage: Option<&'static str>,
    /// The registration after the move.
    #[schema(required)]
    pub worker_id: Option<Uuid>,
    /// The account that asked; null for the deployment itself.
    #[schema(required)]
    pub requested_by: Option<Uuid>,
    /// When it was answered or taken back.
    #[schema(required)]
    pub answered_at: Option<DateTime<Utc>>,
    /// What was said with that.
    #[schema(required)]
    pub answer_note: Option<String>,
    /// What this caller may do with it: `accept`, `refuse`, `withdraw`.
    #[schema(example = json!(["withdraw"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl From<Shown> for TransferResponse {
    fn from(shown: Shown) -> Self {
        let Shown { row, side, office_from, allowed, name, has_village_coverage } = shown;
        Self {
            id: row.id,
            status: row.status.0.as_str(),
            nik: row.nik_mask,
            to_village_code: row.to_village_code,
            reason: row.reason,
            from_worker_id: row.from_worker_id.filter(|_| side.gives),
            from_village_code: row.from_village_code.filter(|_| side.gives),
            name,
            has_village_coverage,
            office_answers_from: office_from,
            village_coverage: row.village_coverage.map(|said| said.0.as_str()),
            worker_id: row.worker_id,
            requested_by: row.requested_by,
            answered_at: row.answered_at,
            answer_note: row.answer_note,
            allowed_actions: allowed.into_iter().map(Action::as_str).collect(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Which requests to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TransferQuery {
    /// In this state.
    #[param(value_type = Option<TransferStatusCode>)]
    status: Option<String>,
}

impl TransferQuery {
    /// Reads the parameter.
    pub fn status(&self) -> Result<Option<TransferStatus>, Problem> {
        wire::parameter("status", self.status.as_deref(), TransferStatus::parse)
    }
}

/// Asks for somebody who is registered elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTransfer {
    /// The id, if the caller brings one.
    id: Option<Uuid>,
    /// The NIK of who is asked for.
    #[schema(min_length = 16, max_length = 16, example = "3528015506820001")]
    nik: String,
    /// The village of the caller's regions to which the worker has moved.
    #[schema(example = "35.29.01.1015")]
    to_village_code: String,
    /// Why.
    #[schema(max_length = 500, example = "Pindah mengikuti suami")]
    reason: Option<String>,
}

impl CreateTransfer {
    /// Reads the request, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<NewTransfer, Problem> {
        let mut issues = Issues::new();
        let nik = issues.take("/nik", Nik::parse(&self.nik));
        let to_village = issues.take("/to_village_code", RegionCode::parse(&self.to_village_code));
        let reason = wire::optional_line::<WORDS_MAX>(&mut issues, "/reason", self.reason);
        let (nik, to_village) = wire::finish(nik.zip(to_village), issues)?;
        Ok(NewTransfer { id: self.id.unwrap_or_else(new_id), nik, to_village, reason })
    }
}

/// Lets a registration move.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptTransfer {
    /// What becomes of a period that the village pays for and that may go on (`has_village_coverage`). Needed where there is one,
    /// and refused where there is none.
    #[schema(value_type = Option<VillageCoverageCode>, example = "end")]
    village_coverage: Option<String>,
    /// What to say with it.
    #[schema(max_length = 500)]
    note: Option<String>,
}

impl AcceptTransfer {
    /// Reads the request.
    pub fn parse(self) -> Result<Reply, Problem> {
        let mut issues = Issues::new();
        let said = issues
            .take_optional("/village_coverage", self.village_coverage, |text| VillageCoverage::parse(&text));
        let note = wire::optional_line::<WORDS_MAX>(&mut issues, "/note", self.note);
        issues.finish()?;
        Ok(Reply { village_coverage: said, note })
    }
}

/// Refuses a request.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseTransfer {
    /// Why; who asked reads it.
    #[schema(min_length = 1, max_length = 500, example = "Masih tinggal dan bekerja di sini")]
    reason: String,
}

impl RefuseTransfer {
    /// Reads the request.
    pub fn parse(self) -> Result<Reply, Problem> {
        let mut issues = Issues::new();
        let note = wire::line::<WORDS_MAX>(&mut issues, "/reason", &self.reason);
        let note = wire::finish(note, issues)?;
        Ok(Reply { village_coverage: None, note: Some(note) })
    }
}
