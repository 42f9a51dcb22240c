//! The wire types of documents.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use uuid::Uuid;

use super::codes::{DocumentAction, DocumentState, Format};
use super::model::DocumentRow;
use super::rules::media_type;
use super::service::{self, About, Deed};
use crate::access::caller::Principal;
use crate::claims::cases::model::ClaimView;
use crate::claims::scholarships::rules::SchoolYear;
use crate::claims::text::{REASON, parse_text};
use crate::cover::rules::checklists::codes::ChecklistDocument;
use crate::cover::wire::{self, ChecklistDocumentCode};
use crate::platform::http::{CodeOf, Issues, Problem};

/// The schema of formats.
pub type FormatCode = CodeOf<Format>;
/// The schema of states.
pub type DocumentStateCode = CodeOf<DocumentState>;
/// The schema of actions.
pub type DocumentActionCode = CodeOf<DocumentAction>;

/// The schema of a scanned paper: bytes.
pub struct ScannedPaper;

impl PartialSchema for ScannedPaper {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for ScannedPaper {}

/// A scanned paper of a claim. The claim's `ETag` is the version of its documents too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClaimDocument)]
pub struct DocumentResponse {
    /// The document.
    pub id: Uuid,
    /// The claim.
    pub claim_id: Uuid,
    /// Which paper it is.
    #[schema(value_type = ChecklistDocumentCode, example = "death_certificate")]
    pub kind: &'static str,
    /// The child of the claim that it is about.
    #[schema(required)]
    pub child_id: Option<Uuid>,
    /// The school year of that child that it is about.
    #[schema(required, value_type = Option<String>, example = "2026/2027")]
    pub school_year: Option<SchoolYear>,
    /// What the file is, as its first bytes tell.
    #[schema(value_type = FormatCode, example = "jpeg")]
    pub format: &'static str,
    /// The same as a media type.
    #[schema(example = "image/jpeg")]
    pub media_type: &'static str,
    /// Its size.
    #[schema(minimum = 1, example = 1_482_113)]
    pub size_bytes: i64,
    /// SHA-256 of its bytes, in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// Other documents of the claim with the same bytes: one scan may show several papers.
    pub same_content_as: Vec<Uuid>,
    /// Where it stands.
    #[schema(value_type = DocumentStateCode)]
    pub state: &'static str,
    /// Why it was refused, or what was noted when it was accepted.
    #[schema(required)]
    pub verdict_reason: Option<String>,
    /// By whom it was judged.
    #[schema(required)]
    pub judged_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub judged_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    #[schema(required)]
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why.
    #[schema(required)]
    pub withdrawal_reason: Option<String>,
    /// Who sent it.
    #[schema(required)]
    pub entered_by: Option<Uuid>,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// What this caller may do with it now.
    #[schema(value_type = Vec<DocumentActionCode>)]
    pub allowed_actions: Vec<&'static str>,
}

impl DocumentResponse {
    /// What this caller is shown of a document.
    pub fn of(view: &ClaimView, row: &DocumentRow, caller: &Principal) -> Self {
        let actions = service::allowed_actions(&view.file, row, caller);
        Self {
            id: row.id,
            claim_id: row.claim_id,
            kind: row.kind.0.as_str(),
            child_id: row.child_id,
            school_year: row.school_year.map(SchoolYear::beginning_in),
            format: row.format.0.as_str(),
            media_type: media_type(row.format.0),
            size_bytes: row.size_bytes,
            sha256: row.sha256.clone(),
            same_content_as: service::same_content(&view.file, row),
            state: row.state().as_str(),
            verdict_reason: row.verdict_reason.clone(),
            judged_by: row.judged_by,
            judged_at: row.judged_at,
            withdrawn_at: row.withdrawn_at,
            withdrawal_reason: row.withdrawal_reason.clone(),
            entered_by: row.entered_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: actions.into_iter().map(DocumentAction::as_str).collect(),
        }
    }
}

/// What is said of a file beside its bytes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NewDocumentQuery {
    /// Which paper it is.
    #[param(value_type = ChecklistDocumentCode, example = "death_certificate")]
    pub kind: ChecklistDocument,
    /// The caller's own id for it, a UUID of version 7.
    pub id: Option<Uuid>,
    /// The child of the claim that it is about: a paper that its scholarship asks for, which counts for nothing else and is taken
    /// also after the claim was paid. Other papers name no child.
    pub child_id: Option<Uuid>,
    /// The school year of that child that it is about; else a school letter or a report card is of the year in which it
    /// is sent.
    #[param(value_type = Option<String>, example = "2026/2027")]
    pub school_year: Option<String>,
}

impl NewDocumentQuery {
    /// What the paper is about.
    pub fn about(&self) -> Result<About, Problem> {
        let year = wire::parameter("school_year", self.school_year.as_deref(), SchoolYear::parse)?;
        Ok(About { kind: self.kind, child_id: self.child_id, school_year: year.map(SchoolYear::first) })
    }
}

/// Why something is done with a document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentReason {
    /// Why; for the history and for whoever has to bring another one.
    #[schema(max_length = 1000, example = "Foto buram, NIK tidak terbaca.")]
    reason: String,
}

impl DocumentReason {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        match issues.take("/reason", parse_text(&self.reason, REASON)) {
            Some(reason) => Ok(reason),
            None => Err(issues.into_problem()),
        }
    }
}

/// What is noted when something is done with a document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentNote {
    /// For the history.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

impl DocumentNote {
    /// The note, as what is done with it.
    pub fn parse(self, deed: fn(Option<String>) -> Deed) -> Result<Deed, Problem> {
        let mut issues = Issues::new();
        let note = issues.take_optional("/note", self.note.as_deref(), |text| parse_text(text, REASON));
        issues.finish()?;
        Ok(deed(note))
    }
}
