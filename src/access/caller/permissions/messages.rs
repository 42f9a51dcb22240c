//! The permissions of messages.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Reads the messages to people, and prints letters.
pub struct MessagesRead;
impl Permission for MessagesRead {
    const SCOPE: &'static str = "messages:read";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Approver, Auditor];
}

/// Takes messages with the numbers to which they go.
pub struct MessagesSend;
impl Permission for MessagesSend {
    const SCOPE: &'static str = "messages:send";
    const ROLES: &'static [Role] = &[Officer];
}

/// Says what became of a message: that a letter was handed over, that a short message was sent or could not be.
pub struct MessagesReport;
impl Permission for MessagesReport {
    const SCOPE: &'static str = "messages:report";
    const ROLES: &'static [Role] = &[VillageOperator, Officer];
}

/// Keeps messages from going out, and lets them go after all.
pub struct MessagesCancel;
impl Permission for MessagesCancel {
    const SCOPE: &'static str = "messages:cancel";
    const ROLES: &'static [Role] = &[Officer];
    const PEOPLE_ONLY: bool = true;
}
