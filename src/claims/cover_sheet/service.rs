//! Putting a cover sheet together.

use diesel_async::AsyncPgConnection;

use super::dto::{CoverSheetEstimate, CoverSheetLateFee, EstimateLine, EstimateNotDue};
use super::queries;
use crate::access::caller::RegionScope;
use crate::claims::cases::model::ClaimView;
use crate::claims::clocks::dto::ClaimClock;
use crate::claims::clocks::service::benefit_kind;
use crate::claims::heirs::rules::is_without_heirs;
use crate::claims::scholarships::estimate::estimate as of_children;
use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitItem};
use crate::cover::rules::benefits::rules::{Ask, Line, QuoteError, quote};
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
    let died_on = claim.died_on.unwrap_or(claim.event_on);
    let known = known_on(conn, kind, claim.event_on).await?;
    let member = member(conn, scope, claim.worker_id, died_on).await?;
    let wage_base = queries::wage_base(conn, (claim.worker_id, claim.regency_id), claim.event_on).await?;
    let wage_base = match wage_base {
        Some(amount) => Some(amount),
        None => values_on(conn, claim.event_on).await?.get(ParameterKey::WageBaseMinimumIdr),
    };
    let Some(wage_base) = wage_base else { return Ok(None) };
    let ask = Ask {
        consecutive_months: member.consecutive_months,
        total_months: member.total_months,
        waiting_months: known.waiting_months(),
        without_heirs: is_without_heirs(view.file.beneficiaries.iter().map(|one| one.row.relation.0)),
        days_late: clock.days_late,
        ..Ask::new(kind, BenefitCircumstance::Death, Rupiah::new(wage_base))
    };
    let quote = match quote(&known.rules, &ask) {
        Ok(quote) => quote,
        Err(QuoteError::NoRule) => return Ok(None),
        Err(error @ QuoteError::TooLarge) => return Err(Problem::internal(error)),
    };
    let is_fee = |line: &&Line<'_>| line.rule.item == BenefitItem::LateFee;
    let benefits = quote.lines.iter().filter(|line| !is_fee(line));
    let total = Rupiah::checked_sum(benefits.clone().map(|line| line.amount));
    let total = total.ok_or_else(|| Problem::internal(QuoteError::TooLarge))?.amount();
    let children: Vec<_> = view.file.children.iter().map(|child| &child.row).collect();
    let scholarships = of_children(&known.rules, &ask, &children, died_on).map_err(Problem::internal)?;
    let granted_fee = clock.late_fee_granted_idr.unwrap_or_default();
    let decided_benefit = claim.approved_amount_idr.and_then(|decided| decided.checked_sub(granted_fee));
    Ok(Some(CoverSheetEstimate {
        standing: member.standing.state.as_str(),
        consecutive_paid_months: member.consecutive_months,
        wage_base_idr: wage_base,
        lines: benefits.map(line).collect(),
        not_due: quote
            .not_due
            .iter()
            .map(|one| EstimateNotDue { item: one.item.as_str(), reason: one.reason.as_str() })
            .collect(),
        total_idr: total,
        late_fee: late_fee(quote.lines.iter().find(is_fee), clock),
        scholarships,
        decided_idr: claim.approved_amount_idr,
        decided_benefit_idr: decided_benefit,
        difference_idr: decided_benefit.and_then(|decided| decided.checked_sub(total)),
    }))
}

fn line(line: &Line<'_>) -> EstimateLine {
    EstimateLine {
        item: line.rule.item.as_str(),
        amount_idr: line.amount.amount(),
        arithmetic: line.arithmetic.clone(),
        legal_reference: line.rule.legal_reference.clone(),
    }
}

/// What the insurer owes for paying late: of the estimate until an amount is approved, and then of each part of that by its own
/// days. It is no benefit, so that neither the estimate nor what it is held against contains it.
fn late_fee(estimated: Option<&Line<'_>>, clock: &ClaimClock) -> Option<CoverSheetLateFee> {
    let granted = clock.late_fee_granted_idr.unwrap_or_default();
    if estimated.is_none() && granted == 0 {
        return None;
    }
    let (amount_idr, arithmetic) = match clock.late_fee_idr {
        Some(fee) => (fee, clock.late_fee_arithmetic.clone()),
        None => {
            (estimated.map_or(0, |line| line.amount.amount()), estimated.map(|line| line.arithmetic.clone()))
        }
    };
    Some(CoverSheetLateFee {
        amount_idr,
        arithmetic,
        legal_reference: estimated.map(|line| line.rule.legal_reference.clone()),
        granted_idr: clock.late_fee_granted_idr,
        open_idr: clock.late_fee_open_idr.unwrap_or(amount_idr),
    })
}
