//! One registration becomes the tombstone of another.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::moved::{follow, put, wanted};
use super::{MERGED, Pair, in_the_way, lock, obstacles};
use crate::casework::deaths::service::Acting;
use crate::casework::merging::model::{Effects, MergeRow, MovedPeriod};
use crate::casework::merging::queries;
use crate::casework::merging::rules::{self, Booking, Claimed, Exchanged, Funded, MergeStatus, Side, Trims};
use crate::claims::cases::model::ClaimRow;
use crate::claims::cases::service::Claimant;
use crate::claims::cases::service::repoint as repoint_claims;
use crate::cover::contributions::obligations::queries::Booked;
use crate::cover::contributions::obligations::service::{Exchange, Holder, exchange};
use crate::cover::coverages::model::CoverageRow;
use crate::cover::coverages::rules::CoverageStatus;
use crate::cover::memberships::model::MembershipRow;
use crate::cover::memberships::service::merge::{Under, going_over, repoint as repoint_facts};
use crate::cover::trail;
use crate::domain::{Day, Month, MonthRange, Programme, new_id};
use crate::platform::db::columns::AsText;
use crate::platform::http::{FieldError, IfMatch, Problem, Text};
use crate::register::persons::queries as persons;
use crate::register::warungs::{By, take_over_work};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::rules::{self as states, Action};
use crate::register::workers::service::{self as registrations, rights_of};

/// What is to be merged.
pub struct Wanted {
    /// The registration that stays.
    pub into: Uuid,
    /// Why.
    pub reason: String,
    /// Whose months stand where both were paid for.
    pub paid_months: Option<Side>,
}

