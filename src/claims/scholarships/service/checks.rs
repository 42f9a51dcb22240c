//! What stands in the way of a change of a child.

use uuid::Uuid;

use super::{Terms, child_actions};
use crate::access::caller::{ClaimsHandle, Principal};
use crate::claims::cases::model::ClaimFile;
use crate::claims::cases::service as cases;
use crate::claims::scholarships::codes::ChildAction;
use crate::claims::scholarships::model::{Child, ChildRow};
use crate::claims::scholarships::rules::{is_on_its_way, takes_children};
use crate::platform::http::{Code, FieldError, Problem, Text};

/// 409 with the claim's allowed actions where its state has no children.
pub(super) fn check_open(file: &ClaimFile, caller: &Principal) -> Result<(), Problem> {
    if takes_children(file.claim.status.0) { Ok(()) } else { Err(cases::refuse(file, caller)) }
}

/// 409 with the child's allowed actions where its state or the claim's does not allow one.
pub(super) fn check_action(
    file: &ClaimFile,
    child: &Child,
    action: ChildAction,
    caller: &Principal,
) -> Result<(), Problem> {
    let allowed = child_actions(file, child, caller);
    if allowed.contains(&action) { Ok(()) } else { Err(refuse(file, child, caller)) }
}

/// The answer where a child's state does not allow an action.
pub(super) fn refuse(file: &ClaimFile, child: &Child, caller: &Principal) -> Problem {
    let allowed = child_actions(file, child, caller);
    Problem::invalid_state(allowed.into_iter().map(ChildAction::as_str))
}

/// Whether the rules have something for a child who stood there, and for one more beside so many others.
pub(super) fn check_entitled(terms: &Terms, row: &ChildRow, others: usize) -> Result<(), Problem> {
    let found = terms.entitlements(row)?;
    let Some(most) = found.iter().map(|one| one.children_maximum).max() else {
        return Err(Problem::invalid_field(FieldError::new(
            "/level",
            "level_without_scholarship",
            Text::fixed(
                "Tidak ada beasiswa untuk anak pada jenjang dan tahun ini menurut aturan pada hari kejadian.",
                "By the rules of the day of the event there is no scholarship for a child in this year of this level.",
            ),
        )));
    };
    if i64::try_from(others).is_ok_and(|others| others < most) {
        return Ok(());
    }
    Err(Problem::invalid_field(FieldError::new(
        "",
        "too_many_children",
        Text::new(
            format!("Beasiswa diberikan untuk paling banyak {most} anak."),
            format!("The scholarship is for {most} children at most."),
        ),
    )))
}

/// A scholarship goes to an account of the claim, which its guard looks after.
pub(super) fn check_payee(file: &ClaimFile, row: &ChildRow) -> Result<(), Problem> {
    let is_known = |id: Uuid| file.beneficiaries.iter().any(|one| one.row.id == id);
    if row.payee_id.is_none_or(is_known) {
        return Ok(());
    }
    Err(Problem::invalid_field(FieldError::new(
        "/payee_id",
        "not_a_beneficiary",
        Text::fixed("Bukan penerima klaim ini.", "Not a beneficiary of this claim."),
    )))
}

/// What earlier steps rest on does not change any more.
pub(super) fn check_settled(
    file: &ClaimFile,
    child: &Child,
    row: &ChildRow,
    caller: &Principal,
) -> Result<(), Problem> {
    let facts = |row: &ChildRow| (row.birth_on, row.level, row.level_year);
    if facts(row) != facts(&child.row) && child.living().next().is_some() {
        return Err(Problem::new(Code::Conflict).detail(Text::fixed(
            "Beasiswa sudah diajukan menurut data ini: tarik dahulu pengajuannya.",
            "Scholarships were claimed by these facts: take them back first.",
        )));
    }
    if row.payee_id == child.row.payee_id {
        return Ok(());
    }
    if child.living().any(|one| is_on_its_way(one.status.0)) {
        return Err(Problem::new(Code::Conflict).detail(Text::fixed(
            "Beasiswa yang sudah diverifikasi dibayar kepada penerima yang lama.",
            "A scholarship that was verified is paid to the one who was named.",
        )));
    }
    if file.claim.verified_at.is_some() && child.row.payee_id.is_some() && !caller.may::<ClaimsHandle>() {
        return Err(Problem::new(Code::Forbidden).detail(Text::fixed(
            "Setelah klaim diverifikasi, hanya dinas yang dapat mengganti penerima beasiswa.",
            "Once a claim is verified, only the employment office exchanges who is paid a scholarship.",
        )));
    }
    Ok(())
}
