//! The statements of the dated parameters.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::ParameterRow;
use super::rules::{ParameterKey, Parameters};
use crate::domain::Day;
use crate::platform::db::schema::rule_parameters;

/// Which parameters a list shows.
#[derive(Debug, Clone, Default)]
pub struct ParameterFilter {
    /// Only this parameter.
    pub key: Option<String>,
    /// Only those in force on this day.
    pub on: Option<Day>,
    /// What the register said at this instant; none: now.
    pub as_known_at: Option<DateTime<Utc>>,
    /// Also those that a correction replaced.
    pub with_superseded: bool,
}

/// The values in force on a day.
pub async fn values_on(conn: &mut AsyncPgConnection, day: Day) -> QueryResult<Parameters> {
    let values: Vec<(String, i64)> = rule_parameters::table
        .filter(rule_parameters::superseded_at.is_null())
        .filter(rule_parameters::valid_from.le(day))
        .filter(rule_parameters::valid_until.is_null().or(rule_parameters::valid_until.ge(day)))
        .select((rule_parameters::key, rule_parameters::value))
        .load(conn)
        .await?;
    Ok(Parameters::new(values))
}

/// The row of one parameter that is in force on a day.
pub async fn row_on(
    conn: &mut AsyncPgConnection,
    key: ParameterKey,
    day: Day,
) -> QueryResult<Option<ParameterRow>> {
    rule_parameters::table
        .filter(rule_parameters::superseded_at.is_null())
        .filter(rule_parameters::key.eq(key.as_str()))
        .filter(rule_parameters::valid_from.le(day))
        .filter(rule_parameters::valid_until.is_null().or(rule_parameters::valid_until.ge(day)))
        .select(ParameterRow::as_select())
        .first(conn)
        .await
        .optional()
}

type Listed = rule_parameters::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(filter: &ParameterFilter) -> Listed {
    let mut query = rule_parameters::table.into_boxed();
    if let Some(key) = &filter.key {
        query = query.filter(rule_parameters::key.eq(key.clone()));
    }
    if let Some(day) = filter.on {
        query = query
            .filter(rule_parameters::valid_from.le(day))
            .filter(rule_parameters::valid_until.is_null().or(rule_parameters::valid_until.ge(day)));
    }
    if let Some(instant) = filter.as_known_at {
        query = query.filter(rule_parameters::created_at.le(instant));
    }
    match (filter.with_superseded, filter.as_known_at) {
        (true, _) => query,
        (false, None) => query.filter(rule_parameters::superseded_at.is_null()),
        (false, Some(instant)) => query
            .filter(rule_parameters::superseded_at.is_null().or(rule_parameters::superseded_at.gt(instant))),
    }
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

/// One parameter.
pub async fn find(conn: &mut AsyncPgConnection, id: Uuid) -> QueryResult<Option<ParameterRow>> {
    rule_parameters::table.find(id).select(ParameterRow::as_select()).first(conn).await.optional()
}

/// One parameter, locked until the transaction ends.
pub async fn lock(conn: &mut AsyncPgConnection, id: Uuid) -> QueryResult<Option<ParameterRow>> {
    rule_parameters::table
        .find(id)
        .select(ParameterRow::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()
}

/// Writes a new row.
pub async fn insert(conn: &mut AsyncPgConnection, row: &ParameterRow) -> QueryResult<()> {
    diesel::insert_into(rule_parameters::table).values(row).execute(conn).await.map(|_| ())
}

/// Marks a row as superseded; its place is free from then on.
pub async fn supersede(
    conn: &mut AsyncPgConnection,
    id: Uuid,
    by: Uuid,
    now: DateTime<Utc>,
) -> QueryResult<ParameterRow> {
    diesel::update(rule_parameters::table.find(id))
        .set((
            rule_parameters::superseded_at.eq(now),
            rule_parameters::superseded_by.eq(by),
            rule_parameters::version.eq(rule_parameters::version + 1),
            rule_parameters::updated_at.eq(now),
        ))
        .returning(ParameterRow::as_returning())
        .get_result(conn)
        .await
}
