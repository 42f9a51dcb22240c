//! What stands in the way of a change of a child.

use chrono::Days;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{Terms, child_actions, may_take_out};
use crate::access::caller::{ClaimsHandle, Principal};
use crate::claims::cases::model::{ClaimFile, ClaimRow, WorkerCard};
use crate::claims::cases::service as cases;
use crate::claims::parameters;
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

/// Once a claim was verified, whom its scholarships go to is the employment office's business, also by way of taking a child out
/// and stating it anew.
pub(super) fn check_take_out(file: &ClaimFile, caller: &Principal) -> Result<(), Problem> {
    if may_take_out(file, caller) {
        return Ok(());
    }
    Err(Problem::new(Code::Forbidden).detail(Text::fixed(
        "Setelah klaim diverifikasi, hanya dinas yang dapat menghapus anak dari klaim.",
        "Once a claim is verified, only the employment office takes a child out of it.",
    )))
}

/// The answer where a child's state does not allow an action.
pub(super) fn refuse(file: &ClaimFile, child: &Child, caller: &Principal) -> Problem {
    let allowed = child_actions(file, child, caller);
    Problem::invalid_state(allowed.into_iter().map(ChildAction::as_str))
}

/// The dead worker is nobody's child in the claim about them, nor is a living one.
pub(super) fn check_nik(worker: &WorkerCard, row: &ChildRow) -> Result<(), Problem> {
    if row.nik_hash.is_none() || row.nik_hash != worker.nik_hash {
        return Ok(());
    }
    Err(Problem::invalid_field(FieldError::new(
        "/nik",
        "nik_of_the_worker",
        Text::fixed("NIK ini milik peserta sendiri.", "This is the NIK of the worker."),
    )))
}

/// A child stands in a claim once: 409 with the entry that is there. Two who are born on one day and called alike are told apart by
/// their NIKs.
pub(super) fn check_single(file: &ClaimFile, row: &ChildRow) -> Result<(), Problem> {
    let mut others = file.children.iter().map(|child| &child.row).filter(|other| other.id != row.id);
    let Some(known) = others.find(|other| row.is_same_child(other)) else { return Ok(()) };
    let (pointer, why) = if row.nik_hash.is_some() && row.nik_hash == known.nik_hash {
        (
            "/nik",
            Text::fixed(
                "Anak dengan NIK ini sudah ada pada klaim ini.",
                "A child with this NIK is in the claim already.",
            ),
        )
    } else {
        (
            "/name",
            Text::fixed(
                "Anak dengan nama dan tanggal lahir ini sudah ada pada klaim ini. Bila kembar, isi NIK keduanya.",
                "A child of this name and birth date is in the claim already. Of twins state the NIK of both.",
            ),
        )
    };
    let error = FieldError::new(pointer, "already_exists", why.clone());
    Err(Problem::new(Code::AlreadyExists).existing(known.id).detail(why).errors(vec![error]))
}

/// Who is born later than so many days after the death is no child of the dead by law; the dated rule says how many. A worker who
/// survived may have children at any time.
pub(super) async fn check_birth(
    conn: &mut AsyncPgConnection,
    claim: &ClaimRow,
    row: &ChildRow,
) -> Result<(), Problem> {
    let Some(died_on) = claim.facts().death_on() else {
        return Ok(());
    };
    let Some(days) = parameters::posthumous_birth_days(conn, died_on).await? else { return Ok(()) };
    let last = died_on.checked_add_days(Days::new(u64::from(days)));
    if last.is_none_or(|last| row.birth_on <= last) {
        return Ok(());
    }
    Err(Problem::invalid_field(FieldError::new(
        "/birth_on",
        "born_too_late",
        Text::new(
            format!("Anak ini lahir lebih dari {days} hari setelah kematian."),
            format!("This child was born more than {days} days after the death."),
        ),
    )))
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
