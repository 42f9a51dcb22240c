//! Wire types of the stories.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries::EventRow;
use super::reasons::reason;
use super::rules::TimelineSubject;
use super::words::{self, Facts, MOVED, Story};
use crate::casework::wire::TimelineSubjectCode;
use crate::claims::cases::timeline as of_claims;
use crate::domain::Month;
use crate::platform::http::{Language, Problem};
use crate::register::workers::rules::Action;
use crate::register::workers::service::BECAUSE_OF_TRANSFER;

/// One event in the story of a worker or a warung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TimelineEvent {
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// What it is about.
    #[schema(value_type = TimelineSubjectCode)]
    pub subject: &'static str,
    /// Which one; of contributions the worker.
    pub subject_id: Uuid,
    /// What was done, as a code: `verified`, `contributions_refused`. A funded period that the approval of an enrolment plan
    /// made is `enrolled` by the approver; one that was proposed for the worker alone is `created` by the proposer.
    #[schema(example = "approved")]
    pub action: String,
    /// What was done, in the language of the request.
    #[schema(example = "Periode pendanaan 2026-01 sampai 2026-12 disetujui orang kedua.")]
    pub summary: String,
    /// Why, where a reason was given; codes by their labels.
    #[schema(required, example = "Meninggal dunia")]
    pub reason: Option<String>,
    /// The first month that it concerns.
    #[schema(required, value_type = Option<String>, example = "2026-01")]
    pub from_month: Option<Month>,
    /// The last one.
    #[schema(required, value_type = Option<String>, example = "2026-12")]
    pub until_month: Option<Month>,
    /// The contributions that it concerns, or what of a claim was claimed, decided or transferred, in rupiah.
    #[schema(required, minimum = 0, example = 16_800)]
    pub amount_idr: Option<i64>,
    /// Where more of it is read.
    #[schema(example = "/v1/coverages/0198c9a0-7f00-7000-8000-000000000001")]
    pub link: String,
    /// `user`, `client` or `system`.
    #[schema(example = "user")]
    pub actor_kind: String,
    /// The account; null for the deployment itself.
    #[schema(required)]
    pub actor_id: Option<Uuid>,
    /// Who that is; null for systems.
    #[schema(required, example = "Rahmat Hidayat")]
    pub actor_name: Option<String>,
}

impl TimelineEvent {
    /// An event of a story in a language.
    pub fn new(row: EventRow, story: Story, language: Language) -> Result<Self, Problem> {
        let subject = row.subject.0;
        let months = row.from_month.zip(row.until_month).map(|(from, until)| (from.0, until.0));
        let facts =
            Facts { story, name: row.name.as_deref(), code: row.code.as_deref(), months, on: row.on_day };
        let moves = subject == TimelineSubject::Worker
            && row.action == Action::Update.done()
            && row.reason.as_deref() == Some(BECAUSE_OF_TRANSFER);
        let told = if moves { MOVED } else { row.action.as_str() };
        let of_claim = match subject {
            TimelineSubject::Claim => {
                Some(of_claims::happened(&row.action, row.before, row.after).map_err(Problem::internal)?)
            }
            _ => None,
        };
        let (of_claim, amount_idr) = of_claim.map(|one| (one.sentence, one.amount_idr)).unzip();
        let summary = of_claim.unwrap_or_else(|| words::summary(subject, told, facts));
        Ok(Self {
            at: row.at,
            subject: subject.as_str(),
            subject_id: row.subject_id,
            summary: summary.get(language).to_owned(),
            reason: row.reason.as_deref().map(|given| reason(given).get(language).to_owned()),
            from_month: months.map(|(from, _)| from),
            until_month: months.map(|(_, until)| until),
            amount_idr: row.amount_idr.or(amount_idr.flatten()),
            link: subject.link(row.subject_id, row.warung_id),
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_name: row.actor_name,
            action: row.action,
        })
    }
}
