//! The clock of a claim, from dated rules and the calendar of holidays.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use super::dto::ClaimClock;
use super::rules;
use crate::claims::cases::codes::{ClaimKind, ClaimStatus};
use crate::claims::cases::model::ClaimFile;
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::cover::rules::benefits::rules::Measure;
use crate::cover::rules::holidays::queries::days_off;
use crate::cover::rules::parameters::queries::values_on;
use crate::cover::rules::parameters::{ParameterKey, Parameters};
use crate::cover::rules::quotes::benefit::service::known_on;
use crate::domain::{Day, Rupiah, wib_today};
use crate::platform::http::Problem;

/// How the clocks of a claim stand on a day.
pub async fn of(conn: &mut AsyncPgConnection, file: &ClaimFile, today: Day) -> Result<ClaimClock, Problem> {
    let claim = &file.claim;
    let complete_on = claim.documents_complete_at.map(wib_today);
    let parameters = values_on(conn, complete_on.unwrap_or(today)).await?;
    let working_days = working_days(claim.kind.0, &parameters)?;
    let mut told = ClaimClock { documents_complete_on: complete_on, working_days, ..ClaimClock::default() };
    if let Some((start, limit)) = complete_on.zip(working_days) {
        let until = ended_on(file, today);
        let holidays = days_off(conn, start).await?;
        let clock = rules::clock(start, limit, until, &holidays);
        let clock = clock.ok_or_else(|| Problem::internal("a time limit beyond the calendar"))?;
        told.due_on = Some(clock.due_on);
        told.working_days_passed = Some(clock.days_passed);
        told.days_late = if is_owed(claim.status.0) { clock.days_late } else { 0 };
    }
    if let Some(kind) = benefit_kind(claim.kind.0) {
        let known = known_on(conn, kind, claim.event_on).await?;
        told.late_fee_basis_points_per_day = known.rules.iter().find_map(|rule| match rule.measure {
            Measure::DelayDay { basis_points } => Some(basis_points),
            _ => None,
        });
    }
    owe(&mut told, file, today);
    if claim.kind.0 == ClaimKind::WorkAccident {
        accident(&mut told, file, &values_on(conn, claim.event_on).await?, today)?;
    }
    Ok(told)
}

/// What the insurer owes for being late with the benefit that it approved, and what it has granted of that.
fn owe(told: &mut ClaimClock, file: &ClaimFile, today: Day) {
    let claim = &file.claim;
    let approved = claim.approved_amount_idr.map(Rupiah::new).zip(claim.approved_lines.late_fee());
    let Some((approved, granted)) = approved else { return };
    told.late_fee_granted_idr = Some(granted.amount());
    let Some(points) = told.late_fee_basis_points_per_day else { return };
    let parts = match told.due_on.filter(|_| told.days_late > 0) {
        Some(due_on) => rules::late_parts((approved, granted), &transfers(file), due_on, today),
        None => Some(BTreeMap::new()),
    };
    if let Some(fee) = parts.and_then(|parts| rules::late_fee(&parts, points)) {
        told.late_fee_open_idr = rules::still_owed(fee.amount, granted).map(Rupiah::amount);
        told.late_fee_idr = Some(fee.amount.amount());
        told.late_fee_arithmetic = fee.arithmetic;
    }
}

/// The report within hours, and the years after which nothing can be claimed.
fn accident(
    told: &mut ClaimClock,
    file: &ClaimFile,
    parameters: &Parameters,
    today: Day,
) -> Result<(), Problem> {
    let claim = &file.claim;
    if let Some(hours) = parameters.get(ParameterKey::WorkAccidentReportHours) {
        told.is_reported_late = Some(rules::is_reported_late(claim.event_on, claim.reported_on, hours));
    }
    if let Some(years) = parameters.get(ParameterKey::WorkAccidentClaimYears) {
        let years = u32::try_from(years).map_err(Problem::internal)?;
        told.lapses_on = rules::lapses_on(claim.event_on, years);
        told.days_to_lapse = told.lapses_on.map(|lapses_on| (lapses_on - today).num_days());
    }
    Ok(())
}

fn working_days(kind: ClaimKind, parameters: &Parameters) -> Result<Option<u32>, Problem> {
    let key = match kind {
        ClaimKind::Death => ParameterKey::DeathClaimServiceWorkingDays,
        ClaimKind::WorkAccident => ParameterKey::WorkAccidentClaimServiceWorkingDays,
        ClaimKind::OldAge => return Ok(None),
    };
    parameters.get(key).map(u32::try_from).transpose().map_err(Problem::internal)
}

/// What the benefits of a claim are called in the rules; old-age savings are not among them.
pub fn benefit_kind(kind: ClaimKind) -> Option<BenefitKind> {
    match kind {
        ClaimKind::Death => Some(BenefitKind::Death),
        ClaimKind::WorkAccident => Some(BenefitKind::WorkAccident),
        ClaimKind::OldAge => None,
    }
}

/// The clock of a paid claim stands still on the day of the last transfer.
fn ended_on(file: &ClaimFile, today: Day) -> Day {
    let payments = file.beneficiaries.iter().map(|one| one.payment.as_ref().map(|payment| payment.paid_on));
    let last = payments.collect::<Option<Vec<Day>>>().and_then(|days| days.into_iter().max());
    last.unwrap_or(today)
}

/// What was paid and when, without what was taken back.
fn transfers(file: &ClaimFile) -> Vec<(Rupiah, Day)> {
    let payments = file.beneficiaries.iter().filter_map(|one| one.payment.as_ref());
    let living = payments.filter(|payment| !payment.is_void());
    living.map(|payment| (Rupiah::new(payment.amount_idr), payment.paid_on)).collect()
}

/// Whether the insurer is late with what it has and has not refused.
fn is_owed(status: ClaimStatus) -> bool {
    matches!(status, ClaimStatus::SentToInsurer | ClaimStatus::Approved | ClaimStatus::Paid)
}
