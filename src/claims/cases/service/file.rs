//! What whoever files a claim does with it.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{lock_as_read, save, take, view};
use crate::access::caller::{Principal, RegionScope};
use crate::claims::cases::codes::{ClaimKind, ClaimStatus, ClaimWarning};
use crate::claims::cases::model::{ApprovedLines, ClaimRow, ClaimView};
use crate::claims::cases::queries;
use crate::claims::cases::rules::Step;
use crate::claims::cases::rules::facts::Facts;
use crate::claims::{heirs, parameters};
use crate::cover::rules::checklists::codes::ChecklistCircumstance;
use crate::domain::{Coded, Day};
use crate::platform::changes::{self, Change, Origin};
use crate::platform::db::columns::AsText;
use crate::platform::http::problem::FieldError;
use crate::platform::http::{Code, Field, IfMatch, Issues, Problem, Text};
use crate::register::workers::service::refuse_named;

/// A claim to be filed.
pub struct NewClaim {
    pub id: Uuid,
    pub worker_id: Uuid,
    pub facts: Facts,
    pub circumstances: Option<String>,
    pub stated: Vec<ChecklistCircumstance>,
    /// Who says so; none of a draft that follows from a recorded death.
    pub stated_by: Option<Uuid>,
}

/// What an edit changes.
#[derive(Default)]
pub struct ClaimChanges {
    pub event_on: Option<Day>,
    pub died_on: Field<Day>,
    pub reported_on: Option<Day>,
    pub circumstances: Field<String>,
    pub stated: Option<Vec<ChecklistCircumstance>>,
}

/// The other kind that the event should be.
pub struct Reclassification {
    pub kind: ClaimKind,
    /// For a work accident: the day it happened, if not the day of the death.
    pub accident_on: Option<Day>,
    pub reason: String,
}

/// Files a draft.
pub async fn create(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    new: NewClaim,
    today: Day,
) -> Result<ClaimView, Problem> {
    let worker = queries::find_claimant(conn, &caller.scope, new.worker_id).await?;
    check_facts(&new.facts, worker.as_ref().and_then(|worker| worker.birth_on), today)?;
    let Some(worker) = worker else {
        return Err(refuse_named(conn, &caller.scope, new.worker_id, unknown_worker()).await?);
    };
    check_one_death(conn, &caller.scope, &new.facts, (worker.person_id, new.id)).await?;
    let warnings = warnings_of(conn, &new.facts).await?;
    let row = ClaimRow {
        id: new.id,
        regency_id: worker.regency_id,
        worker_id: worker.id,
        person_id: worker.person_id,
        kind: AsText(new.facts.kind),
        status: AsText(ClaimStatus::Draft),
        status_reason: None,
        event_on: new.facts.event_on,
        died_on: new.facts.died_on,
        circumstances: new.circumstances,
        reported_on: new.facts.reported_on,
        stated_circumstances: new.stated.into_iter().map(AsText).collect(),
        warnings: warnings.into_iter().map(AsText).collect(),
        returned_missing: Vec::new(),
        submitted_at: None,
        submitted_by: None,
        verified_at: None,
        verified_by: None,
        first_verified_at: None,
        revised_by: new.stated_by.into_iter().collect(),
        documents_complete_at: None,
        sent_to_insurer_at: None,
        insurer_reference: None,
        decided_on: None,
        decided_by: None,
        approved_amount_idr: None,
        approved_lines: ApprovedLines::default(),
        rejection_reason: None,
        entered_by: origin.actor.id(),
        version: 1,
        created_at: origin.now,
        updated_at: origin.now,
    };
    queries::insert_claim(conn, &row).await?;
    let view = view(row, worker, (Vec::new(), Vec::new(), Vec::new()));
    let change = Change::created(&view.file).map_err(Problem::internal)?;
    changes::record(conn, origin, &[change]).await?;
    Ok(view)
}

/// Corrects the facts.
pub async fn edit(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    wanted: ClaimChanges,
    today: Day,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    take(&mut after.file, Step::Edit, caller)?;
    let claim = &mut after.file.claim;
    let current = claim.facts();
    let facts = Facts {
        kind: current.kind,
        event_on: wanted.event_on.unwrap_or(current.event_on),
        died_on: wanted.died_on.apply_to(current.died_on),
        reported_on: wanted.reported_on.unwrap_or(current.reported_on),
    };
    check_facts(&facts, before.worker.birth_on, today)?;
    if facts.is_fatal() != current.is_fatal() {
        check_one_death(conn, &caller.scope, &facts, (claim.person_id, claim.id)).await?;
    }
    claim.set_facts(facts, warnings_of(conn, &facts).await?);
    if let Some(stated) = wanted.stated {
        claim.stated_circumstances = stated.into_iter().map(AsText).collect();
    }
    claim.circumstances = wanted.circumstances.apply_to(claim.circumstances.take());
    if after.file == before.file {
        return Ok(before);
    }
    after.file.claim.note_reviser(origin.actor.id());
    after.file = save(conn, origin, &before.file, after.file, "edited", None).await?;
    Ok(after)
}

