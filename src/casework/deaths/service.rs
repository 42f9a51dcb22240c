//! The use cases of reports. Each runs in the caller's transaction.
//!
//! Whatever follows from a death takes its locks in the order of everybody, and all of them before it writes anything: first the
//! report where there is one, the turn at the person's death, then the warungs, the periods and their workers, the claims, the
//! person, the sources, the closed months. Who records many deaths in one transaction holds all the dead first ([`hold`]).

mod change;
mod claim;
mod effects;
mod record;
mod told;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use change::{Correction, DAY_CORRECTED, correct, decide, revoke};
pub use record::record;
pub use told::{Facts, NewDeath, Recorded, Who};

use super::model::{DeadCard, DeathRow};
use super::queries::{self, Sought};
use super::rules::{self, Candidate, DeathStatus, Likeness, Rights, Told};
use crate::access::caller::{DeathsDecide, DeathsRecord, Principal, RegionScope};
use crate::domain::{Day, Nik, RegionCode};
use crate::platform::changes::Origin;
use crate::platform::http::{Issues, Problem, Text};
use crate::platform::vault::Vault;

/// How many candidates a person gets to look at.
const CANDIDATES_SHOWN: usize = 10;

/// Who does something, and when.
#[derive(Clone, Copy)]
pub struct Acting<'a> {
    /// Who.
    pub caller: &'a Principal,
    /// As the history names it.
    pub origin: &'a Origin,
    /// The business day.
    pub today: Day,
}

/// Locks what the deaths of whoever has these NIKs in the caller's regions touch, for who records them one after the other in
/// one transaction.
pub async fn hold(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    vault: &Vault,
    niks: &[&Nik],
) -> Result<(), Problem> {
    let hashes = niks.iter().map(|nik| vault.lookup_hash(*nik)).collect::<Result<Vec<_>, _>>();
    let hashes = hashes.map_err(Problem::internal)?;
    let persons = queries::persons_with(conn, &acting.caller.scope, &hashes).await?;
    effects::hold(conn, persons, &[]).await
}

/// What the caller may do to reports.
pub fn rights_of(caller: &Principal) -> Rights {
    Rights { record: caller.may::<DeathsRecord>(), decide: caller.may::<DeathsDecide>(), is_bound: false }
}

/// Somebody in the register whom a report may mean, or who may be registered twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The registration.
    pub card: DeadCard,
    /// How alike, and why.
    pub likeness: Likeness,
}

/// Whom a report without a registration may mean, the likeliest first: before all others whoever has its NIK, and those into whom
/// registrations with it were merged.
async fn suggestions(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    row: &DeathRow,
) -> Result<Vec<Suggestion>, Problem> {
    let village = RegionCode::parse(&row.village_code).map_err(Problem::internal)?;
    if row.worker_id.is_some() && row.status.0 != DeathStatus::Revoked {
        return Ok(Vec::new());
    }
    let name = row.name.as_deref();
    let mut found = match &row.nik_hash {
        Some(hash) => queries::numbered(conn, scope, hash, (row.regency_id, name)).await?,
        None => Vec::new(),
    };
    if let Some(name) = name {
        let sought = Sought { regency_id: row.regency_id, name, birth_on: row.birth_on, village: &village };
        let likely = queries::likely(conn, scope, sought).await?;
        let known: Vec<Uuid> = found.iter().map(|one| one.worker_id).collect();
        found.extend(likely.into_iter().filter(|one| !known.contains(&one.worker_id)));
    }
    let told = Told { birth_on: row.birth_on, village };
    Ok(ranked(conn, row.regency_id, &told, found, CANDIDATES_SHOWN).await?)
}

/// Judges candidates of a regency and shows the likeliest, at most so many.
pub async fn ranked(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    told: &Told,
    candidates: Vec<Candidate>,
    shown: usize,
) -> QueryResult<Vec<Suggestion>> {
    let judged = candidates.into_iter().filter_map(|one| Some((rules::likeness(told, &one)?, one)));
    let mut judged: Vec<(Likeness, Candidate)> = judged.collect();
    judged.sort_by_key(|(likeness, one)| (one.nik.is_none(), -likeness.score, one.worker_id));
    judged.truncate(shown);
    let ids: Vec<Uuid> = judged.iter().map(|(_, one)| one.worker_id).collect();
    let cards = queries::cards(conn, &[regency_id], &ids).await?;
    let suggestion = |(likeness, one): (Likeness, Candidate)| {
        let card = cards.iter().find(|card| card.id == one.worker_id)?.clone();
        Some(Suggestion { card, likeness })
    };
    Ok(judged.into_iter().filter_map(suggestion).collect())
}

/// A report with all that is shown of it.
pub async fn present(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    row: DeathRow,
) -> Result<Recorded, Problem> {
    let card = card_of(conn, &row).await?;
    let suggestions = suggestions(conn, scope, &row).await?;
    let is_bound = is_bound(conn, &row).await?;
    Ok(Recorded { row, card, is_bound, suggestions })
}

/// Whether a claim binds a report.
async fn is_bound(conn: &mut AsyncPgConnection, row: &DeathRow) -> Result<bool, Problem> {
    Ok(!queries::bound(conn, &[row]).await?.is_empty())
}

/// The registration that a report names.
async fn card_of(conn: &mut AsyncPgConnection, row: &DeathRow) -> Result<Option<DeadCard>, Problem> {
    match row.worker_id {
        Some(id) => Ok(queries::cards(conn, &[row.regency_id], &[id]).await?.into_iter().next()),
        None => Ok(None),
    }
}

/// 422 for a day on which this person cannot have died.
fn check_day(died_on: Day, birth_on: Option<Day>, today: Day) -> Result<(), Problem> {
    let mut issues = Issues::new();
    match rules::check_day(died_on, birth_on, today) {
        Ok(()) => {}
        Err(rules::DayMistake::Future) => issues.push("/died_on", "day_in_future", IN_FUTURE),
        Err(rules::DayMistake::BeforeBirth) => issues.push("/died_on", "before_birth", BEFORE_BIRTH),
    }
    issues.finish()
}

const IN_FUTURE: Text = Text::fixed("Tanggal ini belum tiba.", "This day has not come yet.");
const BEFORE_BIRTH: Text =
    Text::fixed("Tanggal ini sebelum kelahirannya.", "This day is before the birth of the dead.");
