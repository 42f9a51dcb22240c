//! What a family states of its children.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::checks::{
    check_action, check_birth, check_entitled, check_nik, check_open, check_payee, check_settled,
    check_single, check_take_out, refuse,
};
use super::removed::take_over_revisers;
use super::{Terms, find, is_used, terms};
use crate::access::caller::Principal;
use crate::claims::cases::model::{ClaimFile, ClaimView};
use crate::claims::cases::service as cases;
use crate::claims::scholarships::codes::{ChildAction, LapseReason};
use crate::claims::scholarships::model::{Child, ChildRow};
use crate::claims::scholarships::queries;
use crate::cover::rules::benefits::codes::EducationLevel;
use crate::domain::{Day, Nik, PersonName};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{Field, FieldError, IfMatch, Problem, Text};
use crate::platform::vault::{Vault, VaultError};

/// A child to be stated.
pub struct NewChild {
    pub id: Uuid,
    pub name: PersonName,
    pub birth_on: Day,
    pub nik: Option<Nik>,
    pub level: EducationLevel,
    pub level_year: i16,
    pub payee_id: Option<Uuid>,
}

/// What a correction changes.
#[derive(Default)]
pub struct ChildChanges {
    pub name: Option<PersonName>,
    pub birth_on: Option<Day>,
    pub nik: Field<Nik>,
    pub level: Option<EducationLevel>,
    pub level_year: Option<i16>,
    pub payee_id: Field<Uuid>,
}

/// Why and since when a child gets no more.
pub struct Lapse {
    pub reason: LapseReason,
    pub lapsed_on: Day,
    pub note: Option<String>,
}

/// States a child, of as many as the rules of the day of the event allow.
pub async fn add(
    conn: &mut AsyncPgConnection,
    (caller, vault): (&Principal, &Vault),
    origin: &Origin,
    (claim_id, today): (Uuid, Day),
    new: NewChild,
) -> Result<(ClaimView, Terms, Child), Problem> {
    let before = cases::lock(conn, &caller.scope, claim_id).await?;
    let mut after = before.clone();
    check_open(&before.file, caller)?;
    let terms = terms(conn, &before.file, today).await?;
    let last_place = before.file.children.iter().map(|other| other.row.place).max().unwrap_or(0);
    let mut row = ChildRow {
        id: new.id,
        regency_id: before.file.claim.regency_id,
        claim_id,
        place: last_place.checked_add(1).ok_or_else(|| Problem::internal("places without end"))?,
        name: new.name.as_str().to_owned(),
        birth_on: new.birth_on,
        nik_sealed: None,
        nik_mask: None,
        nik_hash: None,
        level: AsText(new.level),
        level_year: new.level_year,
        payee_id: new.payee_id,
        may_be_due: false,
        lapsed_on: None,
        lapse_reason: None,
        lapse_note: None,
        lapsed_by: None,
        lapsed_at: None,
        entered_by: origin.actor.id(),
        revised_by: origin.actor.id().into_iter().collect(),
        created_at: origin.now,
        updated_at: origin.now,
    };
    set_nik(&mut row, vault, new.nik.as_ref()).map_err(Problem::internal)?;
    check_nik(&before.worker, &row)?;
    check_single(&before.file, &row)?;
    check_birth(conn, &before.file.claim, &row).await?;
    check_entitled(&terms, &row, before.file.children.len())?;
    check_payee(&before.file, &row)?;
    take_over_revisers(conn, &before.file, &mut row).await?;
    row.may_be_due = terms.gates(conn, &caller.scope, &before.file.claim, &row).await?.is_ok();
    queries::insert_child(conn, &row).await?;
    let child = Child { row, scholarships: Vec::new(), voided_payments: Vec::new() };
    after.file.children.push(child.clone());
    note_reviser(&mut after.file, origin);
    after.file = cases::save(conn, origin, &before.file, after.file, "child_added", None).await?;
    Ok((after, terms, child))
}

/// Corrects a child. Where it stood is settled by the first year that is claimed, and who is paid by the second person who
/// confirms one.
pub async fn edit(
    conn: &mut AsyncPgConnection,
    (caller, vault): (&Principal, &Vault),
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    wanted: ChildChanges,
) -> Result<(ClaimView, Terms, Child), Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let child = find(&before.file, id)?.clone();
    check_open(&before.file, caller)?;
    let terms = terms(conn, &before.file, today).await?;
    let mut row = child.row.clone();
    row.name = wanted.name.map_or(row.name, |name| name.as_str().to_owned());
    row.birth_on = wanted.birth_on.unwrap_or(row.birth_on);
    row.level = wanted.level.map_or(row.level, AsText);
    row.level_year = wanted.level_year.unwrap_or(row.level_year);
    row.payee_id = wanted.payee_id.apply_to(row.payee_id);
    match wanted.nik {
        Field::Absent => {}
        Field::Null => set_nik(&mut row, vault, None).map_err(Problem::internal)?,
        Field::Value(nik) => set_nik(&mut row, vault, Some(&nik)).map_err(Problem::internal)?,
    }
    if row == child.row {
        return Ok((before, terms, child));
    }
    let is_born_then = row.birth_on == child.row.birth_on;
    if !is_born_then || row.name != child.row.name || row.nik_hash != child.row.nik_hash {
        check_nik(&before.worker, &row)?;
        check_single(&before.file, &row)?;
        take_over_revisers(conn, &before.file, &mut row).await?;
    }
    if !is_born_then {
        check_birth(conn, &before.file.claim, &row).await?;
    }
    check_entitled(&terms, &row, 0)?;
    check_payee(&before.file, &row)?;
    check_settled(&before.file, &child, &row, caller)?;
    write(conn, caller, origin, (before, terms), row, ("child_edited", None)).await
}

