//! The kinds and states of messages, what may be done with them, and what follows a failure.

use chrono::TimeDelta;
use uuid::Uuid;

use crate::domain::code_list;

code_list! {
    /// What a message tells.
    pub enum MessageKind = "message_kind" {
        /// Cover has begun.
        CoverStarted = "cover_started",
        /// Cover goes on after all.
        CoverResumed = "cover_resumed",
        /// Nobody pays from a month on.
        CoverEnds = "cover_ends",
        /// Contributions are owed, and the membership is cut off soon.
        NearLapse = "near_lapse",
        /// Papers of a claim are missing.
        ClaimReturned = "claim_returned",
        /// A claim is with the insurer.
        ClaimSent = "claim_sent",
        /// The insurer pays.
        ClaimApproved = "claim_approved",
        /// The insurer refused.
        ClaimRejected = "claim_rejected",
        /// The money is on its way.
        ClaimPaid = "claim_paid",
        /// The money is to go to another account.
        AccountChanged = "account_changed",
        /// The registration has moved.
        TransferAccepted = "transfer_accepted",
        /// The registration stays where it is.
        TransferRefused = "transfer_refused",
    }
}

code_list! {
    /// How a message reaches somebody.
    pub enum MessageChannel = "message_channel" {
        /// To a phone.
        ShortMessage = "short_message",
        /// On paper, by the village.
        Letter = "letter",
    }
}

code_list! {
    /// How far a message has come.
    pub enum MessageStatus = "message_status" {
        /// It waits to be sent or printed.
        Ready = "ready",
        /// A sender has it.
        Taken = "taken",
        /// It went out.
        Sent = "sent",
        /// It cannot be brought to anybody.
        Failed = "failed",
        /// It is not to go out any more.
        Cancelled = "cancelled",
    }
}

code_list! {
    /// To whom a message goes.
    pub enum MessageRecipient = "message_recipient" {
        /// Whose registration it is.
        Worker = "worker",
        /// An heir, or whoever stands for one.
        Family = "family",
    }
}

code_list! {
    /// Why a message is not to go out any more.
    pub enum MessageCancelReason = "message_cancel_reason" {
        /// Somebody decided so.
        ByHand = "by_hand",
        /// The recipient died.
        RecipientDied = "recipient_died",
        /// Something happened since that makes it wrong.
        Superseded = "superseded",
        /// Its last day is over.
        Expired = "expired",
    }
}

impl MessageKind {
    /// Where more of it is read.
    pub fn link(self, subject_id: Uuid) -> String {
        match self {
            Self::CoverStarted | Self::CoverResumed | Self::CoverEnds => {
                format!("/v1/coverages/{subject_id}")
            }
            Self::NearLapse => format!("/v1/workers/{subject_id}/standing"),
            Self::ClaimReturned
            | Self::ClaimSent
            | Self::ClaimApproved
            | Self::ClaimRejected
            | Self::ClaimPaid
            | Self::AccountChanged => format!("/v1/claims/{subject_id}"),
            Self::TransferAccepted | Self::TransferRefused => format!("/v1/transfers/{subject_id}"),
        }
    }
}

/// What can be done with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Say that it went out.
    Sent,
    /// Say that it could not.
    Failed,
    /// Keep it from going out.
    Cancel,
    /// Let it go out after all.
    Reopen,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Sent, Self::Failed, Self::Cancel, Self::Reopen];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancel => "cancel",
            Self::Reopen => "reopen",
        }
    }
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// How far it has come.
    pub status: MessageStatus,
    /// How it goes out.
    pub channel: MessageChannel,
    /// Whether the sender who took it has had it for too long.
    pub is_lease_over: bool,
    /// Why it is not to go out.
    pub cancelled: Option<MessageCancelReason>,
    /// Whether its last day is over.
    pub is_over: bool,
    /// Whether it is wrong though nobody has cancelled it for that: its recipient died, or what it warns of is averted.
    pub is_wrong: bool,
}

/// Where a caller stands to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// May say what became of it.
    pub report: bool,
    /// May keep it from going out.
    pub cancel: bool,
    /// A person, who can hand a letter over.
    pub is_person: bool,
    /// Has taken it, and nobody else since.
    pub holds: bool,
}

/// What a caller may do with a message. A short message is reported by who took it; a letter that nobody took by the person
/// who hands it over.
pub fn allowed(state: State, rights: Rights) -> Vec<Action> {
    let reports = rights.report
        && match state.status {
            MessageStatus::Taken => rights.holds,
            MessageStatus::Ready => state.channel == MessageChannel::Letter && rights.is_person,
            _ => false,
        };
    let cancels = rights.cancel
        && match state.status {
            MessageStatus::Ready => true,
            MessageStatus::Taken => state.is_lease_over,
            _ => false,
        };
    let reopens = rights.cancel
        && !state.is_over
        && !state.is_wrong
        && match state.status {
            MessageStatus::Failed => true,
            // What is wrong by now, or over, is not said after all.
            MessageStatus::Cancelled => state.cancelled == Some(MessageCancelReason::ByHand),
            _ => false,
        };
    Action::ALL
        .into_iter()
        .filter(|action| match action {
            Action::Sent | Action::Failed => reports,
            Action::Cancel => cancels,
            Action::Reopen => reopens,
        })
        .collect()
}

/// What follows a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterFailure {
    /// It is tried again after a pause.
    Again(TimeDelta),
    /// It becomes a letter: nobody is forgotten because a phone is off.
    Letter,
    /// Nothing is left to try.
    GivenUp,
}

/// So often a short message fails before it becomes a letter.
pub const FAILURES_MAX: i16 = 3;

/// What follows the failure that is counted last. A number that does not exist is not tried again.
pub fn after_failure(channel: MessageChannel, failures: i16, is_permanent: bool) -> AfterFailure {
    match (channel, failures) {
        (MessageChannel::Letter, _) => AfterFailure::GivenUp,
        (MessageChannel::ShortMessage, failures) if is_permanent || failures >= FAILURES_MAX => {
            AfterFailure::Letter
        }
        (MessageChannel::ShortMessage, ..=1) => AfterFailure::Again(TimeDelta::minutes(15)),
        (MessageChannel::ShortMessage, _) => AfterFailure::Again(TimeDelta::hours(2)),
    }
}

#[cfg(test)]
mod tests;
