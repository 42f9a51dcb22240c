//! Recording a death.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::effects::{apply, hold};
use super::told::{Facts, NewDeath, Recorded, Who};
use super::{Acting, check_day, claim, is_bound, suggestions};
use crate::access::caller::RegionScope;
use crate::casework::deaths::model::{DeadCard, DeathRow, Effects};
use crate::casework::deaths::queries;
use crate::casework::deaths::rules::{DeathStatus, is_named};
use crate::claims::payouts::rules::fits;
use crate::cover::trail;
use crate::domain::{Day, Nik, PersonName, RegionCode, RegionLevel};
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::platform::vault::{Identifier as _, LookupHash, Vault};
use crate::register::regencies::find_regency_by_region;
use crate::register::workers::service::refuse_named;

/// Records a death of somebody whom the caller names, or whom the NIK names, with everything that follows. Of others it
/// keeps the report: `undecided` where somebody in the register is like enough, or where a registration with the NIK was merged
/// into another or belongs to somebody who is called and was born otherwise, else `not_registered`. 409 `already_exists` where the
/// person's death is recorded, and where a row of a list tells what a report of somebody who is not in the register told before.
pub async fn record(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    vault: &Vault,
    new: NewDeath,
) -> Result<Recorded, Problem> {
    let scope = &acting.caller.scope;
    let (nik, name, village, birth_on) = match new.who {
        Who::Worker(id) => {
            let Some(card) = queries::find_worker(conn, scope, id).await? else {
                return Err(unknown_worker(conn, acting, id).await?);
            };
            let row = blank(acting, new.id, &card, new.facts, new.list);
            return of_worker(conn, acting, row, card).await;
        }
        Who::Told { nik, named, birth_on } => {
            let (name, village) = named.unzip();
            (nik, name, village, birth_on)
        }
        Who::Numbered { nik, name, birth_on } => (Some(nik), name, None, birth_on),
    };
    let hash = nik.as_ref().map(|nik| vault.lookup_hash(nik)).transpose().map_err(Problem::internal)?;
    let name = name.as_ref().map(PersonName::as_str);
    let found = find(conn, scope, hash.as_ref(), (name, birth_on)).await?;
    let cards = match found {
        Found::One(card) => {
            let row = blank(acting, new.id, &card, new.facts, new.list);
            return of_worker(conn, acting, row, card).await;
        }
        Found::Perhaps(cards) => cards,
    };
    let home = match (name, &village) {
        (Some(_), Some(village)) => {
            check_day(new.facts.died_on, birth_on, acting.today)?;
            (regency_of(conn, acting, village).await?, village.as_str().to_owned())
        }
        _ => {
            let card = cards.into_iter().next().ok_or_else(not_registered)?;
            check_day(new.facts.died_on, birth_on, acting.today)?;
            (card.regency_id, card.village_code)
        }
    };
    let (regency_id, village_code) = home;
    // Lists come again with what the one before told. Whoever is in the register is known by the NIK alone; of others name and
    // village tell the same, and those without them have nothing but the NIK to be known by.
    if new.list.is_some() {
        let died_on = new.facts.died_on;
        let same = match (name, &village, &hash) {
            (Some(name), Some(village), _) => {
                queries::same_report(conn, regency_id, (name, village), died_on).await?
            }
            (_, _, Some(hash)) => queries::told_before(conn, regency_id, hash, died_on).await?,
            _ => None,
        };
        if let Some((id, village)) = same {
            return Err(known_already(acting, id, &village));
        }
    }
    let card = DeadCard {
        id: Uuid::nil(),
        regency_id,
        person_id: Uuid::nil(),
        name: String::new(),
        nik_mask: None,
        birth_on,
        village_code,
    };
    let sealed = nik.as_ref().map(|nik| vault.seal(nik)).transpose().map_err(Problem::internal)?;
    let mut row = DeathRow {
        status: AsText(DeathStatus::NotRegistered),
        worker_id: None,
        person_id: None,
        name: name.map(str::to_owned),
        birth_on,
        nik_sealed: sealed,
        nik_mask: nik.as_ref().map(|nik| nik.masked()),
        nik_hash: hash,
        ..blank(acting, new.id, &card, new.facts, new.list)
    };
    let suggestions = suggestions(conn, scope, &row).await?;
    if !suggestions.is_empty() {
        row.status = AsText(DeathStatus::Undecided);
    }
    queries::insert(conn, &row).await?;
    trail::created(conn, acting.origin, &row).await?;
    Ok(Recorded { row, card: None, is_bound: false, suggestions })
}

