//! Use cases of beneficiaries. Each is a change of the claim, under its lock.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::codes::HeirRelation;
use super::model::{Beneficiary, BeneficiaryRow};
use super::queries;
use super::rules::{self, Heir};
use crate::access::caller::Principal;
use crate::claims::cases::codes::ClaimKind;
use crate::claims::cases::model::{ClaimFile, ClaimView};
use crate::claims::cases::rules::Step;
use crate::claims::cases::service as cases;
use crate::claims::parameters;
use crate::claims::payouts::service as payouts;
use crate::domain::{Coded, Day, Nik, PersonName};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::problem::FieldError;
use crate::platform::http::{Code, Field, IfMatch, Issues, Problem, Text};
use crate::platform::vault::{Vault, VaultError};

/// How many beneficiaries a claim can have. No law knows this number: it keeps a file from growing without
/// end, and is several times what any family needs.
const MOST: usize = 30;

/// A beneficiary to be added.
pub struct NewBeneficiary {
    pub id: Uuid,
    pub name: PersonName,
    pub relation: HeirRelation,
    pub nik: Option<Nik>,
    pub birth_on: Option<Day>,
    pub guardian_name: Option<PersonName>,
    pub share_basis_points: i32,
}

/// What a correction changes.
#[derive(Default)]
pub struct BeneficiaryChanges {
    pub name: Option<PersonName>,
    pub relation: Option<HeirRelation>,
    pub nik: Field<Nik>,
    pub birth_on: Field<Day>,
    pub guardian_name: Field<PersonName>,
    pub share_basis_points: Option<i32>,
}

/// What keeps a claim and its beneficiaries from being paid, with pointers into the claim.
pub async fn problems_of(
    conn: &mut AsyncPgConnection,
    view: &ClaimView,
    today: Day,
) -> Result<Issues, Problem> {
    let file = &view.file;
    let majority_age = parameters::age_of_majority(conn, today).await?;
    let heirs: Vec<Heir> =
        file.beneficiaries.iter().map(|one| one.row.heir(view.worker.nik_hash.as_ref())).collect();
    let mut issues = Issues::new();
    if file.claim.kind.0 == ClaimKind::WorkAccident && file.claim.circumstances.is_none() {
        issues.missing("/circumstances");
    }
    // Whoever survived the event and died since has heirs, too.
    let recorded = queries::recorded_death(conn, (file.claim.regency_id, file.claim.person_id)).await?;
    let is_dead = file.claim.facts().is_fatal() || recorded.is_some();
    for (place, error) in rules::problems(is_dead, &heirs, majority_age, today) {
        let pointer = match place {
            None => "/beneficiaries".to_owned(),
            Some(place) => format!("/beneficiaries/{place}/{}", error.field()),
        };
        issues.push(pointer, error.code(), Text::new(error.indonesian(), error.to_string()));
    }
    if let Some(recorded) = recorded {
        check_death(&mut issues, file, recorded);
    }
    payouts::check_holders(&mut issues, file);
    Ok(issues)
}

/// Notes what a claim says against the death that the regency has recorded: the day decides cover and benefit, and nothing happens
/// to the dead.
fn check_death(issues: &mut Issues, file: &ClaimFile, recorded: Day) {
    let facts = file.claim.facts();
    let text = |id: &str, en: &str| Text::new(format!("{id} {recorded}."), format!("{en} {recorded}."));
    if let Some(death_on) = facts.death_on() {
        if death_on != recorded {
            let pointer = if facts.died_on.is_some() { "/died_on" } else { "/event_on" };
            let text =
                text("Menurut laporan kematian, tanggal meninggal", "By the recorded death the day is");
            issues.push(pointer, "death_says_otherwise", text);
        }
        return;
    }
    if facts.event_on > recorded {
        let text = text("Orang ini tercatat meninggal pada", "This person is recorded to have died on");
        issues.push("/event_on", "event_after_death", text);
    }
}

/// Adds a beneficiary.
pub async fn add(
    conn: &mut AsyncPgConnection,
    (caller, vault): (&Principal, &Vault),
    origin: &Origin,
    claim_id: Uuid,
    new: NewBeneficiary,
) -> Result<(ClaimView, Beneficiary), Problem> {
    let before = cases::lock(conn, &caller.scope, claim_id).await?;
    let mut after = before.clone();
    cases::take(&mut after.file, Step::EditBeneficiaries, caller)?;
    if before.file.beneficiaries.len() >= MOST {
        return Err(too_many());
    }
    let last_place = before.file.beneficiaries.iter().map(|other| other.row.place).max().unwrap_or(0);
    let mut row = BeneficiaryRow {
        id: new.id,
        regency_id: before.file.claim.regency_id,
        claim_id,
        place: last_place.checked_add(1).ok_or_else(too_many)?,
        name: new.name.as_str().to_owned(),
        relation: AsText(new.relation),
        nik_sealed: None,
        nik_mask: None,
        nik_hash: None,
        birth_on: new.birth_on,
        guardian_name: new.guardian_name.map(|name| name.as_str().to_owned()),
        share_basis_points: new.share_basis_points,
        bank_name: None,
        bank_code: None,
        account_sealed: None,
        account_mask: None,
        account_hash: None,
        account_holder_name: None,
        created_at: origin.now,
        updated_at: origin.now,
        account_explanation: None,
        account_changed_by: None,
        account_approved_by: None,
        account_payable_from: None,
        pending_bank_name: None,
        pending_bank_code: None,
        pending_account_sealed: None,
        pending_account_mask: None,
        pending_account_hash: None,
        pending_account_holder_name: None,
        pending_explanation: None,
        pending_by: None,
        pending_at: None,
        account_stated_by: None,
    };
    set_nik(&mut row, vault, new.nik.as_ref()).map_err(Problem::internal)?;
    queries::insert_beneficiary(conn, &row).await?;
    let beneficiary = Beneficiary { row, payment: None, voided_payments: Vec::new() };
    after.file.beneficiaries.push(beneficiary.clone());
    after.file.claim.note_reviser(origin.actor.id());
    after.file = cases::save(conn, origin, &before.file, after.file, "beneficiary_added", None).await?;
    Ok((after, beneficiary))
}

