//! What is asked of messages.

use chrono::TimeDelta;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::casework::messages::queries::Wanted;
use crate::casework::messages::rules::MessageChannel;
use crate::casework::messages::service::Outcome;
use crate::casework::wire::MessageChannelCode;
use crate::cover::wire;
use crate::domain::RegionCode;
use crate::platform::http::{Issues, Problem, Text};

/// The longest reason or note.
const WORDS_MAX: usize = 500;

/// The longest number of a sender.
const REFERENCE_MAX: usize = 200;

/// So many messages are taken at once, at most and unless said otherwise.
const TAKEN_MAX: i64 = 100;
const TAKEN_DEFAULT: i64 = 20;

/// For so many seconds, at least, at most and unless said otherwise.
const LEASE_MIN: i64 = 30;
const LEASE_MAX: i64 = 3_600;
const LEASE_DEFAULT: i64 = 300;

/// Takes messages.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeMessages {
    /// How they go out; `short_message` when absent.
    #[schema(value_type = Option<MessageChannelCode>, example = "short_message")]
    channel: Option<String>,
    /// About people in this region and those in it.
    #[schema(example = "35.29.01", max_length = 13)]
    region: Option<String>,
    /// So many at most; 20 when absent.
    #[schema(minimum = 1, maximum = 100, example = 20)]
    limit: Option<i64>,
    /// For so many seconds nobody else gets them; 300 when absent.
    #[schema(minimum = 30, maximum = 3600, example = 300)]
    lease_seconds: Option<i64>,
}

impl TakeMessages {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<(Wanted, TimeDelta), Problem> {
        let mut issues = Issues::new();
        let channel = issues.take_optional("/channel", self.channel, |text| MessageChannel::parse(&text));
        let region = issues.take_optional("/region", self.region, |text| RegionCode::parse(&text));
        let limit = self.limit.unwrap_or(TAKEN_DEFAULT);
        within(&mut issues, "/limit", limit, (1, TAKEN_MAX));
        let seconds = self.lease_seconds.unwrap_or(LEASE_DEFAULT);
        within(&mut issues, "/lease_seconds", seconds, (LEASE_MIN, LEASE_MAX));
        issues.finish()?;
        let channel = channel.unwrap_or(MessageChannel::ShortMessage);
        Ok((Wanted { channel, region, limit }, TimeDelta::seconds(seconds)))
    }
}

fn within(issues: &mut Issues, pointer: &str, number: i64, (least, most): (i64, i64)) {
    if !(least..=most).contains(&number) {
        let text = Text::new(
            format!("Bilangan antara {least} dan {most}."),
            format!("A number from {least} to {most}."),
        );
        issues.push(pointer, "out_of_range", text);
    }
}

/// Says that a message went out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentMessage {
    /// The taking; absent for a letter that nobody took.
    lease_id: Option<Uuid>,
    /// Under which number the sender knows it.
    #[schema(max_length = 200, example = "SMS-20261130-0001")]
    reference: Option<String>,
}

impl SentMessage {
    /// Reads the request.
    pub fn parse(self) -> Result<(Option<Uuid>, Outcome), Problem> {
        let mut issues = Issues::new();
        let reference = wire::optional_line::<REFERENCE_MAX>(&mut issues, "/reference", self.reference);
        issues.finish()?;
        Ok((self.lease_id, Outcome::Sent(reference)))
    }
}

/// Says that a message could not go out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FailedMessage {
    /// The taking; absent for a letter that nobody took.
    lease_id: Option<Uuid>,
    /// Why.
    #[schema(min_length = 1, max_length = 500, example = "Nomor tidak aktif")]
    reason: String,
    /// Whether there is no point in trying again: the number does not exist, nobody lives there.
    #[serde(default)]
    is_permanent: bool,
}

impl FailedMessage {
    /// Reads the request.
    pub fn parse(self) -> Result<(Option<Uuid>, Outcome), Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<WORDS_MAX>(&mut issues, "/reason", &self.reason);
        let reason = wire::finish(reason, issues)?;
        Ok((self.lease_id, Outcome::Failed { reason, is_permanent: self.is_permanent }))
    }
}

/// Keeps a message from going out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelMessage {
    /// Why.
    #[schema(min_length = 1, max_length = 500, example = "Keluarga sudah diberi tahu langsung")]
    reason: String,
}

impl CancelMessage {
    /// Reads the request.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<WORDS_MAX>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}
