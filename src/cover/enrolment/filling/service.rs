//! Filling free places from the reserve list.

mod confirm;
mod spots;

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::rules::{Action, Rights, Why, allowed};
use super::super::service::{OfPlan, lock_for, outdated, source_of, write};
use super::queries::{self, PassedOverRow, ReserveRow};
use super::rules::{Pass, Room};
use crate::access::caller::RegionScope;
use crate::cover::coverages::service::{
    self as coverages, Enrolment, Found, Sought, admit_terms, lock_places, look,
};
use crate::cover::trail;
use crate::domain::{Day, Month, MonthRange, RegionCode, new_id};
use crate::platform::changes::Origin;
use crate::platform::db::transaction::take_time;
use crate::platform::http::{IfMatch, Problem};
use spots::{Spots, Taker};

/// How many free places are looked at.
const PLACES_AT_ONCE: i64 = 1_000;
/// How many people an answer names who could not come.
const NAMED: i64 = 200;
/// How many people of the reserve list are looked at together, at least and at most.
const PEOPLE_AT_ONCE: (i64, i64) = (50, 2_000);

/// A plan with what its free places came to.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The plan.
    pub plan: PlanRow,
    /// How many places were free.
    pub free_before: i64,
    /// Who came into which.
    pub came: Vec<Came>,
    /// Who could not come, the first of them.
    pub passed_over: Vec<PassedOverRow>,
    /// The periods whose places stay free, the first of them.
    pub still_free: Vec<Uuid>,
}

/// Somebody who came into a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// The period that ended.
    pub replaces_id: Uuid,
    /// The proposed period.
    pub coverage_id: Uuid,
    /// Who came.
    pub worker_id: Uuid,
    /// The rank on the reserve list.
    pub rank: i32,
    /// The months.
    pub months: MonthRange,
}

/// Who does it, and when.
#[derive(Clone, Copy)]
pub struct Doer<'a> {
    /// The caller's regions.
    pub scope: &'a RegionScope,
    /// Who.
    pub origin: &'a Origin,
    /// The day.
    pub today: Day,
}

/// Gives the places of an approved plan that became free to the next on its reserve list who can be funded: by rank, and where
/// villages have quotas to people of the same village first. Each becomes a proposal for the months that are left.
pub async fn fill(
    conn: &mut AsyncPgConnection,
    doer: Doer<'_>,
    id: Uuid,
    held: &IfMatch,
    places_max: usize,
) -> Result<Filled, Problem> {
    let (before, _) = lock_for(conn, doer.scope, id, held, Action::Fill).await?;
    let possible = allowed(before.state(), Rights::ALL);
    let filled = fill_locked(conn, doer, before, places_max).await;
    filled.map_err(|problem| problem.allowing(possible))
}

async fn fill_locked(
    conn: &mut AsyncPgConnection,
    doer: Doer<'_>,
    before: PlanRow,
    places_max: usize,
) -> Result<Filled, Problem> {
    // The reserve list may have a hundred thousand names.
    take_time(conn).await?;
    let mut filling = Filling::open(conn, doer, &before, places_max).await?;
    loop {
        filling.pick(conn).await?;
        if filling.confirm(conn).await? {
            break;
        }
    }
    let (came, still_free) = filling.propose(conn).await?;
    let plan = match came.is_empty() {
        true => before.clone(),
        false => write(conn, doer.origin, &before, before.clone(), Action::Fill, None).await?,
    };
    let passed_over = queries::passed_over(conn, &plan, trail::instant(doer.origin), NAMED).await?;
    let free_before = filling.free_before;
    Ok(Filled { plan, free_before, came, passed_over, still_free })
}

/// Places on their way from one to the other.
struct Filling<'a> {
    doer: Doer<'a>,
    plan: &'a PlanRow,
    places_max: usize,
    free_before: i64,
    room: Room,
    spots: Spots,
}

impl<'a> Filling<'a> {
    /// Locks the places that became free.
    async fn open(
        conn: &mut AsyncPgConnection,
        doer: Doer<'a>,
        plan: &'a PlanRow,
        places_max: usize,
    ) -> Result<Self, Problem> {
        let now = Month::from_date(doer.today);
        let freed = queries::freed(conn, plan, now, PLACES_AT_ONCE).await?;
        let free_before = freed.first().map(|row| row.total).unwrap_or_default();
        let ids: Vec<Uuid> = freed.iter().map(|row| row.coverage_id).collect();
        let villages: HashMap<Uuid, RegionCode> =
            freed.into_iter().map(|row| (row.coverage_id, row.village_code.0)).collect();
        let places = lock_places(conn, doer.scope, &ids).await?;
        let spots = Spots::new(places, villages, now);
        for terms in spots.terms() {
            let (source, _) = source_of(conn, terms.source).await?;
            admit_terms(conn, &source, terms.months, terms.wage_base.amount()).await.map_err(outdated)?;
        }
        let quotas = plan.quotas();
        let held = queries::held(conn, plan).await?.into_iter().map(|row| (row.village_code.0, row.places));
        let room = Room::new(quotas, held.collect());
        Ok(Self { doer, plan, places_max, free_before, room, spots })
    }

