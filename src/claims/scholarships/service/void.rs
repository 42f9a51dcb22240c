//! Taking back the transfer of a year that was recorded in error.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::years::{Done, check, write};
use super::{actions, find_scholarship, terms};
use crate::access::caller::Principal;
use crate::claims::cases::service as cases;
use crate::claims::payouts::queries::free_reference;
use crate::claims::payouts::service::may_void;
use crate::claims::scholarships::codes::{ScholarshipAction, ScholarshipStatus};
use crate::claims::scholarships::model::{ScholarshipRow, VoidedPaymentRow};
use crate::claims::scholarships::queries;
use crate::domain::{Day, new_id};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, IfMatch, Problem};

/// Takes back the transfer of a year, as a person other than the one who recorded it. It is kept as it was recorded; the year
/// waits for the right one, and its reference can be recorded again.
pub async fn void_payment(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    reason: String,
) -> Result<Done, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let (child, row) = find_scholarship(&before.file, id)?;
    if !may_void(row.paid_by, caller) {
        let left = actions(&before.file, (child, row), caller).into_iter().map(ScholarshipAction::as_str);
        return Err(Problem::new(Code::SecondPersonRequired).allowing(left));
    }
    check(&before.file, (child, row), ScholarshipAction::VoidPayment, caller)?;
    let terms = terms(conn, &before.file, today).await?;
    let voided = voided(row, (caller.account_id, origin), &reason)
        .ok_or_else(|| Problem::internal("a paid scholarship without its transfer"))?;
    queries::insert_voided_payment(conn, &voided).await?;
    free_reference(conn, (row.id, row.regency_id), &voided.transfer_reference).await?;
    let mut after = before.clone();
    if let Some(of) = after.file.children.iter_mut().find(|one| one.row.id == row.child_id) {
        of.voided_payments.push(voided);
    }
    let row = ScholarshipRow {
        status: AsText(ScholarshipStatus::Approved),
        paid_on: None,
        transfer_reference: None,
        payee_id: None,
        account_mask: None,
        paid_by: None,
        paid_at: None,
        ..row.clone()
    };
    write(conn, origin, (before, after, terms), row, ("scholarship_payment_voided", Some(reason))).await
}

/// The transfer of a year as it is taken back; its columns are set together.
fn voided(row: &ScholarshipRow, (by, origin): (Uuid, &Origin), reason: &str) -> Option<VoidedPaymentRow> {
    Some(VoidedPaymentRow {
        id: new_id(origin.now),
        regency_id: row.regency_id,
        scholarship_id: row.id,
        payee_id: row.payee_id?,
        amount_idr: row.approved_amount_idr?,
        paid_on: row.paid_on?,
        transfer_reference: row.transfer_reference.clone()?,
        account_mask: row.account_mask.clone()?,
        recorded_by: row.paid_by,
        recorded_at: row.paid_at?,
        voided_by: by,
        voided_at: origin.now,
        void_reason: reason.to_owned(),
    })
}
