//! Taking regencies into the deployment and changing them.

use chrono::SubsecRound;
use diesel_async::AsyncPgConnection;

use super::model::{RegencyChanges, RegencyRow};
use super::queries;
use crate::domain::RegionCode;
use crate::platform::changes::{self, Change, Origin};
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};
use crate::register::regions;

/// A regency to be taken into the deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRegency {
    /// Its code in the list of regions.
    pub region_code: RegionCode,
    /// Its name, if it is not to be the list's.
    pub name: Option<String>,
}

/// Takes a regency into the deployment and gives it its number.
pub async fn create(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    new: NewRegency,
) -> Result<RegencyRow, Problem> {
    let region = regions::queries::find_region(conn, &new.region_code).await?.ok_or_else(unknown_region)?;
    // Postgres keeps microseconds, and the history must hold what the row holds.
    let now = origin.now.trunc_subsecs(6);
    let row = RegencyRow {
        id: queries::next_number(conn).await?,
        region_code: region.code,
        name: new.name.unwrap_or(region.name),
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    queries::insert_regency(conn, &row).await?;
    record(conn, origin, Change::created(&row)).await?;
    Ok(row)
}

/// Changes a regency. A change that changes nothing leaves no trace.
pub(super) async fn update(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    id: i32,
    if_match: &IfMatch,
    changes: RegencyChanges,
) -> Result<RegencyRow, Problem> {
    let before = queries::lock_regency(conn, id).await?.ok_or_else(Problem::not_found)?;
    if_match.check(before.version)?;
    if let Some(code) = changes.region_code.as_deref().filter(|code| *code != before.region_code) {
        let code = RegionCode::parse(code).map_err(Problem::internal)?;
        regions::queries::find_region(conn, &code).await?.ok_or_else(unknown_region)?;
    }
    if !changes_anything(&before, &changes) {
        return Ok(before);
    }
    let after = queries::update_regency(conn, &before, &changes, origin.now).await?;
    record(conn, origin, Change::updated(&before, &after, "updated", None)).await?;
    Ok(after)
}

fn changes_anything(before: &RegencyRow, changes: &RegencyChanges) -> bool {
    changes.region_code.as_ref().is_some_and(|code| *code != before.region_code)
        || changes.name.as_ref().is_some_and(|name| *name != before.name)
        || changes.active.is_some_and(|active| active != before.active)
}

async fn record(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    change: Result<Change, serde_json::Error>,
) -> Result<(), Problem> {
    let change = change.map_err(Problem::internal)?;
    Ok(changes::record(conn, origin, &[change]).await?)
}

fn unknown_region() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/region_code",
        "unknown_region",
        Text::fixed("Kode ini tidak ada dalam daftar wilayah.", "This code is not in the list of regions."),
    )])
}