/// Hands the claim to the employment office, if it can stand.
pub async fn submit(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    note: Option<String>,
    today: Day,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    take(&mut after.file, Step::Submit, caller)?;
    let claim = &mut after.file.claim;
    heirs::service::problems_of(conn, &before, today).await?.finish()?;
    claim.set_submission(origin.actor.id(), origin.now);
    claim.returned_missing = Vec::new();
    claim.status_reason = None;
    after.file = save(conn, origin, &before.file, after.file, "submitted", note).await?;
    Ok(after)
}

/// Takes the claim back.
pub async fn withdraw(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    reason: String,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    take(&mut after.file, Step::Withdraw, caller)?;
    after.file.claim.returned_missing = Vec::new();
    after.file.claim.status_reason = Some(reason.clone());
    after.file = save(conn, origin, &before.file, after.file, "withdrawn", Some(reason)).await?;
    Ok(after)
}

/// Turns a death into a work accident, or a fatal work accident into a death.
pub async fn reclassify(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    wanted: Reclassification,
    today: Day,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    take(&mut after.file, Step::Reclassify, caller)?;
    let claim = &mut after.file.claim;
    let other = claim.facts().reclassified(wanted.accident_on);
    let facts = other.filter(|other| other.kind == wanted.kind).ok_or_else(not_reclassifiable)?;
    check_facts(&facts, before.worker.birth_on, today)?;
    check_one_death(conn, &caller.scope, &facts, (claim.person_id, claim.id)).await?;
    claim.set_facts(facts, warnings_of(conn, &facts).await?);
    claim.clear_verification();
    claim.note_reviser(origin.actor.id());
    claim.status_reason = Some(wanted.reason.clone());
    let reason = Some(wanted.reason);
    after.file = save(conn, origin, &before.file, after.file, "reclassified", reason).await?;
    Ok(after)
}

fn check_facts(facts: &Facts, birth_on: Option<Day>, today: Day) -> Result<(), Problem> {
    let mut issues = Issues::new();
    for error in facts.errors(birth_on, today) {
        issues.push(error.pointer(), error.code(), Text::new(error.indonesian(), error.to_string()));
    }
    issues.finish()
}

/// A person dies once, also where two regencies know them, and whether it is claimed as a death or as an accident
/// that ended in it. Within a regency an index would see to it; across them the person's lock does. The claim that is
/// there is named to whoever may see it.
pub(super) async fn check_one_death(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    facts: &Facts,
    (person_id, claim_id): (Uuid, Uuid),
) -> Result<(), Problem> {
    if !facts.is_fatal() {
        return Ok(());
    }
    queries::lock_person(conn, person_id).await?;
    let Some(other) = queries::other_death_claim(conn, person_id, claim_id).await? else { return Ok(()) };
    let problem = Problem::new(Code::AlreadyExists)
        .detail(Text::fixed("Kematian orang ini sudah diklaim.", "This person's death is claimed already."));
    let seen = queries::find_claim(conn, scope, other).await?;
    Err(if seen.is_some() { problem.existing(other) } else { problem })
}

async fn warnings_of(conn: &mut AsyncPgConnection, facts: &Facts) -> Result<Vec<ClaimWarning>, Problem> {
    let years = parameters::work_accident_claim_years(conn, facts.reported_on).await?;
    Ok(facts.warnings(years))
}

pub(super) fn unknown_worker() -> FieldError {
    FieldError::new(
        "/worker_id",
        "unknown_worker",
        Text::fixed("Pekerja ini tidak ada di wilayah Anda.", "There is no such worker in your regions."),
    )
}

fn not_reclassifiable() -> Problem {
    Problem::invalid_field(FieldError::new(
        "/kind",
        "not_reclassifiable",
        Text::fixed(
            "Hanya kematian dan kecelakaan kerja yang berakhir meninggal yang dapat dipertukarkan.",
            "Only a death and a work accident that ended in death can be exchanged.",
        ),
    ))
}
