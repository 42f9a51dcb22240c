//! The wire types of who works in a warung.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::check_id;
use crate::domain::{Coded, Day, WarungRole, parse_day};
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Field, Issues, Problem, Text};
use crate::register::warungs::model::LinkRow;
use crate::register::warungs::queries::ListedLink;
use crate::register::warungs::rules::{self, Action, WarungStatus};
use crate::register::warungs::service::{LinkPatch, NewLink};

/// That somebody works or worked in a warung.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WarungWorkerResponse {
    /// The link between the warung and the worker.
    pub id: Uuid,
    /// The warung.
    pub warung_id: Uuid,
    /// The worker.
    pub worker_id: Uuid,
    /// The worker's name; null if the worker lives outside the caller's regions.
    #[schema(required, example = "Sri Wahyuni")]
    pub worker_name: Option<String>,
    /// A code of the list `warung_role`.
    #[schema(example = "owner")]
    pub role: String,
    /// The first day in this role.
    pub since_on: NaiveDate,
    /// The last day in this role; null while it lasts.
    #[schema(required)]
    pub until_on: Option<NaiveDate>,
    /// What the caller can do with the link now: `update`.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl WarungWorkerResponse {
    /// A link of a warung in this state, as a caller sees it.
    pub(in crate::register::warungs) fn new(
        (link, worker_name): ListedLink,
        status: WarungStatus,
        may_write: bool,
    ) -> Self {
        let can_change = may_write && rules::after(status, Action::UpdateWorker).is_some();
        let LinkRow { id, warung_id, worker_id, role, since_on, until_on, created_at, updated_at, .. } = link;
        Self {
            id,
            warung_id,
            worker_id,
            worker_name,
            role: role.0.to_string(),
            since_on,
            until_on,
            allowed_actions: if can_change { vec!["update"] } else { Vec::new() },
            created_at,
            updated_at,
        }
    }
}

/// Somebody's work in a warung to be written down.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWarungWorker {
    /// The id, if the caller brings one: best a UUID of version 7.
    id: Option<Uuid>,
    /// A registered or verified worker of the warung's regency.
    worker_id: Uuid,
    /// A code of the list `warung_role`. A warung has one owner at a time.
    #[schema(example = "owner")]
    role: String,
    /// The first day in this role, not after today.
    #[schema(value_type = NaiveDate, example = "2024-02-01")]
    since_on: String,
}

impl AddWarungWorker {
    /// Checks everything at once.
    pub(in crate::register::warungs) fn parse(self) -> Result<NewLink, Problem> {
        let mut issues = Issues::new();
        check_id(&mut issues, self.id);
        let role = issues.take("/role", WarungRole::parse(&self.role));
        let since_on = issues.take("/since_on", parse_day(&self.since_on));
        match (role, since_on) {
            (Some(role), Some(since_on)) if issues.is_empty() => {
                Ok(NewLink { id: self.id, worker_id: self.worker_id, role, since_on })
            }
            _ => Err(issues.into_problem()),
        }
    }
}

/// What to correct of somebody's work in a warung (JSON Merge Patch).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateWarungWorker {
    /// A code of the list `warung_role`. For a role that changed some day, end this link and add another.
    #[serde(default)]
    #[schema(value_type = String, example = "family")]
    role: Field<String>,
    /// The first day in this role, not after today.
    #[serde(default)]
    #[schema(value_type = NaiveDate, example = "2024-02-01")]
    since_on: Field<String>,
    /// The last day in this role, not after today; null takes an end back.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2026-10-31")]
    until_on: Field<String>,
}

impl UpdateWarungWorker {
    /// Checks everything at once.
    pub(in crate::register::warungs) fn parse(self) -> Result<LinkPatch, Problem> {
        let mut issues = Issues::new();
        let role = never_null(&mut issues, "/role", self.role);
        let role = issues.take_optional("/role", role, |code| WarungRole::parse(&code));
        let since_on = never_null(&mut issues, "/since_on", self.since_on);
        let since_on = issues.take_optional("/since_on", since_on, |day| parse_day(&day));
        let until_on = match self.until_on {
            Field::Absent => Field::Absent,
            Field::Null => Field::Null,
            Field::Value(day) => {
                issues.take("/until_on", parse_day(&day)).map_or(Field::Absent, Field::Value)
            }
        };
        issues.finish()?;
        Ok(LinkPatch { role, since_on, until_on })
    }
}

fn never_null<T>(issues: &mut Issues, pointer: &str, field: Field<T>) -> Option<T> {
    match field {
        Field::Absent => None,
        Field::Value(value) => Some(value),
        Field::Null => {
            issues.missing(pointer);
            None
        }
    }
}

/// Whose work to list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WarungWorkerQuery {
    /// Only those who work there on this day, as known now.
    #[param(value_type = Option<NaiveDate>, example = "2026-11-23")]
    on: Option<String>,
}

impl WarungWorkerQuery {
    /// The day.
    pub(in crate::register::warungs) fn parse(self) -> Result<Option<Day>, Problem> {
        let day = self.on.as_deref().map(parse_day).transpose();
        day.map_err(|error| {
            invalid_parameter("on", error.code(), Text::new(error.indonesian(), error.to_string()))
        })
    }
}
