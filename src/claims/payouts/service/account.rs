//! Where a beneficiary is paid, and the guard around it once a claim was verified: another account in the place of one waits for
//! a second person, and is not paid to for some hours.

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::already_paid;
use super::holders::{explanation, is_pending_unexplained, is_unexplained};
use crate::access::caller::{ClaimsHandle, Principal};
use crate::claims::cases::codes::{ClaimAction, ClaimStatus};
use crate::claims::cases::model::{ClaimFile, ClaimView};
use crate::claims::cases::queries::other_verification;
use crate::claims::cases::rules::Step;
use crate::claims::cases::service as cases;
use crate::claims::heirs::model::{Beneficiary, BeneficiaryRow};
use crate::claims::heirs::service as heirs;
use crate::claims::parameters;
use crate::claims::scholarships::service::{has_confirmed, is_payee};
use crate::domain::{AccountNumber, BankCode, Day, PersonName, wib_today};
use crate::platform::changes::Origin;
use crate::platform::http::{Code, IfMatch, Issues, Problem, Text};
use crate::platform::vault::{LookupHash, Vault, VaultError};

/// Where a beneficiary wants to be paid.
pub struct PayoutAccount {
    pub bank_name: String,
    pub bank_code: Option<BankCode>,
    pub account_number: AccountNumber,
    pub holder_name: PersonName,
    /// Why it is somebody else's.
    pub explanation: Option<String>,
}

/// States a beneficiary's account. While the claim is verified, only the employment office does, and a first account comes from
/// somebody else than whoever verified the claim or a scholarship that is to be paid to it. Once it was verified, be it that it
/// was given back since, another account in the place of one waits for a second person, and one of a beneficiary who was added
/// or corrected since is not paid to for some hours either. A holder who is not called like the
/// beneficiary or the guardian has to be explained.
pub async fn set_account(
    conn: &mut AsyncPgConnection,
    (caller, vault): (&Principal, &Vault),
    origin: &Origin,
    (claim_id, id, read): (Uuid, Uuid, &IfMatch),
    account: PayoutAccount,
) -> Result<ClaimView, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let beneficiary = heirs::find(&before.file, id)?;
    if beneficiary.payment.is_some() && !is_payee(&before.file, id) {
        return Err(already_paid(&before.file, caller));
    }
    let before_row = &beneficiary.row;
    let hash = vault.lookup_hash(&account.account_number).map_err(Problem::internal)?;
    let is_current = is_account(before_row, &account, &hash);
    let lacks_why = is_current && is_unexplained(before_row);
    let is_as_before = is_current && before_row.pending_at.is_none() && !lacks_why;
    let waits_as_before = is_pending(before_row, &account, &hash) && !is_pending_unexplained(before_row);
    if is_as_before || waits_as_before {
        return Ok(before);
    }
    let replaces = before_row.account_hash.is_some();
    let step = if replaces { Step::ReplacePayoutAccount } else { Step::SetPayoutAccount };
    take(&mut after.file, id, step, caller)?;
    check_after_verification(&before.file, beneficiary, caller)?;
    let explanation = if is_current && !lacks_why { None } else { explanation(before_row, &account)? };
    let mut row = before_row.clone();
    let action = if lacks_why {
        row.account_explanation = explanation;
        clear_pending(&mut row);
        after.file.claim.note_reviser(origin.actor.id());
        "payout_account_set"
    } else if is_current {
        clear_pending(&mut row);
        "payout_account_change_withdrawn"
    } else if replaces && before.file.claim.first_verification().is_some() {
        write_pending(&mut row, vault, &account, hash).map_err(Problem::internal)?;
        row.pending_explanation = explanation;
        row.pending_by = origin.actor.id();
        row.pending_at = Some(origin.now);
        "payout_account_change_stated"
    } else {
        write_account(&mut row, vault, &account, hash).map_err(Problem::internal)?;
        row.account_payable_from = cooling(conn, origin, &before.file, before_row).await?;
        row.account_explanation = explanation;
        row.account_stated_by = origin.actor.id();
        clear_pending(&mut row);
        after.file.claim.note_reviser(origin.actor.id());
        "payout_account_set"
    };
    row.updated_at = origin.now;
    heirs::replace(conn, &mut after.file, row).await?;
    after.file = cases::save(conn, origin, &before.file, after.file, action, None).await?;
    Ok(after)
}

