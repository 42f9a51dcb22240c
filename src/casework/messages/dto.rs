//! Wire types of messages.

mod request;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use request::{CancelMessage, FailedMessage, SentMessage, TakeMessages};

use super::model::MessageRow;
use super::queries::MessageFilter;
use super::rules::{Action, MessageChannel, MessageKind, MessageStatus};
use super::service::Outgoing;
use crate::casework::wire::{
    MessageCancelReasonCode, MessageChannelCode, MessageKindCode, MessageRecipientCode, MessageStatusCode,
};
use crate::cover::wire;
use crate::domain::{Phone, RegionCode, parse_day};
use crate::platform::http::Problem;
use crate::register::reference;

/// A text in both languages. People are written to in Indonesian unless they ask for English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageText {
    /// In Indonesian.
    #[schema(example = "Klaim santunan kematian Moh. Hasan sudah dikirim ke BPJS Ketenagakerjaan.")]
    pub id: String,
    /// In English.
    #[schema(example = "The death benefit claim of Moh. Hasan was sent to BPJS Ketenagakerjaan.")]
    pub en: String,
}

/// To whom a message goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageRecipientResponse {
    /// What the recipient is to the registration.
    #[schema(value_type = MessageRecipientCode)]
    pub kind: &'static str,
    /// The name.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// The number, masked unless a purpose opens it; null for who has none.
    #[schema(required, example = "+62*******12")]
    pub phone: Option<String>,
}

