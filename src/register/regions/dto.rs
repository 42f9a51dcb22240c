//! The wire types of regions.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::RegionRow;
use super::queries::RegionFilter;
use crate::domain::{RegionCode, RegionLevel};
use crate::platform::http::Problem;
use crate::register::names;

/// A region of the Interior Ministry's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegionResponse {
    /// The code, with dots.
    #[schema(example = "35.29.01.1015")]
    pub code: String,
    /// A code of the list `region_level`.
    #[schema(example = "village")]
    pub level: String,
    /// A code of the list `village_kind`; null above the villages.
    #[schema(required, example = "kelurahan")]
    pub kind: Option<String>,
    /// The name, which other regions may have too.
    #[schema(example = "Kepanjin")]
    pub name: String,
    /// The region one level up; null for a province.
    #[schema(required, example = "35.29.01")]
    pub parent_code: Option<String>,
}

impl From<RegionRow> for RegionResponse {
    fn from(row: RegionRow) -> Self {
        let RegionRow { code, name, level, parent_code, kind } = row;
        Self { code, level, kind, name, parent_code }
    }
}

/// Which regions to list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RegionQuery {
    /// Only this level: a code of the list `region_level`.
    #[param(value_type = Option<String>, example = "village")]
    level: Option<RegionLevel>,
    /// Only the regions directly below this one, with or without dots.
    #[param(value_type = Option<String>, example = "35.29.01")]
    parent: Option<RegionCode>,
    /// Only regions with a name like this, the likest first; tolerant of spelling.
    #[param(min_length = 2, max_length = 100, example = "guluk")]
    q: Option<String>,
}

impl RegionQuery {
    /// Checks the searched name.
    pub(super) fn parse(self) -> Result<RegionFilter, Problem> {
        let name = self.q.map(|text| names::searched(&text)).transpose()?;
        Ok(RegionFilter { level: self.level, parent: self.parent, name })
    }
}
