//! Whose account an account is: a holder who is not called like the beneficiary or the guardian is explained.

use super::account::PayoutAccount;
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::model::BeneficiaryRow;
use crate::claims::payouts::rules;
use crate::platform::http::problem::FieldError;
use crate::platform::http::{Issues, Problem, Text};

/// Why the holder is somebody else, if the holder is.
pub(super) fn explanation(row: &BeneficiaryRow, account: &PayoutAccount) -> Result<Option<String>, Problem> {
    if is_called(row, account.holder_name.as_str()) {
        return Ok(None);
    }
    account.explanation.clone().map(Some).ok_or_else(|| {
        Problem::invalid_field(FieldError::new("/explanation", "holder_differs", HOLDER_DIFFERS))
    })
}

/// Whether the beneficiary or the guardian may be called so.
fn is_called(row: &BeneficiaryRow, holder: &str) -> bool {
    let names = [Some(row.name.as_str()), row.guardian_name.as_deref()];
    names.into_iter().flatten().any(|name| rules::fits(holder, name))
}

/// Whether nobody has said why the account in force is somebody else's: beneficiary or guardian may be called otherwise since it
/// was stated.
pub(super) fn is_unexplained(row: &BeneficiaryRow) -> bool {
    let holder = row.account_holder_name.as_deref();
    row.account_explanation.is_none() && holder.is_some_and(|holder| !is_called(row, holder))
}

/// Like [`is_unexplained`], of the account that waits to take the place of the one in force.
pub(super) fn is_pending_unexplained(row: &BeneficiaryRow) -> bool {
    let holder = row.pending_account_holder_name.as_deref();
    row.pending_explanation.is_none() && holder.is_some_and(|holder| !is_called(row, holder))
}

/// Notes which accounts are somebody else's without a word why, with pointers into the claim.
pub(in crate::claims) fn check_holders(issues: &mut Issues, file: &ClaimFile) {
    // Whoever was paid has had it explained, or was called so then.
    for (place, one) in file.beneficiaries.iter().enumerate().filter(|(_, one)| one.payment.is_none()) {
        let accounts = [
            (is_unexplained(&one.row), "payout_account"),
            (is_pending_unexplained(&one.row), "pending_payout_account"),
        ];
        for (_, account) in accounts.into_iter().filter(|(is_unexplained, _)| *is_unexplained) {
            let pointer = format!("/beneficiaries/{place}/{account}/explanation");
            issues.push(pointer, "holder_differs", HOLDER_DIFFERS);
        }
    }
}

pub(super) const HOLDER_DIFFERS: Text = Text::fixed(
    "Nama pemilik rekening berbeda dari nama penerima atau wali: jelaskan mengapa.",
    "The holder is not called like the beneficiary or the guardian: say why.",
);
