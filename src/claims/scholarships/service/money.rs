//! What the insurer decided about a year, and its transfer.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::years::{Done, check, write};
use super::{find_scholarship, terms};
use crate::access::caller::Principal;
use crate::claims::cases::model::ClaimFile;
use crate::claims::cases::service as cases;
use crate::claims::payouts::queries::take_reference;
use crate::claims::payouts::service::check_payable;
use crate::claims::scholarships::codes::{ScholarshipAction, ScholarshipStatus};
use crate::claims::scholarships::model::{Child, ScholarshipRow};
use crate::domain::{Day, Rupiah, wib_today};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{IfMatch, Issues, Problem, Text};

/// What the insurer decided about a year.
pub enum Decision {
    /// It pays: this, or what the rule gives.
    Approved(Option<Rupiah>),
    /// It refuses, and why.
    Rejected(String),
}

/// The insurer's transfer.
pub struct Transfer {
    pub beneficiary_id: Uuid,
    pub amount: Rupiah,
    pub paid_on: Day,
    pub reference: String,
}

/// Records what the insurer decided about a year on a day. It pays no more than the rule gives, nor, with all years of all
/// children, than it granted for scholarships with the claim.
pub async fn decide(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    (decision, decided_on, reference): (Decision, Day, Option<String>),
) -> Result<Done, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let (child, row) = find_scholarship(&before.file, id)?;
    check(&before.file, (child, row), ScholarshipAction::RecordDecision, caller)?;
    let terms = terms(conn, &before.file, today).await?;
    let begins_on = row.year().begins_on(terms.start_month);
    // With the second person's word the year is with the insurer.
    let sent_on = row.verified_at.map(wib_today);
    let mut issues = Issues::new();
    if decided_on > today || [begins_on, sent_on].into_iter().flatten().any(|day| decided_on < day) {
        issues.push(
            "/decided_on",
            "decision_day",
            Text::fixed(
                "Tanggal keputusan tidak mendahului tahun ajaran atau verifikasinya, dan tidak di masa depan.",
                "The day of the decision lies neither before the school year or its verification, nor in the future.",
            ),
        );
    }
    let mut row = row.clone();
    let (action, reason) = match decision {
        Decision::Approved(amount) => {
            let amount = amount.map_or(row.amount_idr, Rupiah::amount);
            if amount > row.amount_idr {
                let most = Rupiah::new(row.amount_idr);
                issues.push(
                    "/approved_amount_idr",
                    "more_than_the_rule",
                    Text::new(
                        format!("Aturan memberi paling banyak {}.", most.indonesian()),
                        format!("The rule gives {} at most.", most.english()),
                    ),
                );
            }
            if let Some(left) = left(&before.file, Some(id))?.filter(|left| amount > left.amount()) {
                issues.push(
                    "/approved_amount_idr",
                    "more_than_granted",
                    Text::new(
                        format!("Dari yang disetujui untuk beasiswa masih tersisa {}.", left.indonesian()),
                        format!("Of what was granted for scholarships {} is left.", left.english()),
                    ),
                );
            }
            row.status = AsText(ScholarshipStatus::Approved);
            row.approved_amount_idr = Some(amount);
            ("scholarship_approved", None)
        }
        Decision::Rejected(reason) => {
            row.status = AsText(ScholarshipStatus::Rejected);
            row.status_reason = Some(reason.clone());
            ("scholarship_rejected", Some(reason))
        }
    };
    issues.finish()?;
    row.decided_on = Some(decided_on);
    row.decided_by = origin.actor.id();
    row.insurer_reference = reference;
    write(conn, origin, (before.clone(), before, terms), row, (action, reason)).await
}

/// Whether anything is left of what the insurer granted for scholarships with the claim, or it set no sum. A year for which less is
/// left than the rule gives is approved with that.
pub(super) fn has_left(file: &ClaimFile) -> Result<bool, Problem> {
    Ok(left(file, None)?.is_none_or(|left| left > Rupiah::ZERO))
}

