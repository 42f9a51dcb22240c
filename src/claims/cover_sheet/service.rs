//! Putting a cover sheet together.

use diesel_async::AsyncPgConnection;

use super::dto::{CoverSheetEstimate, EstimateLine};
use super::queries;
use crate::access::caller::RegionScope;
use crate::claims::cases::model::ClaimView;
use crate::claims::clocks::dto::ClaimClock;
use crate::claims::clocks::service::benefit_kind;
use crate::cover::rules::benefits::codes::BenefitCircumstance;
use crate::cover::rules::benefits::rules::{Ask, quote};
use crate::cover::rules::parameters::ParameterKey;
use crate::cover::rules::parameters::queries::values_on;
use crate::cover::rules::quotes::benefit::service::{known_on, member};
use crate::domain::Rupiah;
use crate::platform::http::Problem;

/// What the dated rules of the day of the event come to, beside what the insurer decided. None for old-age savings and for
/// accidents that the worker survived, whose amounts follow from the doctor's and the insurer's papers, and for events
/// that no rule is in force for.
pub async fn estimate(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    view: &ClaimView,
    clock: &ClaimClock,
) -> Result<Option<CoverSheetEstimate>, Problem> {
    let claim = &view.file.claim;
    let kind = benefit_kind(claim.kind.0).filter(|_| claim.facts().is_fatal());
    let Some(kind) = kind else { return Ok(None) };
    let known = known_on(conn, kind, claim.event_on).await?;
    let member = member(conn, scope, claim.worker_id, claim.died_on.unwrap_or(claim.event_on)).await?;
    let wage_base = queries::wage_base(conn, (claim.worker_id, claim.regency_id), claim.event_on).await?;
    let wage_base = match wage_base {
        Some(amount) => amount,
        None => {
            let parameters = values_on(conn, claim.event_on).await?;
            parameters.get(ParameterKey::WageBaseMinimumIdr).unwrap_or_default()
        }
    };
    let ask = Ask {
        kind,
        circumstance: BenefitCircumstance::Death,
        wage_base: Rupiah::new(wage_base),
        consecutive_months: member.consecutive_months,
        total_months: member.total_months,
        waiting_months: known.waiting_months(),
        paid_before: false,
        disabilities: Vec::new(),
        months_of_inability: 0,
        costs: Vec::new(),
        children: Vec::new(),
        days_late: clock.days_late,
    };
    let Ok(quote) = quote(&known.rules, &ask) else { return Ok(None) };
    let lines = quote.lines.iter().map(|line| EstimateLine {
        item: line.rule.item.as_str(),
        amount_idr: line.amount.amount(),
        arithmetic: line.arithmetic.clone(),
        legal_reference: line.rule.legal_reference.clone(),
    });
    let total = quote.total.amount();
    Ok(Some(CoverSheetEstimate {
        standing: member.standing.state.as_str(),
        consecutive_paid_months: member.consecutive_months,
        wage_base_idr: wage_base,
        lines: lines.collect(),
        total_idr: total,
        decided_idr: claim.approved_amount_idr,
        difference_idr: claim.approved_amount_idr.and_then(|decided| decided.checked_sub(total)),
    }))
}
