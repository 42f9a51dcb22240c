//! Identifiers of beneficiaries and children in clear, for a purpose that is written down before they are shown.

use super::model::{ClaimRow, ClaimView};
use crate::access::caller::{PiiRead, Principal};
use crate::app::AppState;
use crate::claims::heirs::dto::BeneficiaryResponse;
use crate::claims::scholarships::dto::ChildResponse;
use crate::platform::changes::{self, Origin, Subject};
use crate::platform::http::{Code, Problem};
use crate::platform::vault::{Vault, VaultError};
use crate::register::persons::access_log::{self, Opened};
use crate::register::persons::purpose::Purpose;
use crate::register::workers::rules::entered_lately;

/// Puts NIK and account numbers in clear into beneficiaries that are about to be shown, and writes into the
/// worker's access log that they were. 403 for whoever may not open them.
pub async fn reveal(
    state: &AppState,
    (caller, origin, purpose): (&Principal, &Origin, &Purpose),
    view: &ClaimView,
    shown: &mut [BeneficiaryResponse],
) -> Result<(), Problem> {
    check_may(state, caller, origin, &view.file.claim).await?;
    let mut fields = Vec::new();
    for beneficiary in shown {
        let opened = open(&state.vault, view, beneficiary).map_err(Problem::internal)?;
        fields.extend(opened.into_iter().filter(|field| !fields.contains(field)).collect::<Vec<_>>());
    }
    note(state, (origin, purpose), &view.file.claim, fields).await
}

/// The same for the NIK of a child of the claim.
pub async fn reveal_child(
    state: &AppState,
    (caller, origin, purpose): (&Principal, &Origin, &Purpose),
    view: &ClaimView,
    shown: &mut ChildResponse,
) -> Result<(), Problem> {
    check_may(state, caller, origin, &view.file.claim).await?;
    let mut fields = Vec::new();
    let stored = view.file.children.iter().find(|child| child.row.id == shown.id);
    if let Some(sealed) = stored.and_then(|child| child.row.nik_sealed.as_ref()) {
        shown.nik = Some(state.vault.open(sealed).map_err(Problem::internal)?.as_str().to_owned());
        fields.push("child_nik");
    }
    note(state, (origin, purpose), &view.file.claim, fields).await
}

async fn check_may(
    state: &AppState,
    caller: &Principal,
    origin: &Origin,
    claim: &ClaimRow,
) -> Result<(), Problem> {
    if caller.may::<PiiRead>() || is_own_entry(state, caller, origin, claim).await? {
        Ok(())
    } else {
        Err(Problem::new(Code::Forbidden))
    }
}

async fn note(
    state: &AppState,
    (origin, purpose): (&Origin, &Purpose),
    claim: &ClaimRow,
    fields: Vec<&'static str>,
) -> Result<(), Problem> {
    let opened = Opened { regency_id: claim.regency_id, worker_id: claim.worker_id, fields };
    let mut conn = state.db.write().await?;
    Ok(access_log::record(&mut conn, origin, purpose, vec![opened]).await?)
}

/// Whether the caller filed the claim lately and nobody else changed it since, since the identifiers in it may be
/// those that others entered.
async fn is_own_entry(
    state: &AppState,
    caller: &Principal,
    origin: &Origin,
    claim: &ClaimRow,
) -> Result<bool, Problem> {
    if !entered_lately(claim.entered_by, claim.created_at, caller.account_id, origin.now) {
        return Ok(false);
    }
    let mut conn = state.db.read().await?;
    let key = [(claim.regency_id, claim.id)];
    Ok(changes::changed_by_others(&mut conn, Subject::Claim, &key, caller.account_id).await?.is_empty())
}

/// Opens one beneficiary and says what was there to open.
fn open(
    vault: &Vault,
    view: &ClaimView,
    beneficiary: &mut BeneficiaryResponse,
) -> Result<Vec<&'static str>, VaultError> {
    let mut fields = Vec::new();
    let Some(part) = view.file.beneficiaries.iter().find(|part| part.row.id == beneficiary.id) else {
        return Ok(fields);
    };
    if let Some(sealed) = &part.row.nik_sealed {
        beneficiary.nik = Some(vault.open(sealed)?.as_str().to_owned());
        fields.push("beneficiary_nik");
    }
    if let (Some(sealed), Some(account)) = (&part.row.account_sealed, &mut beneficiary.payout_account) {
        account.account_number = vault.open(sealed)?.as_str().to_owned();
        fields.push("beneficiary_account_number");
    }
    if let (Some(sealed), Some(account)) =
        (&part.row.pending_account_sealed, &mut beneficiary.pending_payout_account)
    {
        account.account_number = vault.open(sealed)?.as_str().to_owned();
        fields.push("beneficiary_account_number");
    }
    Ok(fields)
}
