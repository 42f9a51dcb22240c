//! The months of the year that are over are closed, which records who lapsed in them; the last one is left to be closed.

use super::Place;
use super::people::People;
use crate::cover::closes::service::{NewClose, create};
use crate::demo::calendar::january;
use crate::domain::{Month, new_id};
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;

/// The office closes a month in the second week of the next one, and only so many of the last ones here: it looks at
/// everybody each time.
const MONTHS: i32 = 3;

/// Closes the months before the last.
pub async fn close(place: &Place<'_>, people: &People) -> Result<(), Problem> {
    let this_month = Month::from_date(place.today);
    let first = january(place.today);
    for month in (2..=MONTHS + 1).rev().filter_map(|before| this_month.plus(-before)) {
        if month < first {
            continue;
        }
        let day = place.after(month.last_day(), 10);
        let origin = place.origin(&people.officer, day);
        let new = NewClose { id: new_id(origin.now), regency_id: place.regency.id, month };
        let mut conn = place.state.db.write().await?;
        transact(&mut conn, async |conn| create(conn, &origin, day, new).await).await?;
    }
    Ok(())
}