    /// Looks for somebody for each place, without locking anybody yet.
    async fn pick(&mut self, conn: &mut AsyncPgConnection) -> Result<(), Problem> {
        for terms in self.spots.terms() {
            for pass in self.room.passes() {
                self.pick_for(conn, &terms, *pass).await?;
            }
        }
        Ok(())
    }

    async fn pick_for(
        &mut self,
        conn: &mut AsyncPgConnection,
        terms: &Enrolment,
        pass: Pass,
    ) -> Result<(), Problem> {
        let mut after = 0;
        while self.spots.taken() < self.places_max && self.spots.is_open(terms) {
            let villages = self.spots.villages(terms, |village| self.room.admits(village));
            let villages = Some(villages).filter(|_| pass == Pass::SameVillage);
            let takers = self.spots.workers();
            let limit =
                self.spots.open_count(terms).saturating_mul(2).clamp(PEOPLE_AT_ONCE.0, PEOPLE_AT_ONCE.1);
            let next =
                queries::reserve_after(conn, self.plan, villages.as_deref(), &takers, after, limit).await?;
            let Some(last) = next.last().map(|person| person.place) else { break };
            let found = look(conn, self.doer.today, terms, next.iter().map(sought).collect()).await?;
            let workers = next.iter().map(|person| person.worker_id).collect();
            let of_plan = OfPlan::look(conn, self.plan, self.doer.today, workers).await?;
            let mut passed_over = Vec::new();
            for (person, found) in next.into_iter().zip(found) {
                if self.spots.taken() >= self.places_max {
                    break;
                }
                let village = &person.village_code.0;
                let Some(number) = self.spots.find(terms, pass, &self.room, village) else { continue };
                match obstacles(&of_plan, person.worker_id, &found)? {
                    Some(reasons) => passed_over.push((person.worker_id, reasons)),
                    None => {
                        self.room.enter(village);
                        self.spots.take(number, Taker::new(person));
                    }
                }
            }
            self.mark(conn, passed_over).await?;
            after = last;
        }
        Ok(())
    }

    async fn mark(&self, conn: &mut AsyncPgConnection, people: Vec<(Uuid, Vec<Why>)>) -> Result<(), Problem> {
        if people.is_empty() {
            return Ok(());
        }
        let kept = people.into_iter().map(|(worker, reasons)| Ok((worker, serde_json::to_value(reasons)?)));
        let kept = kept.collect::<Result<Vec<_>, serde_json::Error>>().map_err(Problem::internal)?;
        queries::mark_passed_over(conn, self.plan, trail::instant(self.doer.origin), &kept).await?;
        Ok(())
    }

    /// Proposes whoever was confirmed. Gives who came, and the periods whose places stay free.
    async fn propose(&mut self, conn: &mut AsyncPgConnection) -> Result<(Vec<Came>, Vec<Uuid>), Problem> {
        let Doer { scope, origin, today } = self.doer;
        let (newcomers, still_free) = self.spots.settle(|| new_id(origin.now));
        if newcomers.is_empty() {
            return Ok((Vec::new(), still_free));
        }
        let ranks: HashMap<Uuid, i32> = newcomers.iter().map(|(one, rank)| (one.worker_id, *rank)).collect();
        let newcomers = newcomers.into_iter().map(|(one, _)| one).collect();
        let because = format!("enrolment_plan {}", self.plan.id);
        let rows = coverages::refill(conn, scope, origin, today, &because, newcomers).await?;
        let (workers, periods) = rows.iter().map(|row| (row.worker_id, row.id)).unzip();
        super::super::queries::mark_come(conn, self.plan, workers, periods).await?;
        let came = rows.iter().map(|row| {
            let incomplete = || Problem::internal("a replacement without its place");
            Ok(Came {
                replaces_id: row.replaces_id.ok_or_else(incomplete)?,
                coverage_id: row.id,
                worker_id: row.worker_id,
                rank: ranks.get(&row.worker_id).copied().ok_or_else(incomplete)?,
                months: row.months().map_err(Problem::internal)?,
            })
        });
        Ok((came.collect::<Result<_, Problem>>()?, still_free))
    }
}

fn sought(person: &ReserveRow) -> Sought {
    Sought {
        worker_id: person.worker_id,
        person_id: person.person_id,
        village_code: person.village_code.0.to_string(),
    }
}

/// Everything that keeps somebody from coming, if something does.
fn obstacles(of_plan: &OfPlan, worker_id: Uuid, found: &Found) -> Result<Option<Vec<Why>>, Problem> {
    let verdict = of_plan.verdict(worker_id, found)?;
    Ok((!verdict.is_eligible).then_some(verdict.reasons))
}
