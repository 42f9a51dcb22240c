//! Gaps with what is at stake.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use diesel_async::AsyncPgConnection;

use super::queries::{Gap, GapFilter, Limits};
use super::rules::{self, Stake};
use crate::cover::rules::benefits;
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::quotes;
use crate::domain::{Day, Month};
use crate::platform::http::{Code, Problem, Text};

/// The dated numbers of today. 409 `rule_missing` where none say when a membership is cut off.
pub async fn limits(conn: &mut AsyncPgConnection, today: Day) -> Result<Limits, Problem> {
    let values = parameters::queries::values_on(conn, today).await?;
    let number = |key| values.get(key).map(i32::try_from).transpose().map_err(Problem::internal);
    let alert_after = number(ParameterKey::LapseAlertAfterUnpaidMonths)?.ok_or_else(missing)?;
    let waiting = number(ParameterKey::WaitingMonthsFullDeathBenefit)?.unwrap_or(0);
    Ok(Limits { alert_after, waiting, today })
}

/// What heirs get and lose in each month of these gaps, by the benefits of that month. The waiting months are those of today,
/// by which the gaps were found.
pub async fn stakes(
    conn: &mut AsyncPgConnection,
    filter: &GapFilter,
    limits: Limits,
    gaps: &[Gap],
) -> Result<BTreeMap<Month, Stake>, Problem> {
    let (from, until) = (filter.months.from().first_day(), filter.months.until().first_day());
    let rows = benefits::queries::rows_between(conn, BenefitKind::Death, from, until).await?;
    let mut stakes = BTreeMap::new();
    for gap in gaps {
        if let Entry::Vacant(place) = stakes.entry(gap.dropped_in.0) {
            let in_force = quotes::benefit::service::rules_on(&rows, place.key().first_day())?;
            let stake = rules::stake(&in_force, i64::from(limits.waiting));
            place.insert(stake.map_err(quotes::benefit::service::problem)?);
        }
    }
    Ok(stakes)
}

fn missing() -> Problem {
    Problem::new(Code::RuleMissing).detail(Text::fixed(
        "Tidak ada aturan yang menyebut kapan kepesertaan terputus.",
        "No rule says when a membership is cut off.",
    ))
}
