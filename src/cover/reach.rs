//! Whether the regions that somebody names exist.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::RegionCode;
use crate::platform::db::schema::regions;
use crate::platform::http::{Issues, Text};

/// Reports each region of a list that does not exist.
pub async fn check(
    conn: &mut AsyncPgConnection,
    issues: &mut Issues,
    pointer: &str,
    codes: &[RegionCode],
) -> QueryResult<()> {
    if codes.is_empty() {
        return Ok(());
    }
    let known: Vec<String> = regions::table
        .filter(regions::code.eq_any(codes.iter().map(RegionCode::as_str)))
        .select(regions::code)
        .load(conn)
        .await?;
    let known: HashSet<&str> = known.iter().map(String::as_str).collect();
    for (place, _) in codes.iter().enumerate().filter(|(_, code)| !known.contains(code.as_str())) {
        let text = Text::fixed("Wilayah ini tidak ada.", "This region does not exist.");
        issues.push(format!("{pointer}/{place}"), "unknown_region", text);
    }
    Ok(())
}
