//! What callers ask for in the address.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::domain::{Coded, Decile, Occupation, RegionCode, Segment, Sex};
use crate::platform::http::{Problem, Text, query};
use crate::register::names;
use crate::register::workers::queries::ListFilter;
use crate::register::workers::rules::WorkerStatus;

/// Which workers to list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// A region of any level: it and all below.
    #[param(example = "35.29.01", max_length = 20)]
    region: Option<String>,
    /// A code of the list `worker_status`.
    #[param(example = "registered", max_length = 40)]
    status: Option<String>,
    /// A code of the list `segment`.
    #[param(example = "general", max_length = 40)]
    segment: Option<String>,
    /// A code of the list `occupation`.
    #[param(example = "warung_keeper", max_length = 40)]
    occupation: Option<String>,
    /// A code of the list `sex`.
    #[param(example = "female", max_length = 40)]
    sex: Option<String>,
    /// The lowest decile.
    #[param(minimum = 1, maximum = 10)]
    poverty_decile_min: Option<i64>,
    /// The highest decile.
    #[param(minimum = 1, maximum = 10)]
    poverty_decile_max: Option<i64>,
    /// Only workers with a NIK, or only those whose identity is temporary.
    has_nik: Option<bool>,
    /// Names like this one, the best first, tolerant of spelling.
    #[param(example = "siti aminah", min_length = 2, max_length = 100)]
    q: Option<String>,
    /// What to add to each worker: `warungs`, `membership`, `standing`. Needs the permission to read it.
    #[serde(default)]
    #[param(explode = false, example = json!(["warungs"]))]
    expand: Vec<String>,
}

/// What a list query asks for, read.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Which rows.
    pub filter: ListFilter,
    /// Names like this one.
    pub text: Option<String>,
    /// What to add.
    pub expand: Vec<String>,
}

impl ListQuery {
    /// Reads the filters.
    pub fn parse(self) -> Result<Selection, Problem> {
        let filter = ListFilter {
            region: read("region", self.region.as_deref(), RegionCode::parse)?,
            status: read("status", self.status.as_deref(), WorkerStatus::parse)?,
            segment: read("segment", self.segment.as_deref(), Segment::parse)?,
            occupation: read("occupation", self.occupation.as_deref(), Occupation::parse)?,
            sex: read("sex", self.sex.as_deref(), Sex::parse)?,
            decile_min: read("poverty_decile_min", self.poverty_decile_min, Decile::new)?,
            decile_max: read("poverty_decile_max", self.poverty_decile_max, Decile::new)?,
            has_nik: self.has_nik,
        };
        let text = self.q.as_deref().map(names::searched).transpose()?;
        Ok(Selection { filter, text, expand: self.expand })
    }
}

/// How to read one worker.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GetQuery {
    /// What the register said at this instant.
    #[param(example = "2026-11-23T08:00:00Z")]
    pub as_known_at: Option<DateTime<Utc>>,
    /// What to add: `warungs`, `membership`, `standing`. Needs the permission to read it.
    #[serde(default)]
    #[param(explode = false, example = json!(["warungs"]))]
    pub expand: Vec<String>,
}

impl GetQuery {
    /// What is added is as it is now, which has no place in the past.
    pub fn check(&self) -> Result<(), Problem> {
        if self.as_known_at.is_none() || self.expand.is_empty() {
            return Ok(());
        }
        Err(query::invalid_parameter(
            "expand",
            "not_with_as_known_at",
            Text::fixed("Tidak tersedia bersama as_known_at.", "Not available together with as_known_at."),
        ))
    }
}

fn read<V, T, E: Coded>(
    name: &str,
    value: Option<V>,
    parse: impl FnOnce(V) -> Result<T, E>,
) -> Result<Option<T>, Problem> {
    value.map(parse).transpose().map_err(|error| {
        query::invalid_parameter(name, error.code(), Text::new(error.indonesian(), error.to_string()))
    })
}