/// From when an account of a beneficiary that waits for nobody is paid to, if not at once. Whoever was added or corrected after the
/// claim was verified for the first time may stand in the place of somebody else, and the account with them; and so may a claim in
/// the place of another one of the same person. Nothing but a correction touches a beneficiary without an account.
async fn cooling(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    file: &ClaimFile,
    row: &BeneficiaryRow,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let claim = &file.claim;
    let other = other_verification(conn, (claim.regency_id, claim.person_id), claim.id).await?;
    let verified_at = claim.first_verification().into_iter().chain(other).min();
    if verified_at.is_none_or(|at| row.updated_at <= at) {
        return Ok(None);
    }
    parameters::payout_cooled_off(conn, origin.now).await.map(Some)
}

/// Notes why the account of a beneficiary is not paid to now, or was not on the day of a transfer: what was transferred before went
/// to another account, or to this one too early.
pub(in crate::claims) fn check_payable(
    issues: &mut Issues,
    row: &BeneficiaryRow,
    (paid_on, now): (Day, DateTime<Utc>),
) {
    if row.pending_at.is_some() {
        issues.push(
            "/beneficiary_id",
            "account_change_pending",
            Text::fixed(
                "Penggantian rekening penerima ini menunggu persetujuan.",
                "Another account of this beneficiary waits for approval.",
            ),
        );
    }
    if let Some(from) = row.account_payable_from.filter(|from| now < *from || paid_on < wib_today(*from)) {
        let from = from.format("%Y-%m-%dT%H:%MZ");
        issues.push(
            "/beneficiary_id",
            "account_cooling_off",
            Text::new(
                format!("Rekening ini dicatat atau diganti setelah verifikasi dan baru dapat dibayar mulai {from}."),
                format!("This account was stated or changed after the verification and is not paid to before {from}."),
            ),
        );
    }
}

/// Takes a step. The accounts to which scholarships go are looked after for as long as those are paid.
pub(super) fn take(file: &mut ClaimFile, id: Uuid, step: Step, caller: &Principal) -> Result<(), Problem> {
    match file.claim.status.0 {
        ClaimStatus::Paid if is_payee(file, id) => Ok(()),
        _ => cases::take(file, step, caller),
    }
}

const OWN_CLAIM: Text = Text::fixed(
    "Yang memverifikasi klaim tidak boleh mencatat rekening tujuan pembayarannya.",
    "Who verified the claim may not state the account it is paid to.",
);
const OWN_SCHOLARSHIP: Text = Text::fixed(
    "Yang memverifikasi beasiswa tidak boleh mencatat rekening tujuan pembayarannya.",
    "Who verified the scholarship may not state the account it is paid to.",
);

/// Whether the caller may touch accounts of a claim that is verified. Whoever completes one that was given back may, too: what
/// takes the place of an account waits all the same.
fn check_after_verification(
    file: &ClaimFile,
    beneficiary: &Beneficiary,
    caller: &Principal,
) -> Result<(), Problem> {
    if file.claim.verified_by.is_none() {
        return Ok(());
    }
    if !caller.may::<ClaimsHandle>() {
        return Err(Problem::new(Code::Forbidden).detail(Text::fixed(
            "Setelah klaim diverifikasi, hanya dinas yang dapat mencatat atau mengganti rekening.",
            "Once a claim is verified, only the employment office states or replaces an account.",
        )));
    }
    if may_state(file, beneficiary, caller) {
        return Ok(());
    }
    // It may be left for the account of somebody else, and is no way that is left for this one.
    let left = cases::allowed_actions(file, caller).into_iter();
    let left = left.filter(|action| *action != ClaimAction::SetPayoutAccount).map(ClaimAction::as_str);
    let why = if file.claim.verified_by == Some(caller.account_id) { OWN_CLAIM } else { OWN_SCHOLARSHIP };
    Err(Problem::new(Code::SecondPersonRequired).detail(why).allowing(left))
}

