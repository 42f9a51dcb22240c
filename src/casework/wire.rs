//! What the wire types of this wing share.

use super::death_lists::rules::ListVerdict;
use super::deaths::rules::{DeathPlace, DeathSource, DeathStatus, LikenessReason};
use super::merging::rules::Side;
use super::messages::rules::{
    MessageCancelReason, MessageChannel, MessageKind, MessageRecipient, MessageStatus,
};
use super::timelines::rules::TimelineSubject;
use super::transfers::rules::{TransferStatus, VillageCoverage};
use super::work_items::rules::{Owner, WorkItemKind, WorkItemState};
use crate::platform::http::CodeOf;

/// The schema of kinds of work items.
pub type WorkItemKindCode = CodeOf<WorkItemKind>;
/// The schema of states of work items.
pub type WorkItemStateCode = CodeOf<WorkItemState>;
/// The schema of whose work an item is.
pub type WorkItemOwnerCode = CodeOf<Owner>;
/// The schema of states of reports of deaths.
pub type DeathStatusCode = CodeOf<DeathStatus>;
/// The schema of where somebody died.
pub type DeathPlaceCode = CodeOf<DeathPlace>;
/// The schema of who told of a death.
pub type DeathSourceCode = CodeOf<DeathSource>;
/// The schema of what became of a row of a list of deaths.
pub type ListVerdictCode = CodeOf<ListVerdict>;
/// The schema of why two people may be the same.
pub type LikenessReasonCode = CodeOf<LikenessReason>;
/// The schema of what an event of a story is about.
pub type TimelineSubjectCode = CodeOf<TimelineSubject>;
/// The schema of states of transfers.
pub type TransferStatusCode = CodeOf<TransferStatus>;
/// The schema of what a message tells.
pub type MessageKindCode = CodeOf<MessageKind>;
/// The schema of how a message goes out.
pub type MessageChannelCode = CodeOf<MessageChannel>;
/// The schema of states of messages.
pub type MessageStatusCode = CodeOf<MessageStatus>;
/// The schema of to whom a message goes.
pub type MessageRecipientCode = CodeOf<MessageRecipient>;
/// The schema of why a message is not to go out.
pub type MessageCancelReasonCode = CodeOf<MessageCancelReason>;
/// The schema of what becomes of a period that a village pays for.
pub type VillageCoverageCode = CodeOf<VillageCoverage>;
/// The schema of whose months stand in a merge.
pub type MergePaidMonthsCode = CodeOf<Side>;
