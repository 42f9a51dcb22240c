//! The statements of the holidays.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::codes::HolidayKind;
use super::model::HolidayRow;
use crate::cover::rules::proposals::Listing;
use crate::domain::Day;
use crate::platform::db::schema::holidays;

/// Which days a list shows.
#[derive(Debug, Clone)]
pub struct HolidayFilter {
    /// Only of this kind.
    pub kind: Option<HolidayKind>,
    /// Only this day.
    pub on: Option<Day>,
    /// Not before this day.
    pub from: Option<Day>,
    /// Not after this day.
    pub until: Option<Day>,
    /// In which state.
    pub listing: Listing,
}

type Listed = holidays::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(filter: &HolidayFilter) -> Listed {
    let mut query = HolidayRow::listed(filter.listing);
    if let Some(kind) = filter.kind {
        query = query.filter(holidays::kind.eq(kind.as_str()));
    }
    if let Some(day) = filter.on {
        query = query.filter(holidays::holiday_on.eq(day));
    }
    if let Some(day) = filter.from {
        query = query.filter(holidays::holiday_on.ge(day));
    }
    if let Some(day) = filter.until {
        query = query.filter(holidays::holiday_on.le(day));
    }
    query
}

/// A page of days in their order.
pub async fn list(
    conn: &mut AsyncPgConnection,
    filter: &HolidayFilter,
    after: Option<(Day, Uuid)>,
    limit: i64,
) -> QueryResult<Vec<HolidayRow>> {
    let mut query = listed(filter);
    if let Some((day, id)) = after {
        let later = holidays::holiday_on.gt(day).or(holidays::holiday_on.eq(day).and(holidays::id.gt(id)));
        query = query.filter(later);
    }
    let order = (holidays::holiday_on, holidays::id);
    query.order(order).limit(limit).select(HolidayRow::as_select()).load(conn).await
}

/// The days from this one on, some twenty a year, on which offices are closed beside weekends.
pub async fn days_off(conn: &mut AsyncPgConnection, from: Day) -> QueryResult<BTreeSet<Day>> {
    let days: Vec<Day> = HolidayRow::in_force()
        .filter(holidays::kind.ne(HolidayKind::Cancelled.as_str()))
        .filter(holidays::holiday_on.ge(from))
        .select(holidays::holiday_on)
        .load(conn)
        .await?;
    Ok(days.into_iter().collect())
}

/// How many days a list has.
pub async fn count(conn: &mut AsyncPgConnection, filter: &HolidayFilter) -> QueryResult<i64> {
    listed(filter).count().get_result(conn).await
}
