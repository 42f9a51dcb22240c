//! The wire form of a problem.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{FieldError, Problem};
use crate::platform::i18n::Language;

/// An error (RFC 9457). `code` is stable and never translated; the texts follow `Accept-Language`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// A page that explains this kind of problem.
    #[schema(format = "uri-reference", examples("/problems/validation_failed"))]
    pub r#type: String,
    /// A short title.
    #[schema(examples("Data tidak lolos pemeriksaan"))]
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, examples(422))]
    pub status: u16,
    /// What happened.
    #[schema(examples("Satu atau beberapa isian tidak benar. Semua masalah ada di errors."))]
    pub detail: String,
    /// The path of the request.
    #[schema(format = "uri-reference", examples("/v1/workers"))]
    pub instance: String,
    /// The stable code.
    #[schema(examples("validation_failed"))]
    pub code: String,
    /// The id under which the service has logged the request.
    #[schema(format = Uuid, examples("01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10"))]
    pub request_id: String,
    /// What is wrong, field by field. Of a file the first 200 problems or so; a last entry with the code `errors_left_off` and
    /// an empty pointer then says that checking stopped there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldErrorDocument>,
    /// The actions that the current state allows.
    #[schema(nullable = false)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_actions: Option<Vec<String>>,
    /// What exists already and stands in the way, if the caller may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing_id: Option<Uuid>,
}

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FieldError)]
pub struct FieldErrorDocument {
    /// JSON pointer into the request's body; for a query parameter or a header, a slash and its name.
    #[schema(examples("/nik"))]
    pub pointer: String,
    /// The stable code of the rule.
    #[schema(examples("nik_length"))]
    pub code: String,
    /// The rule in words.
    #[schema(examples("NIK terdiri atas 16 angka."))]
    pub detail: String,
}

impl FieldErrorDocument {
    pub(super) fn new(error: &FieldError, language: Language) -> Self {
        Self {
            pointer: error.pointer.clone(),
            code: error.code.clone().into_owned(),
            detail: error.detail.get(language).to_owned(),
        }
    }
}

impl Problem {
    /// What stands in the way, where the caller may see it.
    #[must_use]
    pub fn existing_id(&self) -> Option<Uuid> {
        self.0.existing_id
    }
}
