//! The statements of the checklists.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::codes::{ChecklistCircumstance, ChecklistDocument, ChecklistKind};
use super::model::ChecklistRow;
use crate::cover::rules::proposals::Listing;
use crate::domain::Day;
use crate::platform::db::schema::checklist_items;

/// Which documents a list shows.
#[derive(Debug, Clone)]
pub struct ChecklistFilter {
    /// Only for this kind of claim.
    pub kind: Option<ChecklistKind>,
    /// Only in this circumstance.
    pub circumstance: Option<ChecklistCircumstance>,
    /// Only those in force for events of this day.
    pub on: Option<Day>,
    /// In which state.
    pub listing: Listing,
}

/// The documents that claims of a kind need whose event was on a day, in the order of their ids.
pub async fn in_force_on(
    conn: &mut AsyncPgConnection,
    kind: ChecklistKind,
    day: Day,
) -> QueryResult<Vec<ChecklistRow>> {
    ChecklistRow::in_force()
        .filter(checklist_items::kind.eq(kind.as_str()))
        .filter(checklist_items::valid_from.le(day))
        .filter(checklist_items::valid_until.is_null().or(checklist_items::valid_until.ge(day)))
        .order(checklist_items::id)
        .select(ChecklistRow::as_select())
        .load(conn)
        .await
}

type Listed = checklist_items::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(filter: &ChecklistFilter) -> Listed {
    let mut query = ChecklistRow::listed(filter.listing);
    if let Some(kind) = filter.kind {
        query = query.filter(checklist_items::kind.eq(kind.as_str()));
    }
    if let Some(circumstance) = filter.circumstance {
        query = query.filter(checklist_items::circumstance.eq(circumstance.as_str()));
    }
    if let Some(day) = filter.on {
        query = query
            .filter(checklist_items::valid_from.le(day))
            .filter(checklist_items::valid_until.is_null().or(checklist_items::valid_until.ge(day)));
    }
    query
}

/// A page of documents in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    filter: &ChecklistFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<ChecklistRow>> {
    let mut query = listed(filter);
    if let Some(after) = after {
        query = query.filter(checklist_items::id.gt(after));
    }
    query.order(checklist_items::id).limit(limit).select(ChecklistRow::as_select()).load(conn).await
}

/// The rows that count of one document of a kind of claims, in whichever circumstance and on whichever days.
pub async fn rows_of(
    conn: &mut AsyncPgConnection,
    kind: ChecklistKind,
    document: ChecklistDocument,
) -> QueryResult<Vec<ChecklistRow>> {
    ChecklistRow::in_force()
        .filter(checklist_items::kind.eq(kind.as_str()))
        .filter(checklist_items::document.eq(document.as_str()))
        .order(checklist_items::id)
        .select(ChecklistRow::as_select())
        .load(conn)
        .await
}

/// How many documents a list has.
pub async fn count(conn: &mut AsyncPgConnection, filter: &ChecklistFilter) -> QueryResult<i64> {
    listed(filter).count().get_result(conn).await
}
