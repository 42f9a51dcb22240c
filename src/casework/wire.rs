//! What the wire types of this wing share.

use super::timelines::rules::TimelineSubject;
use super::work_items::rules::{Owner, WorkItemKind, WorkItemState};
use crate::platform::http::CodeOf;

/// The schema of kinds of work items.
pub type WorkItemKindCode = CodeOf<WorkItemKind>;
/// The schema of states of work items.
pub type WorkItemStateCode = CodeOf<WorkItemState>;
/// The schema of whose work an item is.
pub type WorkItemOwnerCode = CodeOf<Owner>;
/// The schema of what an event of a story is about.
pub type TimelineSubjectCode = CodeOf<TimelineSubject>;