/// What is left, beside one year, of what the insurer granted for scholarships with the claim; none where it set no sum.
fn left(file: &ClaimFile, id: Option<Uuid>) -> Result<Option<Rupiah>, Problem> {
    let Some(granted) = file.claim.approved_lines.scholarships() else { return Ok(None) };
    let others = file.children.iter().flat_map(|child| &child.scholarships).filter(|one| Some(one.id) != id);
    let decided = Rupiah::checked_sum(others.filter_map(|one| one.approved_amount_idr).map(Rupiah::new));
    let left = decided.and_then(|decided| granted.checked_sub(decided));
    left.map(Some).ok_or_else(|| Problem::internal("the scholarships of a claim cannot be added up"))
}

/// Records the transfer of a year: once, to whom the second person saw, with exactly what was approved.
pub async fn pay(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    transfer: Transfer,
) -> Result<Done, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let (child, row) = find_scholarship(&before.file, id)?;
    check(&before.file, (child, row), ScholarshipAction::RecordPayment, caller)?;
    let account_mask = account(&before.file, (child, row), &transfer, origin, today)?;
    let terms = terms(conn, &before.file, today).await?;
    take_reference(conn, (row.id, row.regency_id), &transfer.reference).await?;
    let row = ScholarshipRow {
        status: AsText(ScholarshipStatus::Paid),
        paid_on: Some(transfer.paid_on),
        transfer_reference: Some(transfer.reference),
        payee_id: Some(transfer.beneficiary_id),
        account_mask: Some(account_mask),
        paid_by: origin.actor.id(),
        paid_at: Some(origin.now),
        ..row.clone()
    };
    write(conn, origin, (before.clone(), before, terms), row, ("scholarship_paid", None)).await
}

/// Everything that is wrong with a transfer; the mask of the account it went to.
fn account(
    file: &ClaimFile,
    (child, row): (&Child, &ScholarshipRow),
    transfer: &Transfer,
    origin: &Origin,
    today: Day,
) -> Result<String, Problem> {
    let mut issues = Issues::new();
    if row.approved_amount_idr != Some(transfer.amount.amount()) {
        let due = Rupiah::new(row.approved_amount_idr.unwrap_or_default());
        issues.push(
            "/amount_idr",
            "amount_not_due",
            Text::new(
                format!("Beasiswa ini tepat {}.", due.indonesian()),
                format!("This scholarship is exactly {}.", due.english()),
            ),
        );
    }
    if transfer.paid_on > today || row.decided_on.is_some_and(|decided| transfer.paid_on < decided) {
        issues.push(
            "/paid_on",
            "payment_day",
            Text::fixed(
                "Tanggal bayar tidak mendahului keputusan dan tidak di masa depan.",
                "The day of payment lies neither before the decision nor in the future.",
            ),
        );
    }
    let payee = file.beneficiaries.iter().find(|one| one.row.id == transfer.beneficiary_id);
    let payee = payee.filter(|one| child.row.payee_id == Some(one.row.id));
    // One that was recorded of that day before went to the account of then.
    let mut voided = child.voided_payments.iter().filter(|voided| voided.scholarship_id == row.id);
    let then = voided.find(|one| one.paid_on == transfer.paid_on && one.payee_id == transfer.beneficiary_id);
    let paid_on = then.map_or(transfer.paid_on, |_| today);
    let mask = payee.and_then(|one| one.row.account_mask.clone());
    match payee {
        Some(one) => check_payable(&mut issues, &one.row, (paid_on, origin.now)),
        None => issues.push(
            "/beneficiary_id",
            "not_the_payee",
            Text::fixed(
                "Beasiswa anak ini dibayar kepada penerima lain.",
                "This child's scholarship goes to somebody else.",
            ),
        ),
    }
    if payee.is_some() && mask.is_none() {
        issues.push(
            "/beneficiary_id",
            "payout_account_missing",
            Text::fixed("Penerima ini belum memiliki rekening.", "This beneficiary has no account yet."),
        );
    }
    issues.finish()?;
    let mask = then.map(|voided| voided.account_mask.clone()).or(mask);
    mask.ok_or_else(|| Problem::internal("a payable account without a mask"))
}
