//! The wire types of a claim's checklist.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::ItemState;
use super::service::{Checklist, Standing, name};
use crate::cover::wire::{ChecklistCircumstanceCode, ChecklistDocumentCode, RequirementCode};
use crate::platform::http::{CodeOf, Language};

/// The schema of states of items.
pub type ItemStateCode = CodeOf<ItemState>;

/// What a claim needs and what is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimChecklist {
    /// The claim.
    pub claim_id: Uuid,
    /// What the list was made for: what was stated of the claim, and what its beneficiaries are.
    #[schema(value_type = Vec<ChecklistCircumstanceCode>, example = json!(["spouse"]))]
    pub circumstances: Vec<&'static str>,
    /// Whether every paper that is needed is there and was found right; the claim then may go to the insurer.
    pub is_complete: bool,
    /// The papers that keep it from going.
    #[schema(value_type = Vec<ChecklistDocumentCode>, example = json!(["death_certificate"]))]
    pub missing: Vec<&'static str>,
    /// Paper by paper.
    pub items: Vec<ClaimChecklistItem>,
}

/// A paper that a claim needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimChecklistItem {
    /// The paper.
    #[schema(value_type = ChecklistDocumentCode, example = "death_certificate")]
    pub document: &'static str,
    /// What people call it, in the language of the request.
    #[schema(example = "Akta kematian")]
    pub name: &'static str,
    /// In which circumstance it is asked for; null: in every case.
    #[schema(required, value_type = Option<ChecklistCircumstanceCode>, example = json!(null))]
    pub circumstance: Option<&'static str>,
    /// Whether nothing goes on without it.
    #[schema(value_type = RequirementCode)]
    pub requirement: &'static str,
    /// Papers that are taken in its place.
    #[schema(value_type = Vec<ChecklistDocumentCode>, example = json!(["village_letter"]))]
    pub alternatives: Vec<String>,
    /// What else is to be known.
    #[schema(required)]
    pub note: Option<String>,
    /// How it stands.
    #[schema(value_type = ItemStateCode)]
    pub state: &'static str,
    /// The documents of the claim that were sent for it.
    pub document_ids: Vec<Uuid>,
    /// The dated row.
    pub checklist_item_id: Uuid,
    /// Where it is written.
    #[schema(example = "Permenaker 5/2021")]
    pub legal_reference: String,
}

impl ClaimChecklist {
    /// A checklist in a language.
    pub fn new(claim_id: Uuid, checklist: Checklist, language: Language) -> Self {
        Self {
            claim_id,
            circumstances: checklist.circumstances.iter().map(|one| one.as_str()).collect(),
            is_complete: checklist.is_complete(),
            missing: checklist.open().map(|item| item.item.document.as_str()).collect(),
            items: checklist.items.into_iter().map(|item| ClaimChecklistItem::new(item, language)).collect(),
        }
    }
}

impl ClaimChecklistItem {
    fn new(standing: Standing, language: Language) -> Self {
        let Standing { row, item, state, documents } = standing;
        let (indonesian, english) = name(item.document);
        Self {
            document: item.document.as_str(),
            name: if language == Language::En { english } else { indonesian },
            circumstance: item.circumstance.map(|one| one.as_str()),
            requirement: item.requirement.as_str(),
            alternatives: row.alternatives,
            note: row.note,
            state: state.as_str(),
            document_ids: documents.into_iter().map(|document| document.id).collect(),
            checklist_item_id: row.id,
            legal_reference: row.legal_reference,
        }
    }
}
