//! A merge is taken back: the tombstone is what it was, and everything that went over is its own again.
//!
//! Months go by their period: what a period owes or has paid by now is of the registration under which it stands again, also
//! what became due or was paid since the merge. What was written under the registration that stays since then remains there.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::moved::{follow, put, wanted};
use super::{Pair, UNMERGED, in_the_way, lock, obstacles};
use crate::casework::deaths::service::Acting;
use crate::casework::merging::model::{Effects, MergeRow, MovedPeriod};
use crate::casework::merging::queries;
use crate::casework::merging::rules::{MergeStatus, Obstacle};
use crate::claims::cases::service::Claimant;
use crate::claims::cases::service::repoint as repoint_claims;
use crate::cover::contributions::obligations::queries::{Booked, PeriodKey};
use crate::cover::contributions::obligations::service::{Exchange, Holder, exchange, hold, oblige};
use crate::cover::coverages::model::CoverageRow;
use crate::cover::funding::budget::SourceKey;
use crate::cover::memberships::service::merge::{Under, repoint as repoint_facts};
use crate::cover::trail;
use crate::domain::{Day, Programme};
use crate::platform::db::columns::AsText;
use crate::platform::http::{IfMatch, Problem, Text};
use crate::register::persons::queries as persons;
use crate::register::warungs::{By, give_back_work, lock_workplaces, resume_work};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries as workers;
use crate::register::workers::rules::{self as states, WorkerStatus};
use crate::register::workers::service::{self as registrations, rights_of};

