//! The statements of the benefits.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::codes::{BenefitCircumstance, BenefitItem, BenefitKind};
use super::model::BenefitRow;
use crate::cover::rules::proposals::Listing;
use crate::domain::Day;
use crate::platform::db::schema::benefit_rules;

/// Which benefits a list shows.
#[derive(Debug, Clone)]
pub struct BenefitFilter {
    /// Only after this kind of event.
    pub kind: Option<BenefitKind>,
    /// Only those of this circumstance, without those for all of them.
    pub circumstance: Option<BenefitCircumstance>,
    /// Only this item.
    pub item: Option<BenefitItem>,
    /// Only those in force on this day.
    pub on: Option<Day>,
    /// In which state.
    pub listing: Listing,
}

/// The benefits of a kind of event in force on a day.
pub async fn rows_on(
    conn: &mut AsyncPgConnection,
    kind: BenefitKind,
    day: Day,
) -> QueryResult<Vec<BenefitRow>> {
    BenefitRow::in_force()
        .filter(benefit_rules::kind.eq(kind.as_str()))
        .filter(benefit_rules::valid_from.le(day))
        .filter(benefit_rules::valid_until.is_null().or(benefit_rules::valid_until.ge(day)))
        .order(benefit_rules::id)
        .select(BenefitRow::as_select())
        .load(conn)
        .await
}

/// The benefits of a kind of event in force on any day from one to another.
pub async fn rows_between(
    conn: &mut AsyncPgConnection,
    kind: BenefitKind,
    from: Day,
    until: Day,
) -> QueryResult<Vec<BenefitRow>> {
    BenefitRow::in_force()
        .filter(benefit_rules::kind.eq(kind.as_str()))
        .filter(benefit_rules::valid_from.le(until))
        .filter(benefit_rules::valid_until.is_null().or(benefit_rules::valid_until.ge(from)))
        .order(benefit_rules::id)
        .select(BenefitRow::as_select())
        .load(conn)
        .await
}

type Listed = benefit_rules::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(filter: &BenefitFilter) -> Listed {
    let mut query = BenefitRow::listed(filter.listing);
    if let Some(kind) = filter.kind {
        query = query.filter(benefit_rules::kind.eq(kind.as_str()));
    }
    if let Some(circumstance) = filter.circumstance {
        query = query.filter(benefit_rules::circumstance.eq(circumstance.as_str()));
    }
    if let Some(item) = filter.item {
        query = query.filter(benefit_rules::item.eq(item.as_str()));
    }
    if let Some(day) = filter.on {
        query = query
            .filter(benefit_rules::valid_from.le(day))
            .filter(benefit_rules::valid_until.is_null().or(benefit_rules::valid_until.ge(day)));
    }
    query
}

/// A page of benefits in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    filter: &BenefitFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<BenefitRow>> {
    let mut query = listed(filter);
    if let Some(after) = after {
        query = query.filter(benefit_rules::id.gt(after));
    }
    query.order(benefit_rules::id).limit(limit).select(BenefitRow::as_select()).load(conn).await
}

/// How many benefits a list has.
pub async fn count(conn: &mut AsyncPgConnection, filter: &BenefitFilter) -> QueryResult<i64> {
    listed(filter).count().get_result(conn).await
}
