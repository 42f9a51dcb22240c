//! The dated parameters that claims ask for.

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;

use crate::cover::rules::parameters::{self, ParameterKey};
use crate::domain::{Day, wib_today};
use crate::platform::http::{Code, Problem, Text};

/// The age from which nobody needs a guardian; without a rule on that day no beneficiary can be judged.
pub(super) async fn age_of_majority(conn: &mut AsyncPgConnection, on: Day) -> Result<u32, Problem> {
    number(conn, ParameterKey::AgeOfMajorityYears, on).await?.ok_or_else(|| {
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
    number(conn, ParameterKey::WorkAccidentClaimYears, on).await
}

/// From when an account that was stated then is paid to, where it has to cool off; without a rule on that day nobody can say.
pub(super) async fn payout_cooled_off(
    conn: &mut AsyncPgConnection,
    stated_at: DateTime<Utc>,
) -> Result<DateTime<Utc>, Problem> {
    let on = wib_today(stated_at);
    let hours = number(conn, ParameterKey::PayoutChangeCoolingHours, on).await?.ok_or_else(|| {
        Problem::new(Code::RuleMissing).detail(Text::new(
            format!("Tidak ada masa tunggu penggantian rekening yang berlaku pada {on}."),
            format!("No cooling-off time of account changes is in force on {on}."),
        ))
    })?;
    let cooling = TimeDelta::try_hours(i64::from(hours));
    Ok(stated_at + cooling.ok_or_else(|| Problem::internal("a cooling-off time without end"))?)
}

/// The month with which school years begin; without a rule on that day no year can be told.
pub(super) async fn school_year_start_month(conn: &mut AsyncPgConnection, on: Day) -> Result<u32, Problem> {
    number(conn, ParameterKey::SchoolYearStartMonth, on).await?.ok_or_else(|| {
        Problem::new(Code::RuleMissing).detail(Text::new(
            format!("Tidak ada awal tahun ajaran yang berlaku pada {on}."),
            format!("No begin of school years is in force on {on}."),
        ))
    })
}

/// How many days after the death of the worker a child of theirs can be born: by article 255 of the Civil Code a child that is born
/// 300 days after a marriage ended is not of it. `None` for days before the rule.
pub(super) async fn posthumous_birth_days(
    conn: &mut AsyncPgConnection,
    on: Day,
) -> Result<Option<u32>, Problem> {
    number(conn, ParameterKey::PosthumousBirthDays, on).await
}

async fn number(conn: &mut AsyncPgConnection, key: ParameterKey, on: Day) -> Result<Option<u32>, Problem> {
    let row = parameters::queries::row_on(conn, key, on).await?;
    row.map(|row| u32::try_from(row.value)).transpose().map_err(Problem::internal)
}
