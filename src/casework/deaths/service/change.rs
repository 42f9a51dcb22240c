//! Correcting, deciding and revoking a report.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::effects::{hold, shift, undo};
use super::record::{settle, unknown_worker};
use super::{Acting, card_of, check_day, claim};
use crate::casework::deaths::model::{DeadCard, DeathRow, Effects};
use crate::casework::deaths::queries::{self, LivingClaim};
use crate::casework::deaths::rules::{self, Action, DeathPlace, DeathStatus, Rights};
use crate::claims::cases::codes::ClaimStatus;
use crate::claims::cases::service as claims;
use crate::cover::trail;
use crate::domain::Day;
use crate::platform::db::columns::AsText;
use crate::platform::http::{Field, FieldError, IfMatch, Problem, Text};

/// What to correct of a report.
#[derive(Debug, Clone, Default)]
pub struct Correction {
    /// The day of death.
    pub died_on: Option<Day>,
    /// Where.
    pub place: Field<DeathPlace>,
    /// What happened.
    pub circumstances: Field<String>,
    /// On what paper.
    pub evidence: Field<String>,
}

/// What the history of everything says that a corrected day touches.
pub const DAY_CORRECTED: &str = "death_day_corrected";

/// Corrects a report. Another day of a recorded death moves everything that follows from it, the draft that it opened too, and
/// whether the dead were covered is judged anew, as when it was recorded. A period keeps its last month, and ends on the new
/// day, where somebody else has its months or the money for them is not there;
/// 409 `conflict` where a claim that was handed in says another day.
pub async fn correct(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    wanted: Correction,
) -> Result<DeathRow, Problem> {
    let before = lock_for(conn, acting, (id, held), Action::Update).await?;
    let mut after = DeathRow {
        died_on: wanted.died_on.unwrap_or(before.died_on),
        place: wanted.place.map(AsText).apply_to(before.place),
        circumstances: wanted.circumstances.apply_to(before.circumstances.clone()),
        evidence: wanted.evidence.apply_to(before.evidence.clone()),
        ..before.clone()
    };
    if after == before {
        return Ok(before);
    }
    if after.died_on != before.died_on {
        let card = card_of(conn, &before).await?;
        let birth_on = card.as_ref().map_or(before.birth_on, |card| card.birth_on);
        check_day(after.died_on, birth_on, acting.today)?;
        if let Some(card) = card {
            move_day(conn, acting, &card, &mut after, before.died_on).await?;
        }
    }
    write(conn, acting, &before, after, Action::Update, None).await
}

async fn move_day(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    card: &DeadCard,
    after: &mut DeathRow,
    from: Day,
) -> Result<(), Problem> {
    hold(conn, vec![card.person_id], &after.effects.periods).await?;
    let living = claim::find(conn, after, card.person_id).await?;
    let dead = (card.person_id, card.id);
    after.effects = shift(conn, acting, dead, (&after.effects, from), after.died_on, DAY_CORRECTED).await?;
    claim::follow(conn, acting, after, card, living).await
}

/// Says whose death a report tells of, with everything that follows; or that nobody in the register died. A report that was revoked
/// stands again. 422 where it names nobody and tells nothing by which somebody could be found later.
pub async fn decide(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    worker_id: Option<Uuid>,
) -> Result<DeathRow, Problem> {
    let before = lock_for(conn, acting, (id, held), Action::Decide).await?;
    let mut after = DeathRow {
        decided_by: acting.origin.actor.id(),
        decided_at: Some(trail::instant(acting.origin)),
        worker_id: None,
        person_id: None,
        may_be_covered: false,
        claim_id: None,
        opened_claim: false,
        effects: Effects::default(),
        revoked_by: None,
        revoked_at: None,
        revoked_reason: None,
        ..before.clone()
    };
    match worker_id {
        Some(worker_id) => {
            let found = queries::find_worker(conn, &acting.caller.scope, worker_id).await?;
            let Some(card) = found.filter(|card| card.regency_id == before.regency_id) else {
                return Err(unknown_worker(conn, acting, worker_id).await?);
            };
            let is_the_same = before.person_id == Some(card.person_id);
            after.claim_id = before.claim_id.filter(|_| is_the_same);
            settle(conn, acting, &mut after, &card).await?;
            if is_the_same {
                // What the revocation could not give back stays named.
                let known: Vec<Uuid> = after.effects.periods.iter().map(|one| one.coverage_id).collect();
                let left = before.effects.periods.iter().filter(|one| !known.contains(&one.coverage_id));
                after.effects.periods.extend(left.cloned());
            }
        }
        None if before.name.is_none() && before.nik_hash.is_none() => {
            return Err(Problem::invalid_field(FieldError::new("/worker_id", "nobody_told", NOBODY_TOLD)));
        }
        None => after.status = AsText(DeathStatus::NotRegistered),
    }
    write(conn, acting, &before, after, Action::Decide, None).await
}

