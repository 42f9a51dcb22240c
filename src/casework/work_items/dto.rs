//! Wire types of work items.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::queries::{ItemFilter, ItemRow};
use super::rules::{self, Action, Owner, SNOOZE_DAYS_MAX, WorkItemKind, WorkItemState};
use super::service::Mark;
use super::words::Told;
use crate::casework::wire::{WorkItemKindCode, WorkItemOwnerCode, WorkItemStateCode};
use crate::cover::wire;
use crate::domain::{Day, RegionCode, parse_day};
use crate::platform::http::{Field, Issues, Language, Problem, Text};

/// The longest note.
const NOTE_MAX: usize = 500;

/// Something that is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkItemResponse {
    /// Its kind and what it is about; it stays the same as long as the cause stands.
    #[schema(example = "batch_to_pay.0198c9a0-7f00-7000-8000-000000000001")]
    pub key: String,
    /// What is to be done.
    #[schema(value_type = WorkItemKindCode)]
    pub kind: &'static str,
    /// Whose work it is.
    #[schema(value_type = WorkItemOwnerCode)]
    pub owner: &'static str,
    /// Where.
    #[schema(example = "35.29.01.1015")]
    pub region_code: String,
    /// Why, in the language of the request.
    #[schema(example = "Kelompok iuran APBD 2026 #3 untuk 2000 orang belum dibayar.")]
    pub reason: String,
    /// Where it is done.
    #[schema(example = "/v1/contribution-batches/0198c9a0-7f00-7000-8000-000000000001")]
    pub link: String,
    /// Since when its cause stands.
    pub since: DateTime<Utc>,
    /// Until when it is to be done.
    #[schema(example = "2026-12-31")]
    pub due_on: NaiveDate,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// How many people it is about.
    #[schema(example = 2_000, minimum = 0)]
    pub people: i64,
    /// How much money it is about, where it is; of a claim that is paid in parts what is left.
    #[schema(required, example = 33_600_000, minimum = 0)]
    pub amount_idr: Option<i64>,
    /// Where it stands.
    #[schema(value_type = WorkItemStateCode)]
    pub state: &'static str,
    /// Put off until this day.
    #[schema(required)]
    pub snoozed_until: Option<NaiveDate>,
    /// When somebody said that nothing is left to do.
    #[schema(required)]
    pub done_at: Option<DateTime<Utc>>,
    /// Who.
    #[schema(required)]
    pub done_by: Option<Uuid>,
    /// The account to which it was given.
    #[schema(required)]
    pub assigned_to: Option<Uuid>,
    /// What was noted with that.
    #[schema(required)]
    pub note: Option<String>,
    /// What this caller may note on it: `snooze`, `finish`, `assign`, `reopen`.
    #[schema(example = json!(["snooze", "assign"]))]
    pub allowed_actions: Vec<&'static str>,
}

impl WorkItemResponse {
    /// An item as somebody sees it on a day who may note something on it or not.
    pub fn new(row: ItemRow, today: Day, language: Language, may: bool) -> Self {
        let (kind, state) = (row.kind.0, row.state(today));
        let is_overdue = row.due_on < today;
        let told = Told { people: row.people, detail: &row.detail, is_overdue };
        let [indonesian, english] = kind.reason(told);
        let actions = if may { rules::allowed(kind, state) } else { Vec::new() };
        Self {
            kind: kind.as_str(),
            owner: row.owner().as_str(),
            reason: Text::new(indonesian, english).get(language).to_owned(),
            link: kind.link(&row.subject),
            since: row.caused_at,
            due_on: row.due_on,
            is_overdue,
            people: row.people,
            amount_idr: row.amount_idr,
            state: state.as_str(),
            snoozed_until: row.snoozed_until,
            done_at: row.done_at,
            done_by: row.done_by,
            assigned_to: row.assigned_to,
            note: row.note,
            allowed_actions: actions.into_iter().map(Action::as_str).collect(),
            key: row.key,
            region_code: row.region_code,
        }
    }
}

