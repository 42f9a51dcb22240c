//! What follows from a death, and how it is taken back.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Acting;
use crate::access::caller::RegionScope;
use crate::casework::deaths::model::{Effects, EndedPeriod};
use crate::casework::deaths::queries;
use crate::claims::cases::queries as claims;
use crate::cover::closes::service as closes;
use crate::cover::contributions::obligations::service::hold_people;
use crate::cover::coverages;
use crate::cover::coverages::model::CoverageRow;
use crate::cover::coverages::rules::EndReason;
use crate::cover::coverages::service::{Ending, Revival};
use crate::cover::deaths::{self, Told};
use crate::cover::standing;
use crate::cover::standing::rules::Standing;
use crate::domain::{Day, RegionCode};
use crate::platform::http::Problem;
use crate::register::warungs::{self, By};
use crate::register::workers::queries as workers;
use crate::register::workers::service::{Closed, bury, raise};

/// Locks everything that the deaths of these people touch, before anything of it is written: the turns at the deaths, and then
/// what everybody locks, in the order in which everybody locks it (see [`crate::cover::funding::budget`]). What follows locks
/// one or the other of it again, when nobody can be in between any more. A list holds all its people at once: locked one dead
/// after the other, a source would be held by who still waits for a period of the next.
///
/// Who takes back or moves what a death ended gives the periods that it ended: one that never began has left the place of
/// another and does not name it any more, and takes it again.
pub async fn hold(
    conn: &mut AsyncPgConnection,
    mut persons: Vec<Uuid>,
    ended: &[EndedPeriod],
) -> Result<(), Problem> {
    persons.sort_unstable();
    persons.dedup();
    if persons.is_empty() {
        return Ok(());
    }
    queries::take_turns(conn, &persons).await?;
    let scope = everywhere(conn, &persons).await?;
    let mut registrations = queries::registrations(conn, &persons).await?;
    warungs::lock_workplaces_of(conn, &scope, &registrations).await?;
    let own = coverages::queries::list_of_people(conn, &persons).await?;
    let mut ids: Vec<Uuid> = own.iter().map(|period| period.id).collect();
    // Who died before the place was taken leaves it to the one before.
    let before = coverages::queries::replaced_by(conn, &scope, &ids).await?;
    ids.extend(before);
    ids.extend(ended.iter().filter_map(|period| period.replaces_id));
    let periods = coverages::queries::lock_rows(conn, &scope, &ids).await?;
    registrations.extend(periods.iter().map(|period| period.worker_id));
    workers::list_for_update(conn, &scope, &registrations).await?;
    claims::lock_of_people(conn, &persons).await?;
    coverages::queries::lock_persons(conn, &persons).await?;
    let sources = periods.iter().map(|period| (period.funding_source_id, period.regency_id));
    hold_people(conn, &persons, sources).await?;
    // Whoever reopens months of one regency only locks them in their order anyway.
    if scope.regency_ids.len() > 1 {
        closes::hold(conn, &scope.regency_ids).await?;
    }
    Ok(())
}

/// Ends what ends with a death: every open registration of the person and the one that is named, and every funded period that
/// reaches into the month of the death. What the person has in other regencies ends too, though the caller does not see it:
/// the dead are dead everywhere. The caller has called [`hold`].
pub async fn apply(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    dead: (Uuid, Uuid),
    died_on: Day,
) -> Result<Effects, Problem> {
    let scope = everywhere(conn, &[dead.0]).await?;
    let registrations = bury_all(conn, acting, &scope, dead, died_on).await?;
    let periods = end_running(conn, acting, &scope, dead.0, died_on).await?;
    tell(conn, acting, dead.0, (&registrations, died_on), true).await?;
    Ok(Effects { registrations, periods })
}

/// Takes back what a death ended, where it is still as that left it. Gives the periods that stay ended. The caller has called
/// [`hold`].
pub async fn undo(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    person_id: Uuid,
    (effects, died_on): (&Effects, Day),
    reason: &str,
) -> Result<Vec<EndedPeriod>, Problem> {
    let scope = everywhere(conn, &[person_id]).await?;
    raise_all(conn, acting, &scope, (&effects.registrations, died_on), reason).await?;
    let revivals: Vec<Revival> = effects.periods.iter().map(revival).collect();
    let revived = coverages::service::revive(conn, &scope, acting.origin, &revivals, reason).await?;
    tell(conn, acting, person_id, (&effects.registrations, died_on), false).await?;
    Ok(still_ended(effects, &revived))
}

