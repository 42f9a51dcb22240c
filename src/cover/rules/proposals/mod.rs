//! Which rows of the national rules count: those that a second person approved.
//!
//! One piece for every kind of rule. A keeper of the rules proposes a row; it counts once another keeper has approved
//! it. A row that was used is never changed: a correction is a proposal that takes its place on approval, and both stay
//! readable. Rows that came with a migration are approved.

mod correction;
mod decide;
pub mod dto;
mod record;
pub mod routes;
pub mod rules;
pub mod serve;
pub mod service;
mod viewer;

pub use correction::Correction;
pub use decide::respond_proposed;
pub(in crate::cover::rules) use record::dated_rule;
pub use record::{DatedRule, Listing};
pub use rules::{Entry, RuleKind, RuleStatus, Viewer};

use crate::platform::db::columns::AsText;

/// The status of rows whose history is older than the second person: all of them counted.
pub(in crate::cover::rules) fn before_second_person() -> AsText<RuleStatus> {
    AsText(RuleStatus::Approved)
}
