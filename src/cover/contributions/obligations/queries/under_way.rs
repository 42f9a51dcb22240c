//! Whose months are on their way to the insurer or there already.

use std::collections::HashMap;

use diesel::dsl::{max, min};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::rules::ObligationStatus;
use crate::domain::{MonthRange, ProgrammeSet};
use crate::platform::db::columns::AsFirstDay;
use crate::platform::db::schema::contribution_obligations as obligations;

/// Of these people the months within a range that are due or paid for one of the programmes, in any regency: the first and
/// the last of them. A month whose period has ended is waived unless it is paid or in a batch under way.
pub async fn under_way(
    mut conn: &AsyncPgConnection,
    persons: &[Uuid],
    programmes: ProgrammeSet,
    months: MonthRange,
) -> QueryResult<HashMap<Uuid, MonthRange>> {
    let taken = [ObligationStatus::Due, ObligationStatus::Paid].map(ObligationStatus::as_str);
    let rows: Vec<(Uuid, Option<AsFirstDay>, Option<AsFirstDay>)> = obligations::table
        .filter(obligations::person_id.eq_any(persons))
        .filter(obligations::programme.eq_any(programmes.codes()))
        .filter(obligations::month.between(months.from().first_day(), months.until().first_day()))
        .filter(obligations::status.eq_any(taken))
        .group_by(obligations::person_id)
        .select((obligations::person_id, min(obligations::month), max(obligations::month)))
        .load(&mut conn)
        .await?;
    let range = |(person, first, last): (Uuid, Option<AsFirstDay>, Option<AsFirstDay>)| {
        Some((person, MonthRange::new(first?.0, last?.0).ok()?))
    };
    Ok(rows.into_iter().filter_map(range).collect())
}
