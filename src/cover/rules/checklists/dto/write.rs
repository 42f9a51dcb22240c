//! What a caller says of a new or corrected document.

use std::collections::BTreeSet;

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::codes::{ChecklistCircumstance, ChecklistDocument, ChecklistKind, Requirement};
use super::super::model::{ChecklistFacts, ChecklistRow};
use crate::cover::rules::proposals::Correction;
use crate::cover::rules::source::{Period, Source};
use crate::cover::wire::{
    self, ChecklistCircumstanceCode, ChecklistDocumentCode, ChecklistKindCode, ConfidenceCode,
    RequirementCode,
};
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};

/// A new document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateChecklistItem {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// For which claims.
    #[schema(value_type = ChecklistKindCode, example = "death")]
    kind: String,
    /// In which circumstance; absent: in every case.
    #[schema(value_type = Option<ChecklistCircumstanceCode>)]
    circumstance: Option<String>,
    /// The document.
    #[schema(value_type = ChecklistDocumentCode, example = "court_ruling")]
    document: String,
    /// Whether nothing goes on without it.
    #[schema(value_type = RequirementCode, example = "conditional")]
    requirement: String,
    /// Documents that are taken in its place.
    #[serde(default)]
    #[schema(value_type = Vec<ChecklistDocumentCode>, required = false, max_items = 10, example = json!([]))]
    alternatives: Vec<String>,
    /// The first day of events.
    #[schema(value_type = NaiveDate, example = "2028-01-01")]
    valid_from: String,
    /// The last day of events; absent while no end is known.
    #[schema(value_type = Option<NaiveDate>)]
    valid_until: Option<String>,
    /// Where it is written.
    #[schema(max_length = 300, example = "Permenaker 5/2021")]
    legal_reference: String,
    /// What else is to be known; with `conditional`, when it is asked for.
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// How sure it is.
    #[schema(value_type = ConfidenceCode, example = "medium")]
    confidence: String,
}

impl CreateChecklistItem {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<(Option<Uuid>, ChecklistFacts), Problem> {
        let mut issues = Issues::new();
        let kind = issues.take("/kind", ChecklistKind::parse(&self.kind));
        let circumstance = issues
            .take_optional("/circumstance", self.circumstance, |code| ChecklistCircumstance::parse(&code));
        let document = issues.take("/document", ChecklistDocument::parse(&self.document));
        let requirement = issues.take("/requirement", Requirement::parse(&self.requirement));
        let alternatives = alternatives(&mut issues, document, &self.alternatives);
        let period = Period::read(&mut issues, &self.valid_from, self.valid_until.as_deref());
        let source = Source::read(&mut issues, &self.legal_reference, self.note, &self.confidence);
        let facts = || {
            Some(ChecklistFacts {
                kind: kind?,
                circumstance,
                document: document?,
                requirement: requirement?,
                alternatives,
                period: period?,
                source: source?,
            })
        };
        Ok((self.id, wire::finish(facts(), issues)?))
    }
}

/// Reads what is taken in a document's place: other documents, each once.
fn alternatives(
    issues: &mut Issues,
    document: Option<ChecklistDocument>,
    codes: &[String],
) -> Vec<ChecklistDocument> {
    if codes.len() > 10 {
        issues.push("/alternatives", "too_many", Text::fixed("Paling banyak 10.", "At most 10."));
    }
    let mut seen: BTreeSet<ChecklistDocument> = document.into_iter().collect();
    let mut read = Vec::with_capacity(codes.len());
    for (place, code) in codes.iter().enumerate() {
        let pointer = format!("/alternatives/{place}");
        let Some(other) = issues.take(pointer.as_str(), ChecklistDocument::parse(code)) else { continue };
        if seen.insert(other) {
            read.push(other);
        } else {
            let text = Text::fixed("Setiap dokumen paling banyak sekali.", "Each document at most once.");
            issues.push(pointer, "duplicate", text);
        }
    }
    read
}

/// What a correction says otherwise (JSON Merge Patch). Kind, circumstance and document stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateChecklistItem {
    /// Whether nothing goes on without it.
    #[serde(default)]
    #[schema(value_type = RequirementCode)]
    requirement: Field<String>,
    /// Documents that are taken in its place.
    #[serde(default)]
    #[schema(value_type = Vec<ChecklistDocumentCode>, max_items = 10, example = json!(["court_ruling"]))]
    alternatives: Field<Vec<String>>,
    /// The first day of events.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    valid_from: Field<String>,
    /// The last day of events.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    valid_until: Field<String>,
    /// Where it is written.
    #[serde(default)]
    #[schema(value_type = String, max_length = 300)]
    legal_reference: Field<String>,
    /// What else is to be known.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1000)]
    note: Field<String>,
    /// How sure it is.
    #[serde(default)]
    #[schema(value_type = ConfidenceCode)]
    confidence: Field<String>,
    /// Why it is corrected; kept in the history of both rows.
    #[schema(max_length = 500, example = "The branch takes a court ruling, too")]
    reason: String,
}

impl UpdateChecklistItem {
    /// Reads what can be read without the row.
    pub fn parse(self) -> Result<Correction<Self>, Problem> {
        Correction::read(self, |patch| &patch.reason)
    }
}

impl Correction<UpdateChecklistItem> {
    /// The corrected facts of a row.
    pub fn apply(self, row: &ChecklistRow) -> Result<ChecklistFacts, Problem> {
        let patch = self.patch;
        let mut issues = Issues::new();
        let document = row.document.0;
        let requirement = match wire::never_null(&mut issues, "/requirement", patch.requirement) {
            Some(text) => issues.take("/requirement", Requirement::parse(&text)),
            None => Some(row.requirement.0),
        };
        let given = wire::never_null(&mut issues, "/alternatives", patch.alternatives);
        let codes = given.unwrap_or_else(|| row.alternatives.clone());
        let alternatives = alternatives(&mut issues, Some(document), &codes);
        let period = Period { from: row.valid_from, until: row.valid_until };
        let period = period.patched(&mut issues, patch.valid_from, patch.valid_until);
        let source = row.source().patched(&mut issues, patch.legal_reference, patch.note, patch.confidence);
        let facts = || {
            Some(ChecklistFacts {
                kind: row.kind.0,
                circumstance: row.circumstance.map(|circumstance| circumstance.0),
                document,
                requirement: requirement?,
                alternatives,
                period: period?,
                source: source?,
            })
        };
        wire::finish(facts(), issues)
    }
}
