//! The claim that a death has: looked for, linked, opened, moved, and taken back where nobody was covered.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Acting;
use super::effects;
use crate::casework::deaths::model::{DeadCard, DeathRow};
use crate::casework::deaths::queries::{self, LivingClaim};
use crate::claims::cases::codes::{ClaimKind, ClaimStatus};
use crate::claims::cases::rules::facts::Facts;
use crate::claims::cases::service::{self as claims, ClaimChanges, NewClaim};
use crate::domain::{Day, new_id};
use crate::platform::http::{Code, Field, FieldError, IfMatch, Problem, Text};

/// The claim for the death of a person that is there already. 409 where one of the report's regency was handed in with another
/// day: a person has to say which of the two is right. The caller has called [`effects::hold`].
pub(super) async fn find(
    conn: &mut AsyncPgConnection,
    row: &DeathRow,
    person_id: Uuid,
) -> Result<Option<LivingClaim>, Problem> {
    let living = queries::living_claim(conn, person_id).await?;
    let contradicts =
        |claim: &LivingClaim| claim.regency_id == row.regency_id && claim.contradicts(row.died_on);
    if living.as_ref().is_some_and(contradicts) {
        return Err(Problem::new(Code::Conflict).detail(SAYS_OTHERWISE).errors(vec![FieldError::new(
            "/died_on",
            "claim_says_otherwise",
            SAYS_OTHERWISE,
        )]));
    }
    Ok(living)
}

/// Judges whether the dead were covered on the day of a report or might have been, and lets the claim follow: the one that is
/// there is linked, and moved where it was linked before; one that was refused and let go with the same death counts again; else a
/// draft is opened where they may have been covered, be it the one that was taken back with the report. The draft that the report
/// opened is taken back where they cannot have been, unless somebody has worked on it. The caller has called [`effects::hold`] and
/// ended what ends with the death.
pub(super) async fn follow(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    row: &mut DeathRow,
    card: &DeadCard,
    living: Option<LivingClaim>,
) -> Result<(), Problem> {
    let was_covered = row.may_be_covered;
    row.may_be_covered = effects::may_be_covered(conn, card.regency_id, card.person_id, row.died_on).await?;
    let Some(claim) = living else {
        let again = claims::take_up_again(conn, acting.origin, (card.person_id, row.died_on)).await?;
        if let Some((id, regency_id)) = again {
            row.claim_id = (regency_id == row.regency_id).then_some(id);
            return Ok(());
        }
        // A claim that was taken back for somebody covered stays so.
        if row.may_be_covered && (!was_covered || row.claim_id.is_none()) {
            row.claim_id = Some(begin(conn, acting, row, card).await?);
            row.opened_claim = true;
        }
        return Ok(());
    };
    let is_linked = row.claim_id == Some(claim.id);
    let is_own = is_linked && row.opened_claim;
    if is_own && !row.may_be_covered && is_untouched(conn, row, &claim).await? {
        let read = IfMatch::exactly(claim.version);
        let because = NOT_COVERED.to_owned();
        claims::withdraw(conn, acting.caller, acting.origin, (claim.id, &read), because).await?;
        row.claim_id = None;
        row.opened_claim = false;
        return Ok(());
    }
    let is_open = matches!(claim.status.0, ClaimStatus::Draft | ClaimStatus::Returned);
    if is_linked && is_open && claim.says() != row.died_on {
        move_to(conn, acting, &claim, row.died_on).await?;
    }
    // What another regency has in hand is claimed, and nothing that this one sees.
    row.claim_id = (claim.regency_id == row.regency_id).then_some(claim.id);
    row.opened_claim = is_own;
    Ok(())
}

/// Whether a claim is a draft on which nobody has worked since the report opened it.
async fn is_untouched(
    conn: &mut AsyncPgConnection,
    row: &DeathRow,
    claim: &LivingClaim,
) -> Result<bool, Problem> {
    if claim.status.0 != ClaimStatus::Draft {
        return Ok(false);
    }
    Ok(!queries::is_touched(conn, row.regency_id, (row.id, claim.id)).await?)
}

/// The claim of a report that was taken back with it, as a draft with the heirs and papers that it had; else a new one.
async fn begin(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    row: &DeathRow,
    card: &DeadCard,
) -> Result<Uuid, Problem> {
    let Some(id) = row.claim_id else { return open(conn, acting, row, card).await };
    let claim = claims::lock(conn, &acting.caller.scope, id).await?.file.claim;
    // An accident may have been claimed anew by who survived it, and one that nobody died of is another claim.
    let goes_on = claim.status.0 == ClaimStatus::Withdrawn
        && claim.decided_on.is_none()
        && claim.kind.0 == ClaimKind::Death;
    if !goes_on {
        return open(conn, acting, row, card).await;
    }
    let read = IfMatch::exactly(claim.version);
    let because = RECORDED_AGAIN.to_owned();
    claims::reopen(conn, acting.caller, acting.origin, (id, &read), because).await?;
    let again = queries::living_claim(conn, card.person_id).await?;
    if let Some(again) = again.filter(|again| again.says() != row.died_on) {
        move_to(conn, acting, &again, row.died_on).await?;
    }
    Ok(id)
}

async fn open(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    row: &DeathRow,
    card: &DeadCard,
) -> Result<Uuid, Problem> {
    let claim = NewClaim {
        id: new_id(acting.origin.now),
        worker_id: card.id,
        facts: Facts {
            kind: ClaimKind::Death,
            event_on: row.died_on,
            died_on: None,
            reported_on: acting.today,
        },
        circumstances: row.circumstances.clone(),
        stated: Vec::new(),
        stated_by: None,
    };
    let view = claims::create(conn, acting.caller, acting.origin, claim, acting.today).await?;
    Ok(view.file.claim.id)
}

async fn move_to(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    claim: &LivingClaim,
    died_on: Day,
) -> Result<(), Problem> {
    let reported_on = Some(claim.reported_on.max(died_on));
    let changes = match claim.kind.0 {
        ClaimKind::WorkAccident => {
            ClaimChanges { died_on: Field::Value(died_on), reported_on, ..ClaimChanges::default() }
        }
        ClaimKind::Death | ClaimKind::OldAge => {
            ClaimChanges { event_on: Some(died_on), reported_on, ..ClaimChanges::default() }
        }
    };
    let read = IfMatch::exactly(claim.version);
    claims::edit(conn, acting.caller, acting.origin, (claim.id, &read), changes, acting.today).await?;
    Ok(())
}

/// Why a draft is taken back, in the language in which people give their reasons.
const NOT_COVERED: &str = "Tanggal kematian diperbaiki: pada tanggal itu kepesertaan sudah tidak berlaku.";
/// Why a claim goes on that was taken back with its report.
const RECORDED_AGAIN: &str = "Kematian dicatat kembali.";
const SAYS_OTHERWISE: Text = Text::fixed(
    "Klaim kematian ini sudah diajukan dengan tanggal lain. Minta klaim dikembalikan lalu perbaiki tanggalnya.",
    "The claim for this death was handed in with another day. Have it returned and correct its day first.",
);