/// Which items to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WorkItemQuery {
    /// In this region and those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
    /// Of this kind.
    #[param(value_type = Option<WorkItemKindCode>)]
    kind: Option<String>,
    /// The work of this role; of every role when absent.
    #[param(value_type = Option<WorkItemOwnerCode>)]
    owner: Option<String>,
    /// In this state; `open` when absent.
    #[param(value_type = Option<WorkItemStateCode>)]
    state: Option<String>,
    /// Given to this account.
    assigned_to: Option<Uuid>,
    /// Due on this day or before.
    #[param(value_type = Option<NaiveDate>, example = "2026-12-31")]
    due_until: Option<String>,
}

impl WorkItemQuery {
    /// Reads the parameters.
    pub fn filter(self) -> Result<ItemFilter, Problem> {
        let kind = wire::parameter("kind", self.kind.as_deref(), WorkItemKind::parse)?;
        let owner = wire::parameter("owner", self.owner.as_deref(), Owner::parse)?;
        let state = wire::parameter("state", self.state.as_deref(), WorkItemState::parse)?;
        let wanted = |one: &&WorkItemKind| {
            kind.is_none_or(|kind| kind == **one) && owner.is_none_or(|owner| one.may_be_of(owner))
        };
        Ok(ItemFilter {
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
            kinds: WorkItemKind::ALL.iter().filter(wanted).copied().collect(),
            owner,
            state: Some(state.unwrap_or(WorkItemState::Open)),
            assigned_to: self.assigned_to,
            due_until: wire::parameter("due_until", self.due_until.as_deref(), parse_day)?,
            key: None,
        })
    }
}

/// Puts an item off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnoozeWorkItem {
    /// The first day on which it is shown again: after today, and within 31 days.
    #[schema(value_type = NaiveDate, example = "2026-12-07")]
    until: String,
    /// Why.
    #[schema(max_length = 500, example = "The family is at sea until Friday")]
    note: Option<String>,
}

impl SnoozeWorkItem {
    /// Reads the request.
    pub fn parse(self, today: Day) -> Result<Mark, Problem> {
        let mut issues = Issues::new();
        let until = issues.take("/until", parse_day(&self.until));
        let note = wire::optional_line::<NOTE_MAX>(&mut issues, "/note", self.note);
        if until.is_some_and(|day| !(1..=SNOOZE_DAYS_MAX).contains(&(day - today).num_days())) {
            issues.push(
                "/until",
                "out_of_range",
                Text::new(
                    format!("Tunda ke hari sesudah hari ini, paling lama {SNOOZE_DAYS_MAX} hari."),
                    format!("Put it off to a day after today, for at most {SNOOZE_DAYS_MAX} days."),
                ),
            );
        }
        wire::finish(until.map(|until| Mark::Snooze(until, note)), issues)
    }
}

/// Says that nothing is left to do.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishWorkItem {
    /// Why, since its cause still stands.
    #[schema(max_length = 500, example = "The worker has moved away; the period ends with the month")]
    note: String,
}

impl FinishWorkItem {
    /// Reads the request.
    pub fn parse(self) -> Result<Mark, Problem> {
        let mut issues = Issues::new();
        let note = wire::line::<NOTE_MAX>(&mut issues, "/note", &self.note);
        wire::finish(note.map(Mark::Finish), issues)
    }
}

/// Gives an item to somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignWorkItem {
    /// The account; null to take it back from whoever has it.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    user_id: Field<Uuid>,
    /// What to say with it.
    #[schema(max_length = 500)]
    note: Option<String>,
}

impl AssignWorkItem {
    /// Reads the request.
    pub fn parse(self) -> Result<Mark, Problem> {
        let mut issues = Issues::new();
        let note = wire::optional_line::<NOTE_MAX>(&mut issues, "/note", self.note);
        let account = match self.user_id {
            Field::Value(id) => Some(Some(id)),
            Field::Null => Some(None),
            Field::Absent => {
                issues.missing("/user_id");
                None
            }
        };
        wire::finish(account.map(|account| Mark::Assign(account, note)), issues)
    }
}
