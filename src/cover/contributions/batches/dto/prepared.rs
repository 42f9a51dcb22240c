//! A batch as it was prepared.

use serde::Serialize;
use utoipa::ToSchema;

use super::super::rules::RefusalReason;
use super::super::service::Prepared;
use super::{ContributionBatchResponse, Viewer};
use crate::cover::wire::RefusalReasonCode;

/// A batch as it was prepared, with whom it left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreparedContributionBatchResponse {
    /// The draft.
    #[serde(flatten)]
    pub batch: ContributionBatchResponse,
    /// How many people with due months in reach were left out, because the insurer last said with a refusal that their period
    /// should end: it waits for that end, or for the proof that the insurer errs. `include_to_be_ended` takes them up all the
    /// same.
    #[schema(example = 1, minimum = 0)]
    pub left_out: i64,
    /// The same by the reason of the last refusal, most people first.
    pub left_out_reasons: Vec<LeftOutOfBatch>,
}

/// How many people one reason kept out of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOutOfBatch {
    /// Why the insurer refused.
    #[schema(value_type = RefusalReasonCode, example = "over_age")]
    pub reason: &'static str,
    /// How many people.
    #[schema(example = 1, minimum = 1)]
    pub people: i64,
}

impl PreparedContributionBatchResponse {
    /// A draft as the caller who prepared it sees it.
    pub fn new(prepared: Prepared, viewer: Viewer<'_>) -> Self {
        let mut left_out = prepared.left_out;
        left_out.sort_by_key(|(reason, people)| (-people, reason.as_str()));
        Self {
            batch: ContributionBatchResponse::new(prepared.batch, viewer),
            left_out: left_out.iter().map(|(_, people)| people).sum(),
            left_out_reasons: left_out.into_iter().map(LeftOutOfBatch::from).collect(),
        }
    }
}

impl From<(RefusalReason, i64)> for LeftOutOfBatch {
    fn from((reason, people): (RefusalReason, i64)) -> Self {
        Self { reason: reason.as_str(), people }
    }
}
