//! Fills an empty database for the demo, through the same services as any other data: the roster is entered, verified,
//! funded and claimed upon day by day, in the names of the demo's accounts.

mod decisions;
mod people;
mod workers;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{Credentials, Roster, VillageRoster};
use crate::app::AppState;
use crate::domain::RegionCode;
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;
use crate::register::regencies::{self, RegencyRow};
use crate::register::regions;
use people::People;

/// One seed for every demo, so that what one person sees another can find.
const SEED: u64 = 3529;

/// So many villages are told at the same time.
const AT_ONCE: usize = 8;

/// Where and when the roster is fed.
struct Place<'a> {
    state: &'a AppState,
    regency: &'a RegencyRow,
    today: NaiveDate,
}

/// Brings in Sumenep with its regions, the accounts of the demo, and the roster with all that became of it.
pub async fn seed(state: &AppState, workers: u32) -> Result<Credentials, Problem> {
    let regency = take_in_sumenep(state).await?;
    let (people, credentials) = {
        let mut conn = state.db.write().await?;
        people::settle(&mut conn, &regency, state.clock.now()).await?
    };
    let place = Place { state, regency: &regency, today: state.clock.today() };
    let villages = regions::sumenep::villages().map_err(Problem::internal)?;
    let roster = Roster::new(SEED, place.today, villages, workers);
    workers::load(&place, &people, &roster).await?;
    stream::iter(roster.villages())
        .map(|village| tell(&place, &people, village))
        .buffer_unordered(AT_ONCE)
        .try_collect::<()>()
        .await?;
    Ok(credentials)
}

/// What became of the people of a village, in one transaction.
async fn tell(place: &Place<'_>, people: &People, village: VillageRoster) -> Result<(), Problem> {
    let mut conn = place.state.db.write().await?;
    transact(&mut conn, async |conn| {
        for worker in &village.workers {
            decisions::decide_story(conn, place, people, worker).await?;
        }
        Ok(())
    })
    .await
}

async fn take_in_sumenep(state: &AppState) -> Result<RegencyRow, Problem> {
    let mut client = state.db.copy_client().await?;
    let carried = regions::sumenep::regions().map_err(Problem::internal)?;
    regions::import::import(&mut client, carried.into_iter().map(Ok)).await.map_err(Problem::internal)?;
    drop(client);

    let origin = Origin { actor: Actor::System, request_id: None, import_id: None, now: state.clock.now() };
    let region_code = RegionCode::parse(regions::sumenep::REGENCY).map_err(Problem::internal)?;
    let sumenep = regencies::NewRegency { region_code, name: None };
    let mut conn = state.db.write().await?;
    transact(&mut conn, async |conn| regencies::create(conn, &origin, sumenep).await).await
}

/// Nine in the morning of a day in WIB, but never later than now.
fn moment(state: &AppState, day: NaiveDate) -> DateTime<Utc> {
    let two = NaiveTime::from_hms_opt(2, 0, 0).unwrap_or(NaiveTime::MIN);
    day.and_time(two).and_utc().min(state.clock.now())
}
