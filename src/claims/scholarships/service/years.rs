//! What is claimed for a child and a school year, until it is paid.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::papers::{checklist, counts};
use super::{Terms, actions, find_scholarship, has_left, is_second_person, terms};
use crate::access::caller::Principal;
use crate::claims::cases::model::{ClaimFile, ClaimView};
use crate::claims::cases::service as cases;
use crate::claims::documents;
use crate::claims::scholarships::codes::{ScholarshipAction, ScholarshipStatus};
use crate::claims::scholarships::model::{Child, ChildRow, ScholarshipRow};
use crate::claims::scholarships::queries;
use crate::claims::scholarships::rules::{ScholarshipError, SchoolYear, Wanted, judge, takes_scholarships};
use crate::cover::rules::benefits::codes::{EducationLevel, NotDueReason};
use crate::domain::{Coded, Day};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, IfMatch, Issues, Problem, Text};

/// A year to be claimed.
pub struct NewScholarship {
    pub id: Uuid,
    pub child_id: Uuid,
    pub year: SchoolYear,
    pub level: EducationLevel,
}

/// What a step answers with: the claim, its rules, and the scholarship.
pub type Done = (ClaimView, Terms, Uuid);

/// Claims a year for a child.
pub async fn claim(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (claim_id, today): (Uuid, Day),
    new: NewScholarship,
) -> Result<Done, Problem> {
    let before = cases::lock(conn, &caller.scope, claim_id).await?;
    let mut after = before.clone();
    let file = &before.file;
    if !takes_scholarships(file.claim.status.0) {
        return Err(cases::refuse(file, caller));
    }
    let terms = terms(conn, file, today).await?;
    let child = file.children.iter().find(|child| child.row.id == new.child_id).ok_or_else(unknown_child)?;
    if let Some(known) = child.living().find(|one| one.year() == new.year) {
        return Err(Problem::new(Code::AlreadyExists).existing(known.id).detail(Text::fixed(
            "Beasiswa anak ini untuk tahun ajaran ini sudah diajukan.",
            "This child's scholarship of this school year is claimed already.",
        )));
    }
    let entitlements = terms.entitlements(&child.row)?;
    let wanted = Wanted { year: new.year, level: new.level };
    let calendar = terms.calendar(&file.claim, today);
    let judged = judge(&entitlements, child.row.pupil(), &child.used(), wanted, calendar);
    let mut errors = judged.as_ref().err().cloned().unwrap_or_default();
    if is_barred(conn, caller, file, (&terms, &child.row)).await? {
        errors.push(ScholarshipError::GateClosed);
    }
    if !has_left(file)? {
        errors.push(ScholarshipError::GrantUsedUp);
    }
    let mut issues = Issues::new();
    for error in errors {
        issues.push(error.pointer(), error.code(), Text::new(error.indonesian(), error.to_string()));
    }
    issues.finish()?;
    let entitlement = judged.map_err(|_| Problem::internal("a year that is not due has no reason"))?;
    let row = ScholarshipRow {
        id: new.id,
        regency_id: file.claim.regency_id,
        claim_id,
        child_id: child.row.id,
        school_year: new.year.first(),
        level: AsText(new.level),
        amount_idr: entitlement.amount.amount(),
        benefit_rule_id: entitlement.rule_id,
        status: AsText(ScholarshipStatus::Claimed),
        status_reason: None,
        claimed_by: origin.actor.id(),
        claimed_at: origin.now,
        verified_by: None,
        verified_at: None,
        decided_on: None,
        decided_by: None,
        approved_amount_idr: None,
        insurer_reference: None,
        paid_on: None,
        transfer_reference: None,
        payee_id: None,
        account_mask: None,
        paid_by: None,
        paid_at: None,
        updated_at: origin.now,
    };
    queries::insert_scholarship(conn, &row).await?;
    if let Some(child) = after.file.children.iter_mut().find(|child| child.row.id == new.child_id) {
        child.scholarships.push(row);
    }
    after.file = cases::save(conn, origin, file, after.file, "scholarship_claimed", None).await?;
    Ok((after, terms, new.id))
}

