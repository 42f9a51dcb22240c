//! Taking back a transfer that was recorded in error.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::PaymentRow;
use super::super::queries;
use crate::access::caller::{AccountKind, Principal};
use crate::claims::cases::codes::ClaimAction;
use crate::claims::cases::model::{ClaimFile, ClaimView};
use crate::claims::cases::rules::Step;
use crate::claims::cases::service as cases;
use crate::platform::changes::Origin;
use crate::platform::http::{Code, IfMatch, Problem};

/// Takes back a transfer to a beneficiary, as a person other than the one who recorded it. It stays as it was recorded; the
/// beneficiary is due again, its reference can be recorded again, and a claim that was paid waits for the right one.
pub async fn void_payment(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (claim_id, id, read): (Uuid, Uuid, &IfMatch),
    reason: String,
) -> Result<ClaimView, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let (place, payment) = find(&before.file, id)?;
    if payment.is_void() {
        return Err(cases::refuse(&before.file, caller));
    }
    if !may_void(payment.recorded_by, caller) {
        let left = cases::allowed_actions(&before.file, caller).into_iter().map(ClaimAction::as_str);
        return Err(Problem::new(Code::SecondPersonRequired).allowing(left));
    }
    cases::take(&mut after.file, Step::VoidPayment, caller)?;
    let voided = PaymentRow {
        voided_by: Some(caller.account_id),
        voided_at: Some(origin.now),
        void_reason: Some(reason.clone()),
        ..payment.clone()
    };
    queries::mark_void(conn, &voided).await?;
    if let Some(due) = after.file.beneficiaries.get_mut(place) {
        due.payment = None;
        due.voided_payments.push(voided);
    }
    after.file = cases::save(conn, origin, &before.file, after.file, "payment_voided", Some(reason)).await?;
    Ok(after)
}

/// Whether the caller is a person other than whoever recorded a transfer.
pub fn may_void(recorded_by: Option<Uuid>, caller: &Principal) -> bool {
    caller.kind == AccountKind::User && recorded_by != Some(caller.account_id)
}

/// A transfer of the claim, also one that was taken back, and the place of its beneficiary.
fn find(file: &ClaimFile, id: Uuid) -> Result<(usize, &PaymentRow), Problem> {
    let mut all = file.beneficiaries.iter().enumerate().flat_map(|(place, one)| {
        one.payment.iter().chain(&one.voided_payments).map(move |payment| (place, payment))
    });
    all.find(|(_, payment)| payment.id == id).ok_or_else(Problem::not_found)
}