/// Takes a death back that was recorded in error, with everything that followed from it: registration and work, periods and
/// what is owed, and the draft that it opened; a claim for it that the insurer refused is withdrawn. Periods that cannot have
/// their place, or their months, back stay ended and are named in the report. 409 with the actions that
/// are left where a claim for it is under way or paid.
pub async fn revoke(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    reason: String,
) -> Result<DeathRow, Problem> {
    let before = lock_for(conn, acting, (id, held), Action::Revoke).await?;
    let mut after = DeathRow {
        status: AsText(DeathStatus::Revoked),
        revoked_by: acting.origin.actor.id(),
        revoked_at: Some(trail::instant(acting.origin)),
        revoked_reason: Some(reason.clone()),
        ..before.clone()
    };
    if let Some(person_id) = before.person_id {
        hold(conn, vec![person_id], &before.effects.periods).await?;
        // The claim first, while nobody can hand it in as that of a living person.
        if let Some(claim) = queries::living_claim(conn, person_id).await? {
            withdraw(conn, acting, &before, &claim, &reason).await?;
        }
        let left = undo(conn, acting, person_id, (&before.effects, before.died_on), &reason).await?;
        after.effects = Effects { registrations: Vec::new(), periods: left };
    }
    write(conn, acting, &before, after, Action::Revoke, Some(reason)).await
}

async fn withdraw(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    row: &DeathRow,
    claim: &LivingClaim,
    reason: &str,
) -> Result<(), Problem> {
    if !row.is_let_go_by(claim.id, claim.status.0) {
        return Err(Problem::invalid_state([Action::Update.as_str()]).detail(CLAIM_UNDER_WAY));
    }
    if claim.status.0 == ClaimStatus::Rejected {
        // Another regency's history is no place for the words of this one.
        let because = if claim.regency_id == row.regency_id { reason } else { REVOKED };
        return claims::let_go(conn, acting.origin, claim.id, because).await;
    }
    if row.opened(claim.id) && matches!(claim.status.0, ClaimStatus::Draft | ClaimStatus::Returned) {
        let read = IfMatch::exactly(claim.version);
        let because = reason.to_owned();
        claims::withdraw(conn, acting.caller, acting.origin, (claim.id, &read), because).await?;
    }
    Ok(())
}

async fn lock_for(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    action: Action,
) -> Result<DeathRow, Problem> {
    let found = queries::lock(conn, &acting.caller.scope, id).await?;
    let row = found.ok_or_else(Problem::not_found)?;
    held.check(row.version)?;
    if rules::allows(row.status.0, action) {
        return Ok(row);
    }
    Err(Problem::invalid_state(rules::allowed(row.status.0, Rights::ALL)))
}

async fn write(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    before: &DeathRow,
    after: DeathRow,
    action: Action,
    reason: Option<String>,
) -> Result<DeathRow, Problem> {
    let after = DeathRow { version: before.version + 1, updated_at: trail::instant(acting.origin), ..after };
    queries::update(conn, &after).await?;
    trail::updated(conn, acting.origin, before, &after, action.done(), reason).await?;
    Ok(after)
}

/// Why a claim of another regency is withdrawn.
const REVOKED: &str = "Laporan kematian yang mendasarinya dibatalkan.";

const NOBODY_TOLD: Text = Text::fixed(
    "Laporan ini hanya menyebut pendaftaran. Sebutkan pendaftaran siapa yang meninggal.",
    "This report names a registration and nothing else. Name the one who died.",
);
const CLAIM_UNDER_WAY: Text = Text::fixed(
    "Klaim untuk kematian ini sedang berjalan atau sudah dibayar. Klaim yang belum diputuskan harus dicabut dahulu.",
    "A claim for this death is under way or paid. One that is not decided has to be withdrawn first.",
);