/// Corrects a beneficiary.
pub async fn edit(
    conn: &mut AsyncPgConnection,
    (caller, vault): (&Principal, &Vault),
    origin: &Origin,
    (claim_id, id, read): (Uuid, Uuid, &IfMatch),
    wanted: BeneficiaryChanges,
) -> Result<(ClaimView, Beneficiary), Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let beneficiary = find(&before.file, id)?.clone();
    cases::take(&mut after.file, Step::EditBeneficiaries, caller)?;
    let mut row = beneficiary.row.clone();
    row.name = wanted.name.map_or(row.name, |name| name.as_str().to_owned());
    row.relation = wanted.relation.map_or(row.relation, AsText);
    row.birth_on = wanted.birth_on.apply_to(row.birth_on);
    row.guardian_name = wanted.guardian_name.map(|name| name.as_str().to_owned()).apply_to(row.guardian_name);
    row.share_basis_points = wanted.share_basis_points.unwrap_or(row.share_basis_points);
    match wanted.nik {
        Field::Absent => {}
        Field::Null => set_nik(&mut row, vault, None).map_err(Problem::internal)?,
        Field::Value(nik) => set_nik(&mut row, vault, Some(&nik)).map_err(Problem::internal)?,
    }
    if row == beneficiary.row {
        return Ok((before, beneficiary));
    }
    row.updated_at = origin.now;
    let beneficiary = replace(conn, &mut after.file, row).await?;
    after.file.claim.note_reviser(origin.actor.id());
    after.file = cases::save(conn, origin, &before.file, after.file, "beneficiary_edited", None).await?;
    Ok((after, beneficiary))
}

/// Removes a beneficiary.
pub async fn remove(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (claim_id, id, read): (Uuid, Uuid, &IfMatch),
) -> Result<ClaimView, Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let beneficiary = find(&before.file, id)?;
    cases::take(&mut after.file, Step::EditBeneficiaries, caller)?;
    if before.file.children.iter().any(|child| child.row.payee_id == Some(id)) {
        return Err(Problem::new(Code::Conflict).detail(Text::fixed(
            "Beasiswa seorang anak dibayar kepada penerima ini.",
            "A child's scholarship is paid to this beneficiary.",
        )));
    }
    if was_paid(&before.file, beneficiary) {
        return Err(Problem::new(Code::Conflict).detail(Text::fixed(
            "Pembayaran kepada penerima ini pernah dicatat lalu dibatalkan: penerima tetap tercatat.",
            "A payment to this beneficiary was recorded and taken back: the beneficiary stays on record.",
        )));
    }
    queries::delete_beneficiary(conn, &beneficiary.row).await?;
    after.file.beneficiaries.retain(|other| other.row.id != id);
    after.file.claim.note_reviser(origin.actor.id());
    after.file = cases::save(conn, origin, &before.file, after.file, "beneficiary_removed", None).await?;
    Ok(after)
}

/// Whether a transfer to a beneficiary was ever recorded, of the claim's own money or of a scholarship: it is kept for ever, also
/// where the claim was given back once its decision was taken back.
fn was_paid(file: &ClaimFile, beneficiary: &Beneficiary) -> bool {
    let mut voided = file.children.iter().flat_map(|child| &child.voided_payments);
    !beneficiary.voided_payments.is_empty() || voided.any(|payment| payment.payee_id == beneficiary.row.id)
}

/// A beneficiary of the claim.
pub fn find(file: &ClaimFile, id: Uuid) -> Result<&Beneficiary, Problem> {
    file.beneficiaries.iter().find(|beneficiary| beneficiary.row.id == id).ok_or_else(Problem::not_found)
}

/// Writes a beneficiary's row and puts it in its place in the file.
pub async fn replace(
    conn: &mut AsyncPgConnection,
    file: &mut ClaimFile,
    row: BeneficiaryRow,
) -> Result<Beneficiary, Problem> {
    queries::update_beneficiary(conn, &row).await?;
    let slot = file
        .beneficiaries
        .iter_mut()
        .find(|beneficiary| beneficiary.row.id == row.id)
        .ok_or_else(Problem::not_found)?;
    slot.row = row;
    Ok(slot.clone())
}

/// Seals a NIK unless the row holds it already: sealing is random, and nothing would look changed for ever.
fn set_nik(row: &mut BeneficiaryRow, vault: &Vault, nik: Option<&Nik>) -> Result<(), VaultError> {
    let hash = nik.map(|nik| vault.lookup_hash(nik)).transpose()?;
    if hash == row.nik_hash {
        return Ok(());
    }
    row.nik_sealed = nik.map(|nik| vault.seal(nik)).transpose()?;
    row.nik_mask = nik.map(Nik::mask);
    row.nik_hash = hash;
    Ok(())
}

fn too_many() -> Problem {
    Problem::invalid_field(FieldError::new(
        "",
        "too_many_beneficiaries",
        Text::new(
            format!("Sebuah klaim paling banyak memiliki {MOST} penerima."),
            format!("A claim has at most {MOST} beneficiaries."),
        ),
    ))
}
