//! Taking back a year's transfer, and the decision about it, that were recorded in error.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::papers::checklist;
use super::years::{Done, check, write};
use super::{Terms, actions, find_scholarship, terms};
use crate::access::caller::Principal;
use crate::claims::cases::model::ClaimFile;
use crate::claims::cases::service as cases;
use crate::claims::payouts::queries::free_reference;
use crate::claims::payouts::service::may_void;
use crate::claims::scholarships::codes::{ScholarshipAction, ScholarshipStatus};
use crate::claims::scholarships::model::{Child, ScholarshipRow, VoidedPaymentRow};
use crate::claims::scholarships::queries;
use crate::claims::scholarships::rules::{ScholarshipError, Wanted, allows, judge};
use crate::domain::{Coded, Day, new_id};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

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

/// Takes back the decision about a year, as a person other than the one who recorded it: the year is with the insurer again. What
/// was paid is taken back before. A year that was refused counts again, so that it must go with what came since.
pub async fn void_decision(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    reason: String,
) -> Result<Done, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let (child, row) = find_scholarship(&before.file, id)?;
    let left = || actions(&before.file, (child, row), caller).into_iter().map(ScholarshipAction::as_str);
    let is_decided = allows(row.status.0, ScholarshipAction::VoidDecision);
    if is_decided && !may_void(row.decided_by, caller) {
        return Err(Problem::new(Code::SecondPersonRequired).allowing(left()));
    }
    let terms = terms(conn, &before.file, today).await?;
    if row.status.0 == ScholarshipStatus::Rejected {
        check_counts_again(&before.file, (child, row), (&terms, today))
            .map_err(|problem| problem.allowing(left()))?;
    }
    check(&before.file, (child, row), ScholarshipAction::VoidDecision, caller)?;
    // Nothing of this is there before a year is decided.
    let row = ScholarshipRow {
        status: AsText(ScholarshipStatus::Verified),
        status_reason: None,
        decided_on: None,
        decided_by: None,
        approved_amount_idr: None,
        insurer_reference: None,
        ..row.clone()
    };
    let done = ("scholarship_decision_voided", Some(reason));
    write(conn, origin, (before.clone(), before, terms), row, done).await
}

/// Whether nothing that is seen at once keeps a year from counting again: an approved one never stopped. A refused one was not
/// claimed anew, and its child is as the second person saw it.
pub(super) fn counts_again(child: &Child, row: &ScholarshipRow) -> bool {
    row.status.0 != ScholarshipStatus::Rejected || twin(child, row).is_none() && !is_changed(child, row)
}

/// The same year of the child that was claimed anew.
fn twin<'c>(child: &'c Child, row: &ScholarshipRow) -> Option<&'c ScholarshipRow> {
    child.living().find(|one| one.year() == row.year())
}

/// Whether a child changed since a year of it was refused, as it may from then on: whom it is paid to, and how old it is.
fn is_changed(child: &Child, row: &ScholarshipRow) -> bool {
    child.row.updated_at > row.updated_at
}

/// 409 where a year that was refused cannot count again.
fn check_counts_again(
    file: &ClaimFile,
    (child, row): (&Child, &ScholarshipRow),
    (terms, today): (&Terms, Day),
) -> Result<(), Problem> {
    if let Some(twin) = twin(child, row) {
        return Err(Problem::new(Code::AlreadyExists).existing(twin.id).detail(CLAIMED_ANEW));
    }
    if is_changed(child, row) {
        let error = FieldError::new("", "child_changed", CHILD_CHANGED);
        return Err(Problem::new(Code::Conflict).detail(CHILD_CHANGED).errors(vec![error]));
    }
    let papers = checklist(terms, file, (&child.row, row))?;
    if !papers.is_complete() {
        return Err(papers.problem());
    }
    let entitlements = terms.entitlements(&child.row)?;
    let wanted = Wanted { year: row.year(), level: row.level.0 };
    let calendar = terms.calendar(&file.claim, today);
    let judged = judge(&entitlements, child.row.pupil(), &child.used(), wanted, calendar);
    // What was claimed in time stays so; only other years came since.
    let is_of_others = |error: &ScholarshipError| {
        use ScholarshipError::{AboveLater, BelowEarlier, UsedUp};
        matches!(error, UsedUp(_) | BelowEarlier | AboveLater)
    };
    let errors = judged.err().unwrap_or_default().into_iter().filter(is_of_others);
    let errors: Vec<FieldError> = errors
        .map(|error| {
            let why = Text::new(error.indonesian(), error.to_string());
            FieldError::new(error.pointer(), error.code(), why)
        })
        .collect();
    if errors.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict).detail(OTHERS_CLAIMED).errors(errors))
}

const CLAIMED_ANEW: Text = Text::fixed(
    "Beasiswa tahun ajaran ini sudah diajukan lagi: tarik dahulu pengajuan yang baru.",
    "The scholarship of this school year was claimed anew: take that back first.",
);
const CHILD_CHANGED: Text = Text::fixed(
    "Data anak ini berubah sejak beasiswa ditolak: ajukan lagi beasiswanya.",
    "The child was changed since the scholarship was refused: claim it anew.",
);
const OTHERS_CLAIMED: Text = Text::fixed(
    "Sejak beasiswa ini ditolak, tahun lain diajukan yang tidak sejalan dengannya.",
    "Since this scholarship was refused, other years were claimed that it does not go with.",
);