/// Too few paid months bar a year, unless the insurer has said that it pays scholarships: its word counts.
async fn is_barred(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    file: &ClaimFile,
    (terms, child): (&Terms, &ChildRow),
) -> Result<bool, Problem> {
    if file.claim.approved_lines.scholarships().is_some() {
        return Ok(false);
    }
    let gates = terms.gates(conn, &caller.scope, &file.claim, child).await?;
    let bars =
        |reason: &NotDueReason| matches!(reason, NotDueReason::TotalMonths | NotDueReason::WaitingMonths);
    Ok(gates.is_err_and(|reasons| reasons.iter().any(bars)))
}

/// Confirms a year and its papers as a second person, who also sees to whom it goes. With that it is with the insurer.
pub async fn verify(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    (accept_documents, note): (bool, Option<String>),
) -> Result<Done, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let (child, row) = find_scholarship(&before.file, id)?;
    if !is_second_person(&before.file, (child, row), caller) {
        return Err(Problem::new(Code::SecondPersonRequired));
    }
    check(&before.file, (child, row), ScholarshipAction::Verify, caller)?;
    if child.row.payee_id.is_none() {
        return Err(Problem::new(Code::Conflict).detail(Text::fixed(
            "Belum ditentukan kepada siapa beasiswa anak ini dibayar.",
            "Nobody is named to whom this child's scholarship is paid.",
        )));
    }
    let terms = terms(conn, &before.file, today).await?;
    if accept_documents {
        let own = |document: &documents::model::DocumentRow| counts(&terms, document, &child.row, row);
        documents::service::accept_all(conn, caller, origin, &mut after.file, own).await?;
    }
    let papers = checklist(&terms, &after.file, (&child.row, row))?;
    if !papers.is_complete() {
        return Err(papers.problem());
    }
    let row = ScholarshipRow {
        status: AsText(ScholarshipStatus::Verified),
        verified_by: origin.actor.id(),
        verified_at: Some(origin.now),
        ..row.clone()
    };
    write(conn, origin, (before.clone(), after, terms), row, ("scholarship_verified", note)).await
}

/// Takes a year back; it can be claimed anew.
pub async fn withdraw(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    reason: String,
) -> Result<Done, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let (child, row) = find_scholarship(&before.file, id)?;
    check(&before.file, (child, row), ScholarshipAction::Withdraw, caller)?;
    let terms = terms(conn, &before.file, today).await?;
    let row = ScholarshipRow {
        status: AsText(ScholarshipStatus::Withdrawn),
        status_reason: Some(reason.clone()),
        ..row.clone()
    };
    write(conn, origin, (before.clone(), before, terms), row, ("scholarship_withdrawn", Some(reason))).await
}

/// 409 with the allowed actions where the state of a scholarship or of its claim does not allow one.
pub(super) fn check(
    file: &ClaimFile,
    of: (&Child, &ScholarshipRow),
    action: ScholarshipAction,
    caller: &Principal,
) -> Result<(), Problem> {
    let allowed = actions(file, of, caller);
    if allowed.contains(&action) {
        Ok(())
    } else {
        Err(Problem::invalid_state(allowed.into_iter().map(ScholarshipAction::as_str)))
    }
}

/// Writes a changed scholarship as a version of its claim.
pub(super) async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (before, mut after, terms): (ClaimView, ClaimView, Terms),
    mut row: ScholarshipRow,
    (action, reason): (&'static str, Option<String>),
) -> Result<Done, Problem> {
    row.updated_at = origin.now;
    queries::update_scholarship(conn, &row).await?;
    let id = row.id;
    let all = after.file.children.iter_mut().flat_map(|child| child.scholarships.iter_mut());
    if let Some(slot) = all.into_iter().find(|one| one.id == id) {
        *slot = row;
    }
    after.file = cases::save(conn, origin, &before.file, after.file, action, reason).await?;
    Ok((after, terms, id))
}

fn unknown_child() -> Problem {
    let mut issues = Issues::new();
    issues.push(
        "/child_id",
        "unknown_child",
        Text::fixed("Anak ini tidak ada pada klaim ini.", "The claim has no such child."),
    );
    issues.into_problem()
}