/// Merges a registration into another one of its regency, with everything that belongs to it. 409 with what stands in the way
/// and the months: paid for both until it is said whose stand, in a batch under way, funded for both in periods that last, or
/// claims of both that one person cannot have. Gives the tombstone.
pub async fn merge(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    new: Wanted,
) -> Result<WorkerRow, Problem> {
    if id == new.into {
        return Err(Problem::invalid_field(FieldError::new("/into", "same_worker", SAME_WORKER)));
    }
    let by = By { scope: &acting.caller.scope, origin: acting.origin, today: acting.today };
    let check = |from: &WorkerRow, into: &WorkerRow| check(acting, held, from, into);
    let mut pair = lock(conn, by, (id, new.into), check).await?;
    if persons::has_other_registration(conn, pair.from.person_id, pair.from.id).await? {
        return Err(in_the_way("/into", "known_elsewhere", KNOWN_ELSEWHERE));
    }
    if let Some(clash) = rules::clash(&claimed(&pair, false), &claimed(&pair, true)) {
        return Err(obstacles::claims(clash));
    }
    let trims = rules::trims(&funded(&pair, false), &funded(&pair, true), new.paid_months)
        .map_err(obstacles::overlap)?;
    let months =
        rules::exchange(&booked(&pair, false), &booked(&pair, true), (new.paid_months, trims.stands))
            .map_err(|found| obstacles::months("/into", &found))?;
    let effects = carry_out(conn, by, &mut pair, (&trims, &months), &new).await?;
    let (was, tombstone) = registrations::merge(conn, by, &pair.from, pair.into.id, &new.reason).await?;
    let now = trail::instant(acting.origin);
    let row = MergeRow {
        id: new_id(acting.origin.now),
        regency_id: pair.regency_id(),
        status: AsText(MergeStatus::Merged),
        worker_id: pair.from.id,
        into_worker_id: pair.into.id,
        village_code: pair.into.village_code.clone(),
        reason: new.reason,
        paid_months: new.paid_months.map(AsText),
        effects: Effects { registration: was, ..effects },
        merged_by: acting.origin.actor.id(),
        unmerged_by: None,
        unmerged_at: None,
        unmerged_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    queries::insert(conn, &row).await?;
    trail::created(conn, acting.origin, &row).await?;
    Ok(tombstone)
}

/// Both are open, and the one with the NIK stays.
fn check(acting: Acting<'_>, held: &IfMatch, from: &WorkerRow, into: &WorkerRow) -> Result<(), Problem> {
    held.check(from.version)?;
    let status = from.worker_status().map_err(Problem::internal)?;
    if states::after(status, Action::Merge).is_none() {
        return Err(Problem::invalid_state(states::allowed_actions(status, rights_of(acting.caller))));
    }
    if !into.worker_status().map_err(Problem::internal)?.is_open() {
        return Err(in_the_way("/into", "worker_not_open", NOT_OPEN));
    }
    if into.nik_hash.is_none() && from.nik_hash.is_some() {
        return Err(in_the_way("/into", "nik_missing", NIK_MISSING));
    }
    Ok(())
}

/// Moves everything, room by room, and gives what was moved.
async fn carry_out(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    pair: &mut Pair,
    (trims, months): (&Trims, &Exchanged),
    new: &Wanted,
) -> Result<Effects, Problem> {
    let told = (MERGED, new.reason.as_str());
    let regency_id = pair.regency_id();
    let keys = ((pair.from.id, regency_id), (pair.into.id, regency_id));
    let work = take_over_work(conn, by, &mut pair.places, keys, &new.reason).await?;
    let moves = moves(pair, trims);
    let periods = put(conn, by, regency_id, &moves, told).await?;
    // Before the months, which tell whether the insurer has the NIK.
    let words = going_over(conn, &pair.from).await?;
    let holder = |row: &WorkerRow| Holder { person_id: row.person_id, worker_id: row.id };
    let (first, second) = (holder(&pair.into), holder(&pair.from));
    exchange(conn, by.origin, (regency_id, first, second), &days(months)).await?;
    let under = Under {
        worker_id: pair.into.id,
        person_id: pair.into.person_id,
        village_code: &pair.into.village_code,
    };
    let facts = repoint_facts(conn, by.origin, (keys.0, &words), under, told).await?;
    let claimant = Claimant {
        worker_id: pair.into.id,
        person_id: pair.into.person_id,
        village_code: &pair.into.village_code,
    };
    let is_own = |claim: &&ClaimRow| claim.worker_id == pair.from.id && claim.regency_id == regency_id;
    let claims: Vec<Uuid> = pair.claims.iter().filter(is_own).map(|claim| claim.id).collect();
    repoint_claims(conn, (by.scope, by.origin), &claims, claimant, told).await?;
    follow(conn, by, pair, days_known(pair, &facts)).await?;
    Ok(Effects {
        registration: registrations::Merged {
            status: pair.from.worker_status().map_err(Problem::internal)?,
            status_reason: pair.from.status_reason.clone(),
            status_on: pair.from.status_on,
        },
        on: by.today,
        work,
        periods,
        waived_of: waived_of(pair, months),
        facts: facts.iter().map(|fact| fact.id).collect(),
        claims,
    })
}

/// What becomes of each period: those that give months up first, then those that go over.
fn moves(pair: &Pair, trims: &Trims) -> Vec<(MovedPeriod, super::moved::To)> {
    let own = |row: &&CoverageRow| row.regency_id == pair.regency_id();
    let mut moves = Vec::new();
    for row in pair.periods.iter().filter(own) {
        let trim = trims.trims.iter().find(|trim| trim.id == row.id);
        let went_over = row.person_id == pair.from.person_id;
        if trim.is_none() && !went_over {
            continue;
        }
        let before = MovedPeriod {
            coverage_id: row.id,
            went_over,
            from_month: row.from_month.0,
            last_month: row.last_month.0,
            trimmed_version: trim.map(|_| row.version + 1),
        };
        let kept = trim.map_or((row.from_month.0, row.last_month.0), |trim| (trim.from, trim.last));
        moves.push((before, wanted(&pair.into, kept)));
    }
    // Those that stay are written first: their months are free when the others take them.
    moves.sort_by_key(|(before, _)| before.went_over);
    moves
}

fn is_of(pair: &Pair, person_id: Uuid, merged: bool) -> bool {
    person_id == if merged { pair.from.person_id } else { pair.into.person_id }
}

fn claimed(pair: &Pair, merged: bool) -> Vec<Claimed> {
    let own = pair.claims.iter().filter(|claim| is_of(pair, claim.person_id, merged));
    own.map(|claim| Claimed {
        kind: claim.kind.0,
        status: claim.status.0,
        event_on: claim.event_on,
        is_fatal: claim.facts().is_fatal(),
    })
    .collect()
}

fn funded(pair: &Pair, merged: bool) -> Vec<Funded> {
    let own = pair.periods.iter().filter(|row| is_of(pair, row.person_id, merged));
    own.filter_map(|row| {
        let months = MonthRange::new(row.from_month.0, row.taken_until()?).ok()?;
        // What another regency funds is nobody's here to cut.
        let has_ended = row.status.0 == CoverageStatus::Ended && row.regency_id == pair.regency_id();
        Some(Funded { id: row.id, programmes: row.programmes.0, months, has_ended })
    })
    .collect()
}

fn booked(pair: &Pair, merged: bool) -> Vec<Booking> {
    let own = pair.books.iter().filter(|book| is_of(pair, book.person_id, merged));
    own.map(|book| Booking {
        programme: book.programme.0,
        month: book.month.0,
        status: book.status.0,
        is_under_way: book.is_under_way,
        is_own: book.regency_id == pair.regency_id(),
    })
    .collect()
}

/// The periods whose months are waived, for they are owed again where the merge is taken back.
fn waived_of(pair: &Pair, months: &Exchanged) -> Vec<Uuid> {
    let is_loser = |book: &&Booked| {
        let key = (book.programme.0, book.month.0);
        // What goes to the tombstone came from the one that stays, and the other way round.
        let stays = months.to_merged.contains(&key) != is_of(pair, book.person_id, true);
        book.regency_id == pair.regency_id() && months.waived.contains(&key) && stays
    };
    let mut periods: Vec<Uuid> = pair.books.iter().filter(is_loser).map(|book| book.coverage_id).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

fn days(months: &Exchanged) -> Exchange {
    let of = |keys: &[(Programme, Month)]| {
        keys.iter().map(|(programme, month)| (*programme, month.first_day())).collect()
    };
    Exchange { to_first: of(&months.to_into), to_second: of(&months.to_merged), waived: of(&months.waived) }
}

/// The days from which on closes knew something of the registration that is merged.
fn days_known(pair: &Pair, facts: &[MembershipRow]) -> Vec<Day> {
    let own = pair.periods.iter().filter(|row| row.person_id == pair.from.person_id);
    own.filter_map(|row| row.effective_on).chain(facts.iter().map(|fact| fact.as_of)).collect()
}

const SAME_WORKER: Text = Text::fixed(
    "Pendaftaran tidak digabung dengan dirinya sendiri.",
    "A registration is not merged into itself.",
);
const NOT_OPEN: Text =
    Text::fixed("Pendaftaran ini tidak terbuka lagi.", "This registration is not open any more.");
const NIK_MISSING: Text = Text::fixed(
    "Pendaftaran ini belum mempunyai NIK, yang lain sudah: gabungkan sebaliknya.",
    "This registration has no NIK, and the other one has: merge the other way round.",
);
const KNOWN_ELSEWHERE: Text = Text::fixed(
    "Orang ini juga dikenal dari pendaftaran lain: gabungkan sebaliknya.",
    "This person is known from other registrations too: merge the other way round.",
);
