//! Which warungs to list, and how to show one.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::domain::{Kbli, RegionCode};
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Problem, Text};
use crate::register::names;
use crate::register::warungs::queries::WarungFilter;
use crate::register::warungs::rules::WarungStatus;

/// Which warungs to list.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WarungQuery {
    /// Only in this region of any level, with or without dots.
    #[param(value_type = Option<String>, example = "35.29.01")]
    region: Option<RegionCode>,
    /// Only in this state: a code of the list `warung_status`.
    #[param(value_type = Option<String>, example = "open")]
    status: Option<WarungStatus>,
    /// Only of this class of business, with its edition.
    #[param(value_type = Option<String>, example = "2020:56102")]
    kbli: Option<Kbli>,
    /// Only those in which this worker works now.
    worker_id: Option<Uuid>,
    /// Only those with a name like this, the likest first; tolerant of spelling.
    #[param(min_length = 2, max_length = 100, example = "kopi pelabuhan")]
    q: Option<String>,
}

impl WarungQuery {
    /// The filter, and the searched name if there is one.
    pub(in crate::register::warungs) fn parse(self) -> Result<(WarungFilter, Option<String>), Problem> {
        let Self { region, status, kbli, worker_id, q } = self;
        let name = q.as_deref().map(names::searched).transpose()?;
        Ok((WarungFilter { region, status, kbli, worker_id }, name))
    }
}

/// How to show a warung.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WarungView {
    /// `workers` shows who works there, too.
    #[serde(default)]
    #[param(explode = false, inline, required = false)]
    pub(in crate::register::warungs) expand: Vec<WarungExpand>,
    /// What the register said at this instant. Not together with `expand`.
    #[param(example = "2026-11-01T00:00:00Z")]
    pub(in crate::register::warungs) as_known_at: Option<DateTime<Utc>>,
}

/// What a warung can be shown with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarungExpand {
    /// Who works there.
    Workers,
}

impl WarungView {
    /// A past state is shown alone: who worked there then is another question.
    pub(in crate::register::warungs) fn check(&self) -> Result<(), Problem> {
        if self.as_known_at.is_none() || self.expand.is_empty() {
            return Ok(());
        }
        let rule = Text::fixed("Tidak bersama as_known_at.", "Not together with as_known_at.");
        Err(invalid_parameter("expand", "not_together", rule))
    }
}
