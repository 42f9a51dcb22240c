//! Wire types of repricing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::service::Repriced;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::obligations::queries::Repricing;
use crate::cover::funding::dto::FundingSourceResponse;
use crate::cover::funding::rules::Rights;
use crate::cover::wire;
use crate::platform::http::{Issues, Problem};

/// What the rates in force change of the months that are due from a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RepricingResponse {
    /// How many months change: one a person, programme and month.
    #[schema(example = 240, minimum = 0)]
    pub months: i64,
    /// Of how many people.
    #[schema(example = 10, minimum = 0)]
    pub people: i64,
    /// What the ledger says of these months.
    #[schema(example = 2_016_000, minimum = 0)]
    pub before_idr: i64,
    /// What they come to by the rates in force.
    #[schema(example = 2_616_000, minimum = 0)]
    pub after_idr: i64,
    /// How many other months would change, but are in a batch that is approved; they stay as they were approved.
    #[schema(example = 0, minimum = 0)]
    pub months_under_way: i64,
    /// How many due months have no rate in force. As long as there are any, nothing is repriced.
    #[schema(example = 0, minimum = 0)]
    pub months_without_rate: i64,
}

impl From<Repricing> for RepricingResponse {
    fn from(repricing: Repricing) -> Self {
        Self {
            months: repricing.months,
            people: repricing.people,
            before_idr: repricing.before_idr,
            after_idr: repricing.after_idr,
            months_under_way: repricing.months_under_way,
            months_without_rate: repricing.months_without_rate,
        }
    }
}

/// What repricing did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RepricedResponse {
    /// The source after it.
    pub funding_source: FundingSourceResponse,
    /// What changed of the ledger.
    pub repricing: RepricingResponse,
    /// The drafts whose lines follow.
    pub drafts: Vec<RepricedDraft>,
}

/// A draft whose lines follow the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RepricedDraft {
    /// The batch.
    pub id: Uuid,
    /// Counted within its source.
    #[schema(example = 3, minimum = 1)]
    pub number: i32,
    /// What it came to.
    #[schema(example = 168_000, minimum = 0)]
    pub before_idr: i64,
    /// What it comes to.
    #[schema(example = 218_000, minimum = 0)]
    pub after_idr: i64,
    /// Its version, on which an approver decides.
    #[schema(example = 2)]
    pub version: i32,
}

impl RepricedResponse {
    /// The wire form for a caller with these rights.
    pub fn new(repriced: Repriced, rights: Rights) -> Self {
        let (source, money) = repriced.source;
        let draft = |(before, after): (BatchRow, BatchRow)| RepricedDraft {
            id: after.id,
            number: after.number,
            before_idr: before.amount_idr,
            after_idr: after.amount_idr,
            version: after.version,
        };
        Self {
            funding_source: FundingSourceResponse::new(source, Some(money), rights),
            repricing: repriced.repricing.into(),
            drafts: repriced.drafts.into_iter().map(draft).collect(),
        }
    }
}

/// Why what is due is repriced.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepriceFundingSource {
    /// Kept in the history of the source and of its drafts.
    #[schema(max_length = 500, example = "The rate of JKK was corrected")]
    reason: String,
}

impl RepriceFundingSource {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}
