//! The statements of the dated parameters.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::ParameterRow;
use super::rules::{ParameterKey, Parameters};
use crate::cover::rules::proposals::Listing;
use crate::domain::Day;
use crate::platform::db::schema::rule_parameters;

/// Which parameters a list shows.
#[derive(Debug, Clone)]
pub struct ParameterFilter {
    /// Only this parameter.
    pub key: Option<String>,
    /// Only those in force on this day.
    pub on: Option<Day>,
    /// In which state.
    pub listing: Listing,
}

/// The values in force on a day.
pub async fn values_on(mut conn: &AsyncPgConnection, day: Day) -> QueryResult<Parameters> {
    let values: Vec<(String, i64)> = ParameterRow::in_force()
        .filter(rule_parameters::valid_from.le(day))
        .filter(rule_parameters::valid_until.is_null().or(rule_parameters::valid_until.ge(day)))
        .select((rule_parameters::key, rule_parameters::value))
        .load(&mut conn)
        .await?;
    Ok(Parameters::new(values))
}

/// The row of one parameter that is in force on a day.
pub async fn row_on(
    conn: &mut AsyncPgConnection,
    key: ParameterKey,
    day: Day,
) -> QueryResult<Option<ParameterRow>> {
    ParameterRow::in_force()
        .filter(rule_parameters::key.eq(key.as_str()))
        .filter(rule_parameters::valid_from.le(day))
        .filter(rule_parameters::valid_until.is_null().or(rule_parameters::valid_until.ge(day)))
        .select(ParameterRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// The rows that count of one parameter, on whichever days.
pub async fn rows_of(conn: &mut AsyncPgConnection, key: ParameterKey) -> QueryResult<Vec<ParameterRow>> {
    ParameterRow::in_force()
        .filter(rule_parameters::key.eq(key.as_str()))
        .order(rule_parameters::valid_from)
        .select(ParameterRow::as_select())
        .load(conn)
        .await
}

type Listed = rule_parameters::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(filter: &ParameterFilter) -> Listed {
    let mut query = ParameterRow::listed(filter.listing);
    if let Some(key) = &filter.key {
        query = query.filter(rule_parameters::key.eq(key.clone()));
    }
    if let Some(day) = filter.on {
        query = query
            .filter(rule_parameters::valid_from.le(day))
            .filter(rule_parameters::valid_until.is_null().or(rule_parameters::valid_until.ge(day)));
    }
    query
}

/// A page of parameters in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    filter: &ParameterFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<ParameterRow>> {
    let mut query = listed(filter);
    if let Some(after) = after {
        query = query.filter(rule_parameters::id.gt(after));
    }
    query.order(rule_parameters::id).limit(limit).select(ParameterRow::as_select()).load(conn).await
}

/// How many parameters a list has.
pub async fn count(conn: &mut AsyncPgConnection, filter: &ParameterFilter) -> QueryResult<i64> {
    listed(filter).count().get_result(conn).await
}