/// A text that goes to a person, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageResponse {
    /// Its id.
    pub id: Uuid,
    /// What it tells.
    #[schema(value_type = MessageKindCode)]
    pub kind: &'static str,
    /// Why it was written.
    pub reason: MessageText,
    /// Where more of it is read.
    #[schema(example = "/v1/claims/0198c9a0-7f00-7000-8000-000000000001")]
    pub link: String,
    /// Whose registration it is about.
    pub worker_id: Uuid,
    /// Where that person lived.
    #[schema(example = "35.29.01.1015")]
    pub region_code: String,
    /// To whom it goes.
    pub recipient: MessageRecipientResponse,
    /// How it goes out.
    #[schema(value_type = MessageChannelCode)]
    pub channel: &'static str,
    /// What it says.
    pub text: MessageText,
    /// The first day on which it may go out.
    #[schema(example = "2026-11-30")]
    pub not_before: NaiveDate,
    /// The last one, where it is of no use later.
    #[schema(required, example = json!(null))]
    pub not_after: Option<NaiveDate>,
    /// How far it has come.
    #[schema(value_type = MessageStatusCode)]
    pub status: &'static str,
    /// Until when nobody else gets it than the sender who took it.
    #[schema(required)]
    pub leased_until: Option<DateTime<Utc>>,
    /// How often it could not be sent.
    #[schema(minimum = 0, example = 0)]
    pub failures: i16,
    /// Why not, the last time.
    #[schema(required)]
    pub failure_reason: Option<String>,
    /// It is not taken before this.
    pub try_at: DateTime<Utc>,
    /// When it went out.
    #[schema(required)]
    pub sent_at: Option<DateTime<Utc>>,
    /// Under which number the sender knows it.
    #[schema(required)]
    pub sent_reference: Option<String>,
    /// Why it is not to go out any more.
    #[schema(required, value_type = Option<MessageCancelReasonCode>)]
    pub cancel_reason: Option<&'static str>,
    /// What somebody said who cancelled it, also where it is wrong since.
    #[schema(required)]
    pub cancel_note: Option<String>,
    /// What this caller may do with it: `sent`, `failed`, `cancel`, `reopen`.
    #[schema(example = json!(["cancel"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl MessageResponse {
    /// The wire form for somebody who may do so much with it, with the number in clear if it was opened.
    pub fn new(row: MessageRow, allowed: Vec<Action>, opened: Option<Phone>) -> Self {
        let phone = opened.map(|phone| phone.as_str().to_owned()).or(row.phone_mask);
        Self {
            id: row.id,
            kind: row.kind.0.as_str(),
            reason: reason(row.kind.0),
            link: row.kind.0.link(row.subject_id),
            worker_id: row.worker_id,
            region_code: row.village_code,
            recipient: MessageRecipientResponse {
                kind: row.recipient.0.as_str(),
                name: row.recipient_name,
                phone,
            },
            channel: row.channel.0.as_str(),
            text: MessageText { id: row.text_id, en: row.text_en },
            not_before: row.not_before,
            not_after: row.not_after,
            status: row.status.0.as_str(),
            leased_until: row.leased_until,
            failures: row.failures,
            failure_reason: row.failure_reason,
            try_at: row.try_at,
            sent_at: row.sent_at,
            sent_reference: row.sent_reference,
            cancel_reason: row.cancel_reason.map(|reason| reason.0.as_str()),
            cancel_note: row.cancel_note,
            allowed_actions: allowed.into_iter().map(Action::as_str).collect(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// What a kind of message is called.
fn reason(kind: MessageKind) -> MessageText {
    let code = kind.as_str();
    let label = reference::label(MessageKind::LIST, code);
    let (id, en) = label.map_or((code, code), |label| (label.id, label.en));
    MessageText { id: id.to_owned(), en: en.to_owned() }
}

/// Messages that a sender has taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TakenMessages {
    /// The taking, to be named when they are reported; null where nothing waited.
    #[schema(required)]
    pub lease_id: Option<Uuid>,
    /// Until when nobody else gets them.
    #[schema(required)]
    pub leased_until: Option<DateTime<Utc>>,
    /// The messages, the oldest first.
    pub data: Vec<OutgoingMessage>,
}

/// A message with all that a sender needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutgoingMessage {
    /// Its id.
    pub id: Uuid,
    /// What it tells.
    #[schema(value_type = MessageKindCode)]
    pub kind: &'static str,
    /// How it goes out.
    #[schema(value_type = MessageChannelCode)]
    pub channel: &'static str,
    /// Where the recipient is reached in person.
    #[schema(example = "35.29.01.1015")]
    pub region_code: String,
    /// The recipient.
    #[schema(example = "Siti Aminah")]
    pub recipient_name: String,
    /// The number in clear; null for letters to who has none.
    #[schema(required, example = "+6281234567890")]
    pub phone: Option<String>,
    /// What to send. In Indonesian, unless the recipient asked for English.
    pub text: MessageText,
    /// The last day on which it is of use.
    #[schema(required)]
    pub not_after: Option<NaiveDate>,
}

impl TakenMessages {
    /// The wire form of what was taken.
    pub fn new(taken: Vec<Outgoing>) -> Self {
        let first = taken.first().map(|one| (one.row.lease_id, one.row.leased_until));
        let (lease_id, leased_until) = first.unwrap_or_default();
        Self { lease_id, leased_until, data: taken.into_iter().map(OutgoingMessage::from).collect() }
    }
}

impl From<Outgoing> for OutgoingMessage {
    fn from(Outgoing { row, phone }: Outgoing) -> Self {
        Self {
            id: row.id,
            kind: row.kind.0.as_str(),
            channel: row.channel.0.as_str(),
            region_code: row.village_code,
            recipient_name: row.recipient_name,
            phone: phone.map(|phone| phone.as_str().to_owned()),
            text: MessageText { id: row.text_id, en: row.text_en },
            not_after: row.not_after,
        }
    }
}

/// Which messages to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MessageQuery {
    /// About people in this region and those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
    /// In this state.
    #[param(value_type = Option<MessageStatusCode>)]
    status: Option<String>,
    /// That go out this way.
    #[param(value_type = Option<MessageChannelCode>)]
    channel: Option<String>,
    /// That tell this.
    #[param(value_type = Option<MessageKindCode>)]
    kind: Option<String>,
    /// About this registration.
    worker_id: Option<Uuid>,
    /// About this claim, funded period or transfer.
    subject_id: Option<Uuid>,
    /// That may go out on this day.
    #[param(value_type = Option<NaiveDate>, example = "2026-11-30")]
    due_on: Option<String>,
}

impl MessageQuery {
    /// Reads the parameters.
    pub fn filter(self) -> Result<MessageFilter, Problem> {
        Ok(MessageFilter {
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
            status: wire::parameter("status", self.status.as_deref(), MessageStatus::parse)?,
            channel: wire::parameter("channel", self.channel.as_deref(), MessageChannel::parse)?,
            kind: wire::parameter("kind", self.kind.as_deref(), MessageKind::parse)?,
            worker_id: self.worker_id,
            subject_id: self.subject_id,
            due_on: wire::parameter("due_on", self.due_on.as_deref(), parse_day)?,
        })
    }
}