/// Whom a NIK means.
enum Found {
    /// This registration.
    One(DeadCard),
    /// Nobody for certain, perhaps one of these.
    Perhaps(Vec<DeadCard>),
}

/// Looks for a NIK in the caller's regions. Where name and birth are both somebody else's, the NIK is the slip of whoever told. One
/// that only tombstones have was a slip, and whose it really is may not be registered: it means the registration that stays only
/// where name and birth say so, too.
async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    hash: Option<&LookupHash<Nik>>,
    told: (Option<&str>, Option<Day>),
) -> Result<Found, Problem> {
    let Some(hash) = hash else { return Ok(Found::Perhaps(Vec::new())) };
    if let Some(card) = queries::find_worker_by_nik(conn, scope, hash).await? {
        let is_another = is_somebody_else(told, &card);
        return Ok(if is_another { Found::Perhaps(vec![card]) } else { Found::One(card) });
    }
    let survivors = queries::merged_into(conn, scope, hash).await?;
    let fits = |card: &&DeadCard| is_named(told, (card.name.as_str(), card.birth_on));
    let fitting: Vec<DeadCard> = survivors.iter().filter(fits).cloned().collect();
    Ok(match <[DeadCard; 1]>::try_from(fitting) {
        Ok([only]) => Found::One(only),
        Err(_) => Found::Perhaps(survivors),
    })
}

/// Whether name and birth that are told are both not those of a registration. A name alone may be the one that the village uses,
/// and days of birth are often guessed.
fn is_somebody_else((name, birth_on): (Option<&str>, Option<Day>), card: &DeadCard) -> bool {
    let is_named_otherwise = name.is_some_and(|name| !fits(name, &card.name));
    let is_born_otherwise = birth_on.zip(card.birth_on).is_some_and(|(told, known)| told != known);
    is_named_otherwise && is_born_otherwise
}

async fn of_worker(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    mut row: DeathRow,
    found: DeadCard,
) -> Result<Recorded, Problem> {
    let card = settle(conn, acting, &mut row, &found).await?;
    queries::insert(conn, &row).await?;
    trail::created(conn, acting.origin, &row).await?;
    let is_bound = is_bound(conn, &row).await?;
    Ok(Recorded { row, card: Some(card), is_bound, suggestions: Vec::new() })
}

/// Does what follows from the death of somebody in the register, and writes on the row what that was. The claim that is there
/// already is linked; else a draft is opened where the dead were covered or might have been. Gives the registration as it was
/// once it was locked; 409 where it was merged since it was found, and where a claim that was handed in says another day.
pub(super) async fn settle(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    row: &mut DeathRow,
    found: &DeadCard,
) -> Result<DeadCard, Problem> {
    check_day(row.died_on, found.birth_on, acting.today)?;
    hold(conn, vec![found.person_id], &[]).await?;
    // Whoever was before may have merged the registration into another, whose locks are not ours: nobody buries a tombstone.
    let card = queries::find_worker(conn, &acting.caller.scope, found.id).await?;
    let card = card.filter(|card| card.person_id == found.person_id).ok_or_else(changed_meanwhile)?;
    if let Some((id, village)) = queries::recorded_of(conn, card.person_id).await? {
        return Err(known_already(acting, id, &village));
    }
    let living = claim::find(conn, row, card.person_id).await?;
    let effects = apply(conn, acting, (card.person_id, card.id), row.died_on).await?;
    row.status = AsText(DeathStatus::Recorded);
    row.worker_id = Some(card.id);
    row.person_id = Some(card.person_id);
    row.village_code.clone_from(&card.village_code);
    row.effects = effects;
    claim::follow(conn, acting, row, &card, living).await?;
    Ok(card)
}

