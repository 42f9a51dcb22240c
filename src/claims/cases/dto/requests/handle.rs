//! What the employment office sends.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::parse_reason;
use crate::claims::cases::service::Confirmation;
use crate::claims::text::parse_line;
use crate::platform::http::{Issues, Problem, Text};

/// What is missing from a claim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnClaim {
    /// Paper by paper; what the checklist misses if absent.
    #[serde(default)]
    #[schema(required = false, max_items = 20, example = json!(["Surat keterangan ahli waris"]))]
    missing: Vec<String>,
    /// For the history.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

/// How many papers can be missing at once.
const MISSING_MOST: usize = 20;

impl ReturnClaim {
    /// What is missing, and the note.
    pub fn parse(self) -> Result<(Vec<String>, Option<String>), Problem> {
        let mut issues = Issues::new();
        if self.missing.len() > MISSING_MOST {
            missing_count(&mut issues);
        }
        let items = self.missing.iter().enumerate();
        let missing =
            items.filter_map(|(place, item)| issues.take(format!("/missing/{place}"), parse_line(item)));
        let missing = missing.collect();
        let note = issues.take_optional("/note", self.note.as_deref(), parse_reason);
        issues.finish()?;
        Ok((missing, note))
    }
}

/// Notes that nothing is named as missing, or too much.
pub fn missing_count(issues: &mut Issues) {
    issues.push(
        "/missing",
        "missing_count",
        Text::fixed("Sebutkan 1 sampai 20 kekurangan.", "Name 1 to 20 things that are missing."),
    );
}

/// The confirmation of a claim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyClaim {
    /// Since when the papers are complete; now if absent. The insurer's clock runs from here. Only where none is missing.
    documents_complete_at: Option<DateTime<Utc>>,
    /// Accept every paper that nobody has judged yet and that somebody else sent.
    #[serde(default)]
    #[schema(required = false, default = false)]
    accept_documents: bool,
    /// For the history.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

impl VerifyClaim {
    /// What is confirmed.
    pub fn parse(self) -> Result<Confirmation, Problem> {
        let mut issues = Issues::new();
        let note = issues.take_optional("/note", self.note.as_deref(), parse_reason);
        issues.finish()?;
        let Self { documents_complete_at, accept_documents, .. } = self;
        Ok(Confirmation { documents_complete_at, accept_documents, note })
    }
}

/// The dispatch of a claim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendClaim {
    /// The insurer's number for it, if known.
    #[schema(max_length = 100, example = "KLM-2026-000123")]
    insurer_reference: Option<String>,
    /// For the history.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

impl SendClaim {
    /// The reference and the note.
    pub fn parse(self) -> Result<(Option<String>, Option<String>), Problem> {
        let mut issues = Issues::new();
        let reference =
            issues.take_optional("/insurer_reference", self.insurer_reference.as_deref(), parse_line);
        let note = issues.take_optional("/note", self.note.as_deref(), parse_reason);
        issues.finish()?;
        Ok((reference, note))
    }
}
