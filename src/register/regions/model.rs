//! Rows of the list of regions.

use diesel::prelude::*;

use crate::platform::db::schema::regions;

/// A region as it is stored; all but the name follows from the code.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = regions, check_for_backend(diesel::pg::Pg))]
pub struct RegionRow {
    /// The Interior Ministry's code, with dots.
    pub code: String,
    /// The name.
    pub name: String,
    /// Province, regency, district or village.
    pub level: String,
    /// The region one level up; a province has none.
    pub parent_code: Option<String>,
    /// What kind of village it is.
    pub kind: Option<String>,
}
