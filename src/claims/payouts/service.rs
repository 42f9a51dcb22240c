//! Use cases of payouts. Each is a change of the claim, under its lock.

mod account;
mod decide;
mod holders;
mod void;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub(in crate::claims) use account::check_payable;
pub use account::{PayoutAccount, may_state, set_account};
pub use decide::{Verdict, decide_account, may_decide};
pub(in crate::claims) use holders::check_holders;
pub use void::{may_void, void_payment};

use super::model::PaymentRow;
use super::{queries, rules};
use crate::access::caller::Principal;
use crate::claims::cases::model::{ClaimFile, ClaimView};
use crate::claims::cases::rules::Step;
use crate::claims::cases::service as cases;
use crate::claims::heirs::model::Beneficiary;
use crate::domain::{Day, Rupiah, new_id};
use crate::platform::changes::Origin;
use crate::platform::http::{IfMatch, Issues, Problem, Text};

/// A transfer that the insurer made.
pub struct Transfer {
    pub beneficiary_id: Uuid,
    pub amount: Rupiah,
    pub paid_on: Day,
    pub reference: String,
}

/// What each beneficiary is due, in the order of entry; `None` until the insurer has approved.
pub fn due_amounts(file: &ClaimFile) -> Result<Option<Vec<Rupiah>>, Problem> {
    file.claim.approved_amount_idr.map(|approved| divide(file, Rupiah::new(approved))).transpose()
}

fn divide(file: &ClaimFile, approved: Rupiah) -> Result<Vec<Rupiah>, Problem> {
    let shares: Vec<i32> = file.beneficiaries.iter().map(|one| one.row.share_basis_points).collect();
    rules::due_amounts(approved, &shares)
        .ok_or_else(|| Problem::internal("the parts of an approved amount cannot be added up"))
}

/// Notes when an amount is so small that somebody would be due nothing.
pub fn check_divisible(issues: &mut Issues, file: &ClaimFile, approved: Rupiah) -> Result<(), Problem> {
    if divide(file, approved)?.contains(&Rupiah::ZERO) {
        issues.push(
            "/approved_amount_idr",
            "amount_indivisible",
            Text::fixed(
                "Jumlah ini terlalu kecil untuk dibagi menurut bagian penerima.",
                "This amount is too small to be divided by the beneficiaries' shares.",
            ),
        );
    }
    Ok(())
}

/// Records the transfer to a beneficiary. The last one makes the claim paid.
pub async fn record_payment(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (claim_id, read): (Uuid, &IfMatch),
    transfer: Transfer,
    today: Day,
) -> Result<ClaimView, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let unpaid = before.file.beneficiaries.iter().filter(|one| one.payment.is_none()).count();
    let step = if unpaid <= 1 { Step::PayLast } else { Step::Pay };
    cases::take(&mut after.file, step, caller)?;
    let (place, beneficiary) = payee(&before.file, transfer.beneficiary_id)?;
    if beneficiary.payment.is_some() {
        return Err(already_paid(&before.file, caller));
    }
    let account_mask = check_transfer(&before.file, (place, beneficiary), &transfer, origin, today)?;
    let payment = PaymentRow {
        id: new_id(origin.now),
        regency_id: before.file.claim.regency_id,
        claim_id,
        beneficiary_id: transfer.beneficiary_id,
        amount_idr: transfer.amount.amount(),
        paid_on: transfer.paid_on,
        transfer_reference: transfer.reference,
        account_mask,
        recorded_by: origin.actor.id(),
        created_at: origin.now,
        voided_by: None,
        voided_at: None,
        void_reason: None,
    };
    queries::insert_payment(conn, &payment).await?;
    if let Some(paid) = after.file.beneficiaries.get_mut(place) {
        paid.payment = Some(payment);
    }
    after.file = cases::save(conn, origin, &before.file, after.file, "payment_recorded", None).await?;
    Ok(after)
}

/// Whether a beneficiary who was not paid has an account that nothing waits to replace.
pub fn is_ready(beneficiary: &Beneficiary) -> bool {
    let row = &beneficiary.row;
    beneficiary.payment.is_none() && row.account_hash.is_some() && row.pending_at.is_none()
}

fn payee(file: &ClaimFile, id: Uuid) -> Result<(usize, &Beneficiary), Problem> {
    let found = file.beneficiaries.iter().enumerate().find(|(_, one)| one.row.id == id);
    found.ok_or_else(|| {
        let mut issues = Issues::new();
        issues.push(
            "/beneficiary_id",
            "not_a_beneficiary",
            Text::fixed("Bukan penerima klaim ini.", "Not a beneficiary of this claim."),
        );
        issues.into_problem()
    })
}

/// Everything that is wrong with a transfer; the mask of the account it went to.
fn check_transfer(
    file: &ClaimFile,
    (place, beneficiary): (usize, &Beneficiary),
    transfer: &Transfer,
    origin: &Origin,
    today: Day,
) -> Result<String, Problem> {
    let mut issues = Issues::new();
    let due = due_amounts(file)?.and_then(|due| due.get(place).copied());
    if due != Some(transfer.amount) {
        let due = due.unwrap_or(Rupiah::ZERO);
        issues.push(
            "/amount_idr",
            "amount_not_due",
            Text::new(
                format!("Penerima ini berhak atas tepat {}.", due.indonesian()),
                format!("This beneficiary is due exactly {}.", due.english()),
            ),
        );
    }
    if transfer.paid_on > today || file.claim.decided_on.is_some_and(|decided| transfer.paid_on < decided) {
        issues.push(
            "/paid_on",
            "payment_day",
            Text::fixed(
                "Tanggal bayar tidak mendahului keputusan dan tidak di masa depan.",
                "The day of payment lies neither before the decision nor in the future.",
            ),
        );
    }
    // One that was recorded of that day before went to the account of then.
    let then = beneficiary.voided_payments.iter().find(|voided| voided.paid_on == transfer.paid_on);
    check_payable(&mut issues, &beneficiary.row, (then.map_or(transfer.paid_on, |_| today), origin.now));
    let Some(mask) = &beneficiary.row.account_mask else {
        issues.push(
            "/beneficiary_id",
            "payout_account_missing",
            Text::fixed("Penerima ini belum memiliki rekening.", "This beneficiary has no account yet."),
        );
        return Err(issues.into_problem());
    };
    issues.finish()?;
    Ok(then.map_or(mask, |voided| &voided.account_mask).clone())
}

fn already_paid(file: &ClaimFile, caller: &Principal) -> Problem {
    cases::refuse(file, caller)
        .detail(Text::fixed("Penerima ini sudah dibayar.", "This beneficiary has been paid already."))
}
