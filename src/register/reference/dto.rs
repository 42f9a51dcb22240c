//! The wire types of code lists.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Code, CodeList, Label};

/// What something is called in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct LabelResponse {
    /// Indonesian.
    #[schema(example = "Pemilik")]
    id: &'static str,
    /// English.
    #[schema(example = "Owner")]
    en: &'static str,
}

impl From<Label> for LabelResponse {
    fn from(Label { id, en }: Label) -> Self {
        Self { id, en }
    }
}

/// The code lists there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeListsResponse {
    /// The lists, in the order of their subjects.
    data: Vec<CodeListSummary>,
}

/// A code list without its codes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeListSummary {
    /// The name under `/v1/reference`.
    #[schema(example = "warung_role")]
    name: &'static str,
    /// What the list is of.
    title: LabelResponse,
}

impl CodeListsResponse {
    pub(super) fn of(lists: &[&CodeList]) -> Self {
        let summary = |list: &&CodeList| CodeListSummary { name: list.name, title: list.title.into() };
        Self { data: lists.iter().map(summary).collect() }
    }
}

/// A code list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeListResponse {
    /// The name under `/v1/reference`.
    #[schema(example = "warung_role")]
    name: &'static str,
    /// What the list is of.
    title: LabelResponse,
    /// The codes in the order in which a form shows them.
    data: Vec<CodeResponse>,
}

/// A code and what it is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeResponse {
    /// As it is stored and sent; never translated.
    #[schema(example = "owner")]
    code: &'static str,
    /// What people read.
    label: LabelResponse,
    /// What is usually done about it, where the list knows that: a code of another list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "correct")]
    default_action: Option<&'static str>,
}

impl From<&CodeList> for CodeListResponse {
    fn from(list: &CodeList) -> Self {
        let code = |entry: &Code| CodeResponse {
            code: entry.code,
            label: entry.label.into(),
            default_action: entry.default_action,
        };
        Self { name: list.name, title: list.title.into(), data: list.codes.iter().map(code).collect() }
    }
}