/// Takes a child out of the claim to which nothing refers; once the claim was verified, for the employment office.
pub async fn remove(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (claim_id, id, read): (Uuid, Uuid, &IfMatch),
) -> Result<ClaimView, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let child = find(&before.file, id)?;
    check_open(&before.file, caller)?;
    check_take_out(&before.file, caller)?;
    if is_used(&before.file, child) {
        return Err(refuse(&before.file, child, caller));
    }
    queries::delete_child(conn, &child.row).await?;
    after.file.children.retain(|other| other.row.id != id);
    note_reviser(&mut after.file, origin);
    after.file = cases::save(conn, origin, &before.file, after.file, "child_removed", None).await?;
    Ok(after)
}

/// Notes that a child gets no more scholarships.
pub async fn lapse(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    lapse: Lapse,
) -> Result<(ClaimView, Terms, Child), Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let child = find(&before.file, id)?.clone();
    check_action(&before.file, &child, ChildAction::Lapse, caller)?;
    if lapse.lapsed_on > today || lapse.lapsed_on < child.row.birth_on {
        return Err(Problem::invalid_field(FieldError::new(
            "/lapsed_on",
            "lapse_day",
            Text::fixed(
                "Tanggal ini tidak mendahului kelahiran anak dan tidak di masa depan.",
                "This day lies neither before the child was born nor in the future.",
            ),
        )));
    }
    let row = ChildRow {
        lapsed_on: Some(lapse.lapsed_on),
        lapse_reason: Some(AsText(lapse.reason)),
        lapse_note: lapse.note.clone(),
        lapsed_by: origin.actor.id(),
        lapsed_at: Some(origin.now),
        ..child.row
    };
    let terms = terms(conn, &before.file, today).await?;
    write(conn, caller, origin, (before, terms), row, ("child_lapsed", lapse.note)).await
}

/// Takes that back.
pub async fn reinstate(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    ((claim_id, id, read), today): ((Uuid, Uuid, &IfMatch), Day),
    reason: String,
) -> Result<(ClaimView, Terms, Child), Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let child = find(&before.file, id)?.clone();
    check_action(&before.file, &child, ChildAction::Reinstate, caller)?;
    let row = ChildRow {
        lapsed_on: None,
        lapse_reason: None,
        lapse_note: None,
        lapsed_by: None,
        lapsed_at: None,
        ..child.row
    };
    let terms = terms(conn, &before.file, today).await?;
    write(conn, caller, origin, (before, terms), row, ("child_reinstated", Some(reason))).await
}

async fn write(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (before, terms): (ClaimView, Terms),
    mut row: ChildRow,
    (action, reason): (&'static str, Option<String>),
) -> Result<(ClaimView, Terms, Child), Problem> {
    let mut after = before.clone();
    row.may_be_due = terms.gates(conn, &caller.scope, &before.file.claim, &row).await?.is_ok();
    row.note_reviser(origin.actor.id());
    row.updated_at = origin.now;
    queries::update_child(conn, &row).await?;
    let id = row.id;
    if let Some(slot) = after.file.children.iter_mut().find(|other| other.row.id == id) {
        slot.row = row;
    }
    note_reviser(&mut after.file, origin);
    after.file = cases::save(conn, origin, &before.file, after.file, action, reason).await?;
    let child = find(&after.file, id)?.clone();
    Ok((after, terms, child))
}

/// Until the claim is verified, its children are among what a second person confirms.
fn note_reviser(file: &mut ClaimFile, origin: &Origin) {
    if file.claim.verified_at.is_none() {
        file.claim.note_reviser(origin.actor.id());
    }
}

/// Seals a NIK unless the row holds it already: sealing is random, and nothing would look changed for ever.
fn set_nik(row: &mut ChildRow, vault: &Vault, nik: Option<&Nik>) -> Result<(), VaultError> {
    let hash = nik.map(|nik| vault.lookup_hash(nik)).transpose()?;
    if hash == row.nik_hash {
        return Ok(());
    }
    row.nik_sealed = nik.map(|nik| vault.seal(nik)).transpose()?;
    row.nik_mask = nik.map(Nik::mask);
    row.nik_hash = hash;
    Ok(())
}