fn blank(acting: Acting<'_>, id: Uuid, card: &DeadCard, facts: Facts, list: Option<(Uuid, i32)>) -> DeathRow {
    let now = trail::instant(acting.origin);
    DeathRow {
        id,
        regency_id: card.regency_id,
        status: AsText(DeathStatus::Recorded),
        worker_id: Some(card.id),
        person_id: Some(card.person_id),
        village_code: card.village_code.clone(),
        name: None,
        birth_on: None,
        nik_sealed: None,
        nik_mask: None,
        nik_hash: None,
        died_on: facts.died_on,
        place: facts.place.map(AsText),
        circumstances: facts.circumstances,
        source: AsText(facts.source),
        evidence: facts.evidence,
        may_be_covered: false,
        claim_id: None,
        opened_claim: false,
        effects: Effects::default(),
        list_id: list.map(|(list_id, _)| list_id),
        list_row: list.map(|(_, row)| row),
        recorded_by: acting.origin.actor.id(),
        decided_by: None,
        decided_at: None,
        revoked_by: None,
        revoked_at: None,
        revoked_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

/// The regency of a village in the caller's regions.
async fn regency_of(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    village: &RegionCode,
) -> Result<i32, Problem> {
    let own = village.level() == RegionLevel::Village && acting.caller.scope.contains(village);
    let regency = if own { find_regency_by_region(conn, village).await? } else { None };
    regency.map(|regency| regency.id).ok_or_else(|| {
        Problem::invalid_field(FieldError::new("/village_code", "outside_regions", OUTSIDE_REGIONS))
    })
}

fn known_already(acting: Acting<'_>, id: Uuid, village: &str) -> Problem {
    let problem = Problem::new(Code::AlreadyExists).detail(KNOWN_ALREADY);
    let own = RegionCode::parse(village).is_ok_and(|village| acting.caller.scope.contains(&village));
    if own { problem.existing(id) } else { problem }
}

fn changed_meanwhile() -> Problem {
    Problem::new(Code::Conflict).retry_after(1).detail(CHANGED_MEANWHILE)
}

/// 422 for a registration that is not there, or no more.
pub(super) async fn unknown_worker(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    id: Uuid,
) -> Result<Problem, Problem> {
    let text =
        Text::fixed("Pekerja ini tidak ada di wilayah Anda.", "There is no such worker in your regions.");
    let unknown = FieldError::new("/worker_id", "unknown_worker", text);
    refuse_named(conn, &acting.caller.scope, id, unknown).await
}

fn not_registered() -> Problem {
    let text = Text::fixed(
        "Orang dengan NIK ini tidak terdaftar di wilayah Anda. Sertakan nama dan desanya.",
        "Nobody with this NIK is registered in your regions. Name the person and the village as well.",
    );
    Problem::invalid_field(FieldError::new("/nik", "not_registered", text))
}

const OUTSIDE_REGIONS: Text =
    Text::fixed("Ini bukan desa di wilayah Anda.", "This is no village of your regions.");
const CHANGED_MEANWHILE: Text = Text::fixed(
    "Pendaftaran ini berubah ketika kematiannya dicatat. Ulangi permintaan.",
    "This registration changed while the death was recorded. Repeat the request.",
);
const KNOWN_ALREADY: Text =
    Text::fixed("Kematian orang ini sudah dicatat.", "The death of this person is recorded already.");
