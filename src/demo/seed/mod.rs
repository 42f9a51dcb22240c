//! Fills an empty database for the demo, through the same services as any other data: the roster is entered, verified,
//! funded and claimed upon day by day, in the names of the demo's accounts.

mod batches;
mod claims;
mod closes;
mod coverages;
mod decisions;
mod messages;
mod people;
mod plans;
mod reports;
mod scans;
mod sources;
mod warungs;
mod workers;

use std::collections::BTreeMap;
use std::iter;

use chrono::{DateTime, Days, NaiveTime, Utc};
use diesel_async::AsyncPgConnection;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::calendar::january;
use super::{Credentials, Roster, VillageRoster};
use crate::access::caller::Principal;
use crate::app::AppState;
use crate::domain::{Day, RegionCode};
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;
use crate::register::regencies::{self, RegencyRow};
use crate::register::regions;
use people::People;
use sources::Sources;

/// One seed for every demo, so that what one person sees another can find.
const SEED: u64 = 3529;

/// So many villages are told at the same time.
const AT_ONCE: usize = 8;

/// The funded periods of about so many workers are told together.
const TOGETHER: usize = 10_000;

/// After so many days the office hears of who died, left or closed.
const HEARD_AFTER: u64 = 4;

/// Where and when the roster is fed.
struct Place<'a> {
    state: &'a AppState,
    regency: &'a RegencyRow,
    today: Day,
}

impl Place<'_> {
    /// Who writes on a day, as the history names them.
    fn origin(&self, person: &Principal, day: Day) -> Origin {
        Origin { actor: person.actor, request_id: None, import_id: None, now: moment(self.state, day) }
    }

    /// The day so many days before today, but not in the year before.
    fn ago(&self, days: u64) -> Day {
        let day = self.today.checked_sub_days(Days::new(days)).unwrap_or(self.today);
        day.max(january(self.today).first_day())
    }

    /// The day so many days later, but today at the latest.
    fn after(&self, day: Day, days: u64) -> Day {
        day.checked_add_days(Days::new(days)).unwrap_or(self.today).min(self.today)
    }
}

/// Things in the order of their days.
fn by_day<T>(things: impl IntoIterator<Item = (Day, T)>) -> BTreeMap<Day, Vec<T>> {
    let mut days: BTreeMap<Day, Vec<T>> = BTreeMap::new();
    for (day, thing) in things {
        days.entry(day).or_default().push(thing);
    }
    days
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
    let sources = sources::enter(&place, &people, workers).await?;
    workers::load(&place, &people, &roster).await?;
    tell(&place, &people, &sources, &roster).await?;
    closes::close(&place, &people).await?;
    plans::plan(&place, &people, &sources, workers).await?;
    messages::tell(&place).await?;
    Ok(credentials)
}

/// What became of the people of the villages. What concerns one village alone goes several at a time; the money of a
/// source is promised to many villages, and one decree names people of all of them.
async fn tell(place: &Place<'_>, people: &People, sources: &Sources, roster: &Roster) -> Result<(), Problem> {
    each_village(place, roster, async |conn, village| {
        transact(conn, async |conn| {
            warungs::enter(conn, place, people, village).await?;
            decisions::decide_stories(conn, place, people, &village.workers).await
        })
        .await
    })
    .await?;
    for villages in neighbours(roster) {
        let mut conn = place.state.db.write().await?;
        transact(&mut conn, async |conn| coverages::fund(conn, place, people, sources, &villages).await)
            .await?;
    }
    batches::pay(place, people, sources, roster).await?;
    each_village(place, roster, async |conn, village| {
        transact(conn, async |conn| decisions::let_go(conn, place, people, &village.workers).await).await?;
        claims::file(conn, place, people, &village.workers).await
    })
    .await?;
    reports::tell(place, people, roster).await
}

/// The villages in groups that fit into memory, however large the roster.
fn neighbours(roster: &Roster) -> impl Iterator<Item = Vec<VillageRoster>> + '_ {
    let mut villages = roster.villages();
    iter::from_fn(move || {
        let (mut group, mut workers) = (Vec::new(), 0);
        while workers < TOGETHER {
            let Some(village) = villages.next() else { break };
            workers += village.workers.len();
            group.push(village);
        }
        (!group.is_empty()).then_some(group)
    })
}

/// A part of the story: each village on a connection of its own, several at the same time. In a transaction it touches nothing
/// but what is the village's, or what one family would touch.
async fn each_village(
    place: &Place<'_>,
    roster: &Roster,
    part: impl AsyncFn(&mut AsyncPgConnection, &VillageRoster) -> Result<(), Problem>,
) -> Result<(), Problem> {
    stream::iter(roster.villages())
        .map(Ok)
        .try_for_each_concurrent(AT_ONCE, async |village| {
            let mut held = place.state.db.write().await?;
            let conn: &mut AsyncPgConnection = &mut held;
            part(conn, &village).await
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
fn moment(state: &AppState, day: Day) -> DateTime<Utc> {
    let two = NaiveTime::from_hms_opt(2, 0, 0).unwrap_or(NaiveTime::MIN);
    day.and_time(two).and_utc().min(state.clock.now())
}