/// Whether somebody who may state accounts of a verified claim may state this one: whoever was paid keeps theirs, unless
/// scholarships go there, and a first account waits for nobody, so it comes from somebody else than whoever verified what is paid
/// to it.
pub fn may_state(file: &ClaimFile, beneficiary: &Beneficiary, caller: &Principal) -> bool {
    let (row, account_id) = (&beneficiary.row, caller.account_id);
    let is_owed = beneficiary.payment.is_none() || is_payee(file, row.id);
    let is_second = || file.claim.verified_by != Some(account_id) && !has_confirmed(file, row.id, account_id);
    is_owed && (row.account_hash.is_some() || is_second())
}

fn is_account(row: &BeneficiaryRow, account: &PayoutAccount, hash: &LookupHash<AccountNumber>) -> bool {
    row.account_hash.as_ref() == Some(hash)
        && row.bank_name.as_ref() == Some(&account.bank_name)
        && row.bank_code.as_deref() == account.bank_code.as_ref().map(BankCode::as_str)
        && row.account_holder_name.as_deref() == Some(account.holder_name.as_str())
}

fn is_pending(row: &BeneficiaryRow, account: &PayoutAccount, hash: &LookupHash<AccountNumber>) -> bool {
    row.pending_account_hash.as_ref() == Some(hash)
        && row.pending_bank_name.as_ref() == Some(&account.bank_name)
        && row.pending_bank_code.as_deref() == account.bank_code.as_ref().map(BankCode::as_str)
        && row.pending_account_holder_name.as_deref() == Some(account.holder_name.as_str())
}

/// Seals the number unless the row holds it already, so that stating the same number changes nothing of it.
fn write_account(
    row: &mut BeneficiaryRow,
    vault: &Vault,
    account: &PayoutAccount,
    hash: LookupHash<AccountNumber>,
) -> Result<(), VaultError> {
    if row.account_hash.as_ref() != Some(&hash) {
        row.account_sealed = Some(vault.seal(&account.account_number)?);
        row.account_mask = Some(account.account_number.mask());
        row.account_hash = Some(hash);
    }
    row.bank_name = Some(account.bank_name.clone());
    row.bank_code = account.bank_code.as_ref().map(|code| code.as_str().to_owned());
    row.account_holder_name = Some(account.holder_name.as_str().to_owned());
    row.account_changed_by = None;
    row.account_approved_by = None;
    row.account_payable_from = None;
    Ok(())
}

fn write_pending(
    row: &mut BeneficiaryRow,
    vault: &Vault,
    account: &PayoutAccount,
    hash: LookupHash<AccountNumber>,
) -> Result<(), VaultError> {
    row.pending_account_sealed = Some(vault.seal(&account.account_number)?);
    row.pending_account_mask = Some(account.account_number.mask());
    row.pending_account_hash = Some(hash);
    row.pending_bank_name = Some(account.bank_name.clone());
    row.pending_bank_code = account.bank_code.as_ref().map(|code| code.as_str().to_owned());
    row.pending_account_holder_name = Some(account.holder_name.as_str().to_owned());
    Ok(())
}

pub(super) fn clear_pending(row: &mut BeneficiaryRow) {
    row.pending_account_sealed = None;
    row.pending_account_mask = None;
    row.pending_account_hash = None;
    row.pending_bank_name = None;
    row.pending_bank_code = None;
    row.pending_account_holder_name = None;
    row.pending_explanation = None;
    row.pending_by = None;
    row.pending_at = None;
}
