//! What a second person says to an account in the place of another.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::account::{clear_pending, take};
use super::holders::{HOLDER_DIFFERS, is_pending_unexplained};
use crate::access::caller::{AccountKind, Principal};
use crate::claims::cases::codes::{ClaimAction, ClaimStatus};
use crate::claims::cases::model::{ClaimFile, ClaimView};
use crate::claims::cases::rules::Step;
use crate::claims::cases::service as cases;
use crate::claims::heirs::model::{Beneficiary, BeneficiaryRow};
use crate::claims::heirs::service as heirs;
use crate::claims::parameters;
use crate::claims::scholarships::service::is_payee;
use crate::platform::changes::Origin;
use crate::platform::http::problem::FieldError;
use crate::platform::http::{Code, IfMatch, Problem, Text};

/// What a second person finds of an account in the place of another.
pub enum Verdict {
    /// It takes its place.
    Approve(Option<String>),
    /// It does not, and why.
    Reject(String),
}

/// Decides upon an account that shall take the place of another: somebody else than whoever stated it. It is not paid to
/// before the cooling-off time is over, which runs from when it was stated. The beneficiary or the guardian may be called otherwise
/// since then: 422 where its holder is somebody else without a word why.
pub async fn decide_account(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (claim_id, id, read): (Uuid, Uuid, &IfMatch),
    verdict: Verdict,
) -> Result<ClaimView, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let mut row = heirs::find(&before.file, id)?.row.clone();
    let step = match verdict {
        Verdict::Approve(_) => Step::ApprovePayoutAccount,
        Verdict::Reject(_) => Step::RejectPayoutAccount,
    };
    take(&mut after.file, id, step, caller)?;
    let Some(stated_at) = row.pending_at else {
        return Err(cases::refuse(&before.file, caller)
            .detail(Text::fixed("Tidak ada rekening pengganti.", "No other account waits.")));
    };
    if !is_second_person(&row, caller) {
        // It may be left for the account of somebody else that waits, and is no way that is left for this one.
        let left =
            cases::allowed_actions(&before.file, caller).into_iter().filter(|one| *one != step.action());
        return Err(Problem::new(Code::SecondPersonRequired).allowing(left.map(ClaimAction::as_str)));
    }
    let (action, reason) = match verdict {
        Verdict::Approve(note) => {
            if is_pending_unexplained(&row) {
                let error = FieldError::new("/explanation", "holder_differs", HOLDER_DIFFERS);
                return Err(Problem::invalid_field(error));
            }
            let payable_from = parameters::payout_cooled_off(conn, stated_at).await?;
            take_place(&mut row);
            row.account_approved_by = origin.actor.id();
            row.account_payable_from = Some(payable_from);
            ("payout_account_change_approved", note)
        }
        Verdict::Reject(reason) => ("payout_account_change_rejected", Some(reason)),
    };
    clear_pending(&mut row);
    row.updated_at = origin.now;
    heirs::replace(conn, &mut after.file, row).await?;
    after.file = cases::save(conn, origin, &before.file, after.file, action, reason).await?;
    Ok(after)
}

/// Whether somebody who may decide upon accounts may decide upon the one that waits for a beneficiary. Once the claim is paid
/// that is left for those to whom scholarships go.
pub fn may_decide(file: &ClaimFile, beneficiary: &Beneficiary, caller: &Principal) -> bool {
    let row = &beneficiary.row;
    let is_open = file.claim.status.0 != ClaimStatus::Paid || is_payee(file, row.id);
    is_open && row.pending_at.is_some() && is_second_person(row, caller)
}

/// Whether the caller is a person other than who stated the account that waits.
fn is_second_person(row: &BeneficiaryRow, caller: &Principal) -> bool {
    caller.kind == AccountKind::User && row.pending_by != Some(caller.account_id)
}

fn take_place(row: &mut BeneficiaryRow) {
    row.account_sealed = row.pending_account_sealed.take();
    row.account_mask = row.pending_account_mask.take();
    row.account_hash = row.pending_account_hash.take();
    row.bank_name = row.pending_bank_name.take();
    row.bank_code = row.pending_bank_code.take();
    row.account_holder_name = row.pending_account_holder_name.take();
    row.account_explanation = row.pending_explanation.take();
    row.account_changed_by = row.pending_by.take();
    row.account_stated_by = None;
}
