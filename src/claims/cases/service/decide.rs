//! What the insurer decided, and what the family says to it.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{lock_as_read, save, take};
use crate::access::caller::Principal;
use crate::claims::cases::codes::{Benefit, DecisionOutcome};
use crate::claims::cases::model::{ApprovedLine, ApprovedLines, ClaimRow, ClaimView};
use crate::claims::cases::rules::Step;
use crate::claims::payouts;
use crate::domain::{Day, Rupiah, wib_today};
use crate::platform::changes::Origin;
use crate::platform::http::{IfMatch, Issues, Problem, Text};

/// The insurer's decision.
pub enum Decision {
    /// It pays this amount at once, made of these lines where it said so; those of scholarships stand beside it.
    Approved { amount: Rupiah, lines: Vec<ApprovedLine> },
    /// It refuses.
    Rejected { reason: String },
}

impl Decision {
    fn outcome(&self) -> DecisionOutcome {
        match self {
            Self::Approved { .. } => DecisionOutcome::Approved,
            Self::Rejected { .. } => DecisionOutcome::Rejected,
        }
    }
}

/// Records what the insurer decided on a day.
pub async fn decide(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    (decision, decided_on, insurer_reference): (Decision, Day, Option<String>),
    today: Day,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    let outcome = decision.outcome();
    take(&mut after.file, Step::Decide(outcome), caller)?;
    let mut issues = Issues::new();
    check_day(&mut issues, &before.file.claim, decided_on, today);
    if let Decision::Approved { amount, lines } = &decision {
        check_lines(&mut issues, before.file.claim.facts().is_fatal(), lines);
        payouts::service::check_divisible(&mut issues, &before.file, *amount)?;
    }
    issues.finish()?;
    let claim = &mut after.file.claim;
    claim.decided_on = Some(decided_on);
    claim.decided_by = origin.actor.id();
    claim.insurer_reference = insurer_reference.or(claim.insurer_reference.take());
    let (amount, lines, rejection) = match decision {
        Decision::Approved { amount, lines } => (Some(amount.amount()), lines, None),
        Decision::Rejected { reason } => (None, Vec::new(), Some(reason)),
    };
    claim.approved_amount_idr = amount;
    claim.approved_lines = ApprovedLines(lines);
    claim.rejection_reason = rejection.clone();
    claim.status_reason = rejection.clone();
    after.file = save(conn, origin, &before.file, after.file, outcome.as_str(), rejection).await?;
    Ok(after)
}

/// Nobody who lives leaves a death benefit, and a fee for lateness stands beside what is late.
fn check_lines(issues: &mut Issues, is_fatal: bool, lines: &[ApprovedLine]) {
    let of_the_dead = |line: &ApprovedLine| matches!(line.benefit, Benefit::Death | Benefit::Funeral);
    for (place, _) in lines.iter().enumerate().filter(|(_, line)| !is_fatal && of_the_dead(line)) {
        issues.push(
            format!("/approved_lines/{place}/benefit"),
            "worker_lives",
            Text::fixed(
                "Klaim ini bukan untuk peserta yang meninggal.",
                "This claim is not for somebody who died.",
            ),
        );
    }
    if !lines.is_empty() && lines.iter().all(|line| line.benefit == Benefit::LateFee) {
        issues.push(
            "/approved_lines",
            "late_fee_alone",
            Text::fixed(
                "Denda keterlambatan berdiri di samping manfaat yang terlambat.",
                "A fee for lateness stands beside the benefit that is late.",
            ),
        );
    }
}

/// Disputes a refusal; the refusal stays on record until the insurer decides again.
pub async fn appeal(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    reason: String,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    take(&mut after.file, Step::Appeal, caller)?;
    after.file.claim.status_reason = Some(reason.clone());
    after.file = save(conn, origin, &before.file, after.file, "appealed", Some(reason)).await?;
    Ok(after)
}

/// Nobody decides on a claim before receiving it, nor on an appeal before the refusal, nor tomorrow.
fn check_day(issues: &mut Issues, claim: &ClaimRow, decided_on: Day, today: Day) {
    let sent_on = claim.sent_to_insurer_at.map(wib_today);
    let refused_on = claim.decided_on;
    if decided_on > today || [sent_on, refused_on].into_iter().flatten().any(|day| decided_on < day) {
        issues.push(
            "/decided_on",
            "decision_day",
            Text::fixed(
                "Tanggal keputusan tidak mendahului pengiriman ke BPJS atau penolakan sebelumnya, dan tidak di masa depan.",
                "The day of the decision lies neither before the claim was sent or refused, nor in the future.",
            ),
        );
    }
}
