//! What the national rules say. The rows are kept by the cover wing; any room may read them.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::Day;
use crate::platform::db::schema::rule_parameters;

/// How many jobs of one person can be registered, by the rule in force on a day; none if there is no rule.
pub async fn jobs_maximum(mut conn: &AsyncPgConnection, day: Day) -> QueryResult<Option<i64>> {
    rule_parameters::table
        .filter(rule_parameters::key.eq("jobs_maximum"))
        .filter(rule_parameters::status.eq("approved"))
        .filter(rule_parameters::superseded_at.is_null())
        .filter(rule_parameters::valid_from.le(day))
        .filter(rule_parameters::valid_until.is_null().or(rule_parameters::valid_until.ge(day)))
        .select(rule_parameters::value)
        .first(&mut conn)
        .await
        .optional()
}
