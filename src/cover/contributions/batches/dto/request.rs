//! What callers say of batches.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::queries::{BatchFilter, Wanted};
use super::super::rules::BatchStatus;
use super::super::service::{BillingCode, NewBatch};
use crate::cover::wire::{self, BatchStatusCode};
use crate::domain::{Day, Month, RegionCode};
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};

/// The most months of one batch: two years.
const MONTHS_MAX: usize = 24;

/// A batch to be prepared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateContributionBatch {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// From which source it is paid.
    funding_source_id: Uuid,
    /// Which months to take up; each once.
    #[schema(example = json!(["2026-01", "2026-02"]), min_items = 1, max_items = 24)]
    months: Vec<String>,
    /// What people call it.
    #[schema(max_length = 100, example = "Tahap 1")]
    name: Option<String>,
    /// Only of workers in this region and those in it.
    #[schema(max_length = 13, example = "35.29.01")]
    region_code: Option<String>,
    /// Of so many people at most: the others are left for another tranche.
    #[schema(minimum = 1, maximum = 1000000, example = 5000)]
    people_max: Option<i64>,
    /// Also take up, whatever their month, lines that the insurer refused before; true when absent.
    #[schema(example = true)]
    carry_refused: Option<bool>,
    /// Also take up lines of people of whom the insurer last said, with a refusal, that their period should end, and of
    /// whom it has accepted nothing since; false when absent.
    #[schema(example = false)]
    include_to_be_ended: Option<bool>,
}

impl CreateContributionBatch {
    /// Reads the request, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<NewBatch, Problem> {
        let mut issues = Issues::new();
        let months = months(&mut issues, &self.months);
        let name = wire::optional_line::<100>(&mut issues, "/name", self.name);
        let region = issues.take_optional("/region_code", self.region_code, |code| RegionCode::parse(&code));
        if self.people_max.is_some_and(|people| !(1..=1_000_000).contains(&people)) {
            let text = Text::fixed("Nilai antara 1 dan 1.000.000.", "A value from 1 to 1,000,000.");
            issues.push("/people_max", "out_of_range", text);
        }
        issues.finish()?;
        Ok(NewBatch {
            id: self.id.unwrap_or_else(new_id),
            funding_source_id: self.funding_source_id,
            months,
            name,
            wanted: Wanted {
                region,
                people_max: self.people_max,
                carry_refused: self.carry_refused.unwrap_or(true),
                include_to_be_ended: self.include_to_be_ended.unwrap_or(false),
            },
        })
    }
}

/// The months in their order.
fn months(issues: &mut Issues, texts: &[String]) -> Vec<Month> {
    if texts.is_empty() {
        issues.missing("/months");
    }
    if texts.len() > MONTHS_MAX {
        let text =
            Text::new(format!("Paling banyak {MONTHS_MAX} bulan."), format!("At most {MONTHS_MAX} months."));
        issues.push("/months", "too_many_months", text);
        return Vec::new();
    }
    let mut months: Vec<Month> = Vec::with_capacity(texts.len());
    for (place, text) in texts.iter().enumerate() {
        let pointer = format!("/months/{place}");
        let Some(month) = issues.take(&pointer, Month::parse(text)) else { continue };
        if months.contains(&month) {
            let text = Text::fixed("Bulan ini disebut dua kali.", "This month stands twice.");
            issues.push(pointer, "month_repeated", text);
        }
        months.push(month);
    }
    months.sort_unstable();
    months
}

/// What to change of a batch (JSON Merge Patch).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateContributionBatch {
    /// What people call it.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    name: Field<String>,
}

impl UpdateContributionBatch {
    /// The new name, if one is given or taken away.
    pub fn parse(self) -> Result<Option<Option<String>>, Problem> {
        let mut issues = Issues::new();
        let name = match self.name {
            Field::Absent => None,
            Field::Null => Some(None),
            Field::Value(text) => Some(wire::line::<100>(&mut issues, "/name", &text)),
        };
        issues.finish()?;
        Ok(name)
    }
}

/// What the second person adds to the approval.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveContributionBatch {
    /// Kept in the history.
    #[schema(max_length = 500)]
    note: Option<String>,
}

impl ApproveContributionBatch {
    /// The note.
    pub fn parse(self) -> Result<Option<String>, Problem> {
        let mut issues = Issues::new();
        let note = wire::optional_line::<500>(&mut issues, "/note", self.note);
        issues.finish()?;
        Ok(note)
    }
}

/// The code under which a batch is paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueBillingCode {
    /// As the insurer gave it: letters, digits and hyphens; in the place of one that expired.
    #[schema(max_length = 50, pattern = "^\\s*[0-9A-Za-z-]+\\s*$", example = "926011234567")]
    billing_code: String,
    /// The last day on which it can be used; not in the past.
    #[schema(value_type = Option<NaiveDate>, example = "2026-12-31")]
    expires_on: Option<String>,
}

impl IssueBillingCode {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day) -> Result<BillingCode, Problem> {
        let mut issues = Issues::new();
        let code = wire::line::<50>(&mut issues, "/billing_code", &self.billing_code);
        if code
            .as_ref()
            .is_some_and(|code| !code.bytes().all(|one| one.is_ascii_alphanumeric() || one == b'-'))
        {
            let text = Text::fixed(
                "Kode iuran terdiri atas huruf, angka dan tanda hubung, tanpa spasi.",
                "A billing code has letters, digits and hyphens, without spaces.",
            );
            issues.push("/billing_code", "no_billing_code", text);
        }
        let expires_on = self.expires_on.and_then(|text| wire::day(&mut issues, "/expires_on", &text));
        if expires_on.is_some_and(|day| day < today) {
            let text = Text::fixed("Tanggal ini sudah lewat.", "This day lies in the past.");
            issues.push("/expires_on", "day_in_past", text);
        }
        let code = || Some(BillingCode { code: code?, expires_on });
        wire::finish(code(), issues)
    }
}

/// Why a batch is called off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelContributionBatch {
    /// Kept with the batch.
    #[schema(max_length = 500, example = "Two deaths were recorded meanwhile")]
    reason: String,
}

impl CancelContributionBatch {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

/// Why a step is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionBatchReason {
    /// Kept in the history of the batch.
    #[schema(max_length = 500, example = "The file was that of another batch")]
    reason: String,
}

impl ContributionBatchReason {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

/// Which batches to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BatchQuery {
    /// Of this source.
    funding_source_id: Option<Uuid>,
    /// In this state.
    #[param(value_type = Option<BatchStatusCode>)]
    status: Option<String>,
    /// That asked for this month.
    #[param(example = "2026-05", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    month: Option<String>,
    /// That this transfer covers.
    payment_id: Option<Uuid>,
}

impl BatchQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<BatchFilter, Problem> {
        Ok(BatchFilter {
            funding_source_id: self.funding_source_id,
            status: wire::parameter("status", self.status.as_deref(), BatchStatus::parse)?,
            month: wire::parameter("month", self.month.as_deref(), Month::parse)?,
            payment_id: self.payment_id,
        })
    }
}