/// Takes the merge of a tombstone back. 409 naming what was changed since so that it cannot be: a period or a claim that was
/// moved on, months in a batch under way, a credit that is used, a registration that was made or merged since.
pub async fn part(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    reason: String,
) -> Result<WorkerRow, Problem> {
    let by = By { scope: &acting.caller.scope, origin: acting.origin, today: acting.today };
    let seen = workers::find(conn, by.scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(seen.version)?;
    let into = seen.merged_into_id.ok_or_else(|| not_merged(acting, &seen))?;
    let check = |from: &WorkerRow, into: &WorkerRow| {
        held.check(from.version)?;
        if into.status == WorkerStatus::Merged.as_str() {
            return Err(in_the_way("", "survivor_merged", MERGED_SINCE));
        }
        if into.is_buried() {
            // The death ended every period, also those that would go back.
            return Err(in_the_way("", "survivor_died", DIED_SINCE));
        }
        Ok(())
    };
    let mut pair = lock(conn, by, (id, into), check).await?;
    if persons::has_other_registration(conn, pair.from.person_id, pair.from.id).await? {
        // What is of the person by now is not all of this registration.
        return Err(in_the_way("", "registered_again", REGISTERED_AGAIN));
    }
    let before = queries::of_tombstone(conn, (pair.from.id, pair.from.regency_id)).await?;
    let before = before.ok_or_else(|| Problem::internal("a tombstone without its merge"))?;
    carry_out(conn, by, &mut pair, &before.effects, &reason).await?;
    let was = &before.effects.registration;
    let row = registrations::part(conn, by, &pair.from, was, &reason).await?;
    resume(conn, by, &row, (&before.effects, &reason)).await?;
    let after = MergeRow {
        status: AsText(MergeStatus::Unmerged),
        unmerged_by: acting.origin.actor.id(),
        unmerged_at: Some(trail::instant(acting.origin)),
        unmerged_reason: Some(reason.clone()),
        version: before.version + 1,
        updated_at: trail::instant(acting.origin),
        ..before.clone()
    };
    queries::update(conn, &after).await?;
    trail::updated(conn, acting.origin, &before, &after, UNMERGED, Some(reason)).await?;
    Ok(row)
}

fn not_merged(acting: Acting<'_>, row: &WorkerRow) -> Problem {
    let rights = rights_of(acting.caller);
    let allowed = row.worker_status().map(|status| states::allowed_actions(status, rights));
    allowed.map_or_else(Problem::internal, Problem::invalid_state)
}

async fn carry_out(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    pair: &mut Pair,
    effects: &Effects,
    reason: &str,
) -> Result<(), Problem> {
    let told = (UNMERGED, reason);
    let regency_id = pair.regency_id();
    let keys = ((pair.from.id, regency_id), (pair.into.id, regency_id));
    give_back_work(conn, by, &mut pair.places, keys, (&effects.work, reason)).await?;
    let back = effects.periods.iter().map(|before| Ok((*before, go_back(pair, before)?)));
    let mut back = back.collect::<Result<Vec<_>, Problem>>()?;
    // Those that leave first: the months that the others take again are free then.
    back.sort_by_key(|(before, _)| !before.went_over);
    put(conn, by, regency_id, &back, told).await?;
    let holder = |row: &WorkerRow| Holder { person_id: row.person_id, worker_id: row.id };
    let (first, second) = (holder(&pair.into), holder(&pair.from));
    exchange(conn, by.origin, (regency_id, first, second), &months(pair, effects)?).await?;
    let under = Under {
        worker_id: pair.from.id,
        person_id: pair.from.person_id,
        village_code: &pair.from.village_code,
    };
    let facts = repoint_facts(conn, by.origin, (keys.1, &effects.facts), under, told).await?;
    if facts.len() != effects.facts.len() {
        return Err(moved_on("membership"));
    }
    let stays =
        |id: &&Uuid| pair.claims.iter().any(|claim| claim.id == **id && claim.worker_id == pair.into.id);
    if effects.claims.iter().filter(stays).count() != effects.claims.len() {
        return Err(moved_on("claim"));
    }
    let claimant = Claimant {
        worker_id: pair.from.id,
        person_id: pair.from.person_id,
        village_code: &pair.from.village_code,
    };
    repoint_claims(conn, (by.scope, by.origin), &effects.claims, claimant, told).await?;
    owe_again(conn, by, pair, effects).await?;
    let went =
        |row: &&CoverageRow| effects.periods.iter().any(|one| one.went_over && one.coverage_id == row.id);
    let known = pair.periods.iter().filter(went).filter_map(|row| row.effective_on);
    let known: Vec<Day> = known.chain(facts.iter().map(|fact| fact.as_of)).collect();
    follow(conn, by, pair, known).await
}

/// Where a period stands again. 409 for one that somebody changed since it gave months up, or that stands elsewhere.
fn go_back(pair: &Pair, before: &MovedPeriod) -> Result<super::moved::To, Problem> {
    let found = pair.periods.iter().find(|row| row.id == before.coverage_id);
    let row = found.filter(|row| row.worker_id == pair.into.id || !before.went_over);
    let row = row.ok_or_else(|| moved_on("coverage"))?;
    let kept = match before.trimmed_version {
        Some(version) if version != row.version => return Err(moved_on("coverage")),
        Some(_) => (before.from_month, before.last_month),
        None => (row.from_month.0, row.last_month.0),
    };
    Ok(if before.went_over { wanted(&pair.from, kept) } else { super::moved::stays(row, kept) })
}

/// The months that go to the other side again, each with its period.
fn months(pair: &Pair, effects: &Effects) -> Result<Exchange, Problem> {
    let went = |book: &Booked| {
        effects.periods.iter().any(|one| one.went_over && one.coverage_id == book.coverage_id)
    };
    let own = |book: &&Booked| book.regency_id == pair.regency_id();
    let of = |person_id: Uuid, goes: bool| {
        let theirs = pair.books.iter().filter(own).filter(move |book| book.person_id == person_id);
        theirs.filter(move |book| went(book) == goes)
    };
    let from_into = of(pair.into.person_id, true);
    let mut under_way: Vec<Obstacle> = from_into
        .clone()
        .filter(|book| book.is_under_way)
        .map(|book| Obstacle::UnderWay(book.month.0))
        .collect();
    if !under_way.is_empty() {
        // A month is in the batch once for each programme.
        under_way.sort_unstable();
        under_way.dedup();
        return Err(obstacles::months("", &under_way));
    }
    let key = |book: &Booked| -> (Programme, Day) { (book.programme.0, book.month.0.first_day()) };
    Ok(Exchange {
        to_first: of(pair.from.person_id, false).map(key).collect(),
        to_second: from_into.map(key).collect(),
        waived: Vec::new(),
    })
}

/// Makes due again what was owed once instead of twice, and takes the credit off of what periods take again.
async fn owe_again(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    pair: &Pair,
    effects: &Effects,
) -> Result<(), Problem> {
    let trimmed = |row: &CoverageRow| {
        effects.periods.iter().any(|one| one.coverage_id == row.id && one.trimmed_version.is_some())
    };
    let periods: Vec<(PeriodKey, SourceKey)> = pair
        .periods
        .iter()
        .filter(|row| row.approved_at.is_some() && (trimmed(row) || effects.waived_of.contains(&row.id)))
        .map(|row| ((row.id, row.regency_id), (row.funding_source_id, row.regency_id)))
        .collect();
    hold(conn, &periods).await?;
    for period in periods {
        oblige(conn, by.origin, &[period], None).await?;
    }
    Ok(())
}

/// Takes the work up again that had been written down twice.
async fn resume(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    row: &WorkerRow,
    (effects, reason): (&Effects, &str),
) -> Result<(), Problem> {
    let places = lock_workplaces(conn, by.scope, row.id).await?;
    let key = (row.id, row.regency_id);
    resume_work(conn, by, places, key, (&effects.work.ended, effects.on), reason).await
}

fn moved_on(what: &str) -> Problem {
    let text = Text::new(
        format!("Sesuatu yang ikut digabung sudah diubah sejak itu: {what}."),
        format!("Something that went over with the merge was changed since: {what}."),
    );
    in_the_way("", "changed_since", text)
}

const MERGED_SINCE: Text = Text::fixed(
    "Pendaftaran yang bertahan sudah digabung lagi dengan yang lain: pisahkan itu dahulu.",
    "The registration that stayed was merged into another one since: take that back first.",
);
const REGISTERED_AGAIN: Text = Text::fixed(
    "Orang dengan NIK ini sudah didaftarkan lagi sejak penggabungan: kedua pendaftaran tidak dapat dipisahkan lagi.",
    "The person with this NIK was registered again since the merge: the two registrations cannot be parted any more.",
);
const DIED_SINCE: Text = Text::fixed(
    "Cabut dahulu kematian yang dicatat, pisahkan, lalu catat kembali.",
    "Take the recorded death back first, part, record it again.",
);
