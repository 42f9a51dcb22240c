//! Rows of messages.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{
    MessageCancelReason, MessageChannel, MessageKind, MessageRecipient, MessageStatus, State,
};
use crate::domain::{Day, Phone};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::messages;
use crate::platform::vault::Sealed;

/// A message. No `Debug`: it would print a person into a log.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize)]
#[diesel(table_name = messages, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct MessageRow {
    /// Its id.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// What of which version it tells, and whom.
    pub cause: String,
    /// What it tells.
    pub kind: AsText<MessageKind>,
    /// How it reaches its recipient.
    pub channel: AsText<MessageChannel>,
    /// How far it has come.
    pub status: AsText<MessageStatus>,
    /// Whose registration it is about.
    pub worker_id: Uuid,
    /// Where that person lived.
    pub village_code: String,
    /// To whom it goes.
    pub recipient: AsText<MessageRecipient>,
    /// What the recipient is called.
    pub recipient_name: String,
    /// The number to which it goes.
    pub phone_sealed: Option<Sealed<Phone>>,
    /// What everybody may see of it.
    pub phone_mask: Option<String>,
    /// What it is about.
    pub subject_id: Uuid,
    /// What it says in Indonesian.
    pub text_id: String,
    /// In English.
    pub text_en: String,
    /// The first day on which it may go out.
    pub not_before: Day,
    /// The last one.
    pub not_after: Option<Day>,
    /// The taking with which a sender has it.
    pub lease_id: Option<Uuid>,
    /// The sender.
    pub leased_by: Option<Uuid>,
    /// Until when nobody else gets it.
    pub leased_until: Option<DateTime<Utc>>,
    /// How often it could not be sent.
    pub failures: i16,
    /// Why not, the last time.
    pub failure_reason: Option<String>,
    /// Not to be taken before.
    pub try_at: DateTime<Utc>,
    /// When it went out.
    pub sent_at: Option<DateTime<Utc>>,
    /// Under which number the sender knows it.
    pub sent_reference: Option<String>,
    /// Who said what became of it; none for the deployment itself.
    pub reported_by: Option<Uuid>,
    /// Why it is not to go out any more, known also while a sender still has it.
    pub cancel_reason: Option<AsText<MessageCancelReason>>,
    /// In words.
    pub cancel_note: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl MessageRow {
    /// Whether it is still to go out, also where a sender has it.
    pub fn is_waiting(&self) -> bool {
        matches!(self.status.0, MessageStatus::Ready | MessageStatus::Taken)
    }

    /// Whether a sender has it at an instant.
    pub fn is_held(&self, now: DateTime<Utc>) -> bool {
        self.leased_until.is_some_and(|until| until > now)
    }

    /// Where it stands at an instant of a business day, being wrong by now or not.
    pub fn state(&self, (now, today): (DateTime<Utc>, Day), is_wrong: bool) -> State {
        State {
            status: self.status.0,
            channel: self.channel.0,
            is_lease_over: self.leased_until.is_some_and(|until| until <= now),
            cancelled: self.cancel_reason.map(|reason| reason.0),
            is_over: self.not_after.is_some_and(|day| day < today),
            is_wrong,
        }
    }
}

impl Snapshot for MessageRow {
    const SUBJECT: Subject = Subject::Message;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn regency_id(&self) -> i32 {
        self.regency_id
    }

    fn region_code(&self) -> Option<&str> {
        Some(&self.village_code)
    }
}

/// What is written of many messages at once.
#[derive(Debug, Clone, AsChangeset)]
#[diesel(table_name = messages, treat_none_as_null = true)]
pub struct Shift {
    /// How far they have come.
    pub status: AsText<MessageStatus>,
    /// The taking.
    pub lease_id: Option<Uuid>,
    /// The sender.
    pub leased_by: Option<Uuid>,
    /// Until when.
    pub leased_until: Option<DateTime<Utc>>,
    /// Why they are not to go out.
    pub cancel_reason: Option<AsText<MessageCancelReason>>,
    /// When.
    pub updated_at: DateTime<Utc>,
}

impl Shift {
    /// Nobody has them, and they wait.
    pub fn ready(now: DateTime<Utc>) -> Self {
        Self {
            status: AsText(MessageStatus::Ready),
            lease_id: None,
            leased_by: None,
            leased_until: None,
            cancel_reason: None,
            updated_at: now,
        }
    }

    /// They are not to go out.
    pub fn cancelled(reason: MessageCancelReason, now: DateTime<Utc>) -> Self {
        Self {
            status: AsText(MessageStatus::Cancelled),
            cancel_reason: Some(AsText(reason)),
            ..Self::ready(now)
        }
    }
}
