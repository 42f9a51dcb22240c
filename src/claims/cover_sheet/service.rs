//! Putting a cover sheet together.

use diesel_async::AsyncPgConnection;

use super::dto::{CoverSheetEstimate, EstimateLine};
use super::queries;
use crate::access::caller::RegionScope;
use crate::claims::cases::model::ClaimView;
use crate::claims::clocks::dto::ClaimClock;
use crate::claims::clocks::service::benefit_kind;
use crate::claims::scholarships::estimate::estimate as of_children;
use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitItem};
use crate::cover::rules::benefits::rules::{Ask, QuoteError, quote};
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
        Some(amount) => Some(amount),
        None => values_on(conn, claim.event_on).await?.get(ParameterKey::WageBaseMinimumIdr),
    };
    let Some(wage_base) = wage_base else { return Ok(None) };
    let ask = Ask {
        consecutive_months: member.consecutive_months,
        total_months: member.total_months,
        waiting_months: known.waiting_months(),
        days_late: clock.days_late,
        ..Ask::new(kind, BenefitCircumstance::Death, Rupiah::new(wage_base))
    };
    let quote = match quote(&known.rules, &ask) {
        Ok(quote) => quote,
        Err(QuoteError::NoRule) => return Ok(None),
        Err(error @ QuoteError::TooLarge) => return Err(Problem::internal(error)),
    };
    let lines: Vec<EstimateLine> = quote
        .lines
        .iter()
        .map(|line| {
            // Once an amount is approved, the insurer is late with each part of that by its own days.
            let late = clock.late_fee_idr.zip(clock.late_fee_arithmetic.clone());
            let late = late.filter(|_| line.rule.item == BenefitItem::LateFee);
            let (amount_idr, arithmetic) = late.unwrap_or((line.amount.amount(), line.arithmetic.clone()));
            EstimateLine {
                item: line.rule.item.as_str(),
                amount_idr,
                arithmetic,
                legal_reference: line.rule.legal_reference.clone(),
            }
        })
        .collect();
    let total = Rupiah::checked_sum(lines.iter().map(|line| Rupiah::new(line.amount_idr)));
    let total = total.ok_or_else(|| Problem::internal(QuoteError::TooLarge))?.amount();
    let children: Vec<_> = view.file.children.iter().map(|child| &child.row).collect();
    let scholarships =
        of_children(&known.rules, &ask, &children, claim.event_on).map_err(Problem::internal)?;
    Ok(Some(CoverSheetEstimate {
        standing: member.standing.state.as_str(),
        consecutive_paid_months: member.consecutive_months,
        wage_base_idr: wage_base,
        lines,
        total_idr: total,
        scholarships,
        decided_idr: claim.approved_amount_idr,
        difference_idr: claim.approved_amount_idr.and_then(|decided| decided.checked_sub(total)),
    }))
}
