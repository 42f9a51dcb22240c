//! The dated parameters that claims ask for.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::domain::Day;
use crate::platform::db::schema::rule_parameters;
use crate::platform::http::{Code, Problem, Text};

/// From how many years of age a person is paid without a guardian.
const AGE_OF_MAJORITY: &str = "age_of_majority_years";
/// After how many years a work accident can no longer be claimed.
const WORK_ACCIDENT_CLAIM: &str = "work_accident_claim_years";
/// For how many hours an account that took the place of another is not paid to.
const PAYOUT_CHANGE_COOLING: &str = "payout_change_cooling_hours";

/// The age from which nobody needs a guardian; without a rule on that day no beneficiary can be judged.
pub(super) async fn age_of_majority(conn: &mut AsyncPgConnection, on: Day) -> Result<u32, Problem> {
    number(conn, AGE_OF_MAJORITY, on).await?.ok_or_else(|| {
        Problem::new(Code::RuleMissing).detail(Text::new(
            format!("Tidak ada usia dewasa yang berlaku pada {on}."),
            format!("No age of majority is in force on {on}."),
        ))
    })
}

/// After how many years a work accident lapses; `None` for days before the rule.
pub(super) async fn work_accident_claim_years(
    conn: &mut AsyncPgConnection,
    on: Day,
) -> Result<Option<u32>, Problem> {
    number(conn, WORK_ACCIDENT_CLAIM, on).await
}

/// How long after it was stated an account that took the place of another is not paid to; without a rule on that day nobody
/// can say.
pub(super) async fn payout_change_cooling(
    conn: &mut AsyncPgConnection,
    on: Day,
) -> Result<TimeDelta, Problem> {
    let hours = number(conn, PAYOUT_CHANGE_COOLING, on).await?.ok_or_else(|| {
        Problem::new(Code::RuleMissing).detail(Text::new(
            format!("Tidak ada masa tunggu penggantian rekening yang berlaku pada {on}."),
            format!("No cooling-off time of account changes is in force on {on}."),
        ))
    })?;
    TimeDelta::try_hours(i64::from(hours)).ok_or_else(|| Problem::internal("a cooling-off time without end"))
}

async fn number(conn: &mut AsyncPgConnection, key: &str, on: Day) -> Result<Option<u32>, Problem> {
    let value: Option<i64> = rule_parameters::table
        .filter(rule_parameters::key.eq(key))
        .filter(rule_parameters::status.eq("approved"))
        .filter(rule_parameters::superseded_at.is_null())
        .filter(rule_parameters::valid_from.le(on))
        .filter(rule_parameters::valid_until.is_null().or(rule_parameters::valid_until.ge(on)))
        .select(rule_parameters::value)
        .first(conn)
        .await
        .optional()?;
    value.map(u32::try_from).transpose().map_err(Problem::internal)
}