/// Moves what a death ended from one day to another. The registrations stand again for a moment, since nothing but a day is
/// written of them; of the periods only the months between the two days move, so that no money is needed for the others. Gives
/// what ends with the death on the new day, and what had ended with it and cannot go on. The caller has called [`hold`].
pub async fn shift(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    dead: (Uuid, Uuid),
    (effects, from): (&Effects, Day),
    to: Day,
    reason: &str,
) -> Result<Effects, Problem> {
    let scope = everywhere(conn, &[dead.0]).await?;
    raise_all(conn, acting, &scope, (&effects.registrations, from), reason).await?;
    let registrations = bury_all(conn, acting, &scope, dead, to).await?;
    let revivals: Vec<Revival> = effects.periods.iter().map(revival).collect();
    let go_on = coverages::service::shift(conn, &scope, acting.origin, &revivals, to, reason).await?;
    let mut periods = end_running(conn, acting, &scope, dead.0, to).await?;
    periods.extend(still_ended(effects, &go_on));
    tell(conn, acting, dead.0, (&effects.registrations, from), false).await?;
    tell(conn, acting, dead.0, (&registrations, to), true).await?;
    Ok(Effects { registrations, periods })
}

async fn bury_all(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    scope: &RegionScope,
    (person_id, worker_id): (Uuid, Uuid),
    on: Day,
) -> Result<Vec<Closed>, Problem> {
    let mut registrations = queries::open_registrations(conn, person_id).await?;
    if !registrations.contains(&worker_id) {
        registrations.push(worker_id);
    }
    registrations.sort_unstable();
    let by = By { scope, origin: acting.origin, today: acting.today };
    let mut closed = Vec::new();
    for id in registrations {
        closed.extend(bury(conn, by, id, on).await?);
    }
    Ok(closed)
}

async fn raise_all(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    scope: &RegionScope,
    (registrations, died_on): (&[Closed], Day),
    reason: &str,
) -> Result<(), Problem> {
    let by = By { scope, origin: acting.origin, today: acting.today };
    for closed in registrations {
        raise(conn, by, closed, died_on, reason).await?;
    }
    Ok(())
}

async fn end_running(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    scope: &RegionScope,
    person_id: Uuid,
    on: Day,
) -> Result<Vec<EndedPeriod>, Problem> {
    let periods = queries::running_periods(conn, person_id, on).await?;
    let ending =
        |period: &EndedPeriod| (period.coverage_id, Ending { reason: EndReason::Death, on, note: None });
    let endings: Vec<(Uuid, Ending)> = periods.iter().map(ending).collect();
    if !endings.is_empty() {
        coverages::service::end(conn, scope, acting.origin, endings, None).await?;
    }
    Ok(periods)
}

fn revival(period: &EndedPeriod) -> Revival {
    Revival { id: period.coverage_id, status: period.status, replaces_id: period.replaces_id }
}

/// The periods that ended with a death and are not among those that go on.
fn still_ended(effects: &Effects, go_on: &[CoverageRow]) -> Vec<EndedPeriod> {
    let stays = |period: &&EndedPeriod| go_on.iter().all(|row| row.id != period.coverage_id);
    effects.periods.iter().filter(stays).copied().collect()
}

/// Lets money and closed months follow what the registers say of the death now. `buried` is whether they say it, or say again
/// what they said before.
async fn tell(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    person_id: Uuid,
    (registrations, died_on): (&[Closed], Day),
    buried: bool,
) -> Result<(), Problem> {
    for closed in registrations {
        let (before, death) = (closed.death_on(), Some(died_on));
        let (was, is) = if buried { (before, death) } else { (death, before) };
        let told = Told { by: closed.worker_id, was, is };
        deaths::told(conn, acting.origin, (closed.regency_id, person_id), told).await?;
    }
    Ok(())
}

/// Whether somebody was covered on a day or might have been, by what a regency knows.
pub async fn may_be_covered(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    person_id: Uuid,
    died_on: Day,
) -> Result<bool, Problem> {
    let asked = standing::Asked::person(person_id, died_on);
    let found = standing::service::standings(conn, &[regency_id], &[asked]).await?;
    Ok(found.into_iter().any(Standing::may_be_covered))
}

/// Wherever these people are or were registered: the regencies in the order of their numbers.
async fn everywhere(conn: &mut AsyncPgConnection, persons: &[Uuid]) -> Result<RegionScope, Problem> {
    let (mut regencies, mut villages) = (Vec::new(), Vec::new());
    for (regency_id, village) in queries::scope_of(conn, persons).await? {
        regencies.push(regency_id);
        villages.push(RegionCode::parse(&village).map_err(Problem::internal)?);
    }
    regencies.sort_unstable();
    regencies.dedup();
    Ok(RegionScope::regions(regencies, villages))
}
