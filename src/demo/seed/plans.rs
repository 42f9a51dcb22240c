//! Enrolment plans in every state: one that a decree has made into funded periods, and those of the next year, of which one
//! waits for the second person and one is still being prepared.

use diesel_async::AsyncPgConnection;

use super::Place;
use super::people::People;
use super::sources::{self, Sources};
use crate::cover::coverages::service::Decree;
use crate::cover::enrolment::model::PlanRow;
use crate::cover::enrolment::rules::{Criteria, Priority, Quotas};
use crate::cover::enrolment::service::{self as plans, NewPlan};
use crate::domain::{Day, Month, MonthRange, Occupation, PayerKind, Programme, ProgrammeSet, new_id};
use crate::platform::db::transaction::transact;
use crate::platform::http::{IfMatch, Problem};

/// So many people come in by the decree of the year.
const PLACES_OF_DECREE: i32 = 25;

/// Plans what can be planned today.
pub async fn plan(
    place: &Place<'_>,
    people: &People,
    sources: &Sources,
    workers: u32,
) -> Result<(), Problem> {
    let this_month = Month::from_date(place.today);
    let december = Month::new(this_month.year(), 12).map_err(Problem::internal)?;
    let rest = MonthRange::new(this_month, december).map_err(Problem::internal)?;
    let next = sources::enter_next(place, people, workers).await?;
    let mut conn = place.state.db.write().await?;
    transact(&mut conn, async |conn| {
        let office = Office { place, people };
        let priorities = vec![Priority::LowestDecile, Priority::Oldest];
        let csr = sources.of(PayerKind::Csr)?;
        let added = new_plan(place, format!("Tambahan {}", this_month.year()), csr, sources, rest);
        let added = NewPlan { places: Some(PLACES_OF_DECREE), priorities, ..added };
        if let Some(submitted) = office.submit(conn, added).await? {
            office.approve(conn, &submitted).await?;
        }

        let priorities = vec![Priority::PastEntryAge, Priority::Continuation, Priority::LowestDecile];
        let (apbd, months) = next.of(PayerKind::Apbd)?;
        let whole =
            new_plan(place, format!("Pekerja rentan {}", months.from().year()), apbd, sources, months);
        office.submit(conn, NewPlan { priorities, ..whole }).await?;

        let (dbhcht, months) = next.of(PayerKind::Dbhcht)?;
        let tobacco =
            new_plan(place, format!("Buruh tani tembakau {}", months.from().year()), dbhcht, sources, months);
        let criteria = Criteria { occupations: vec![Occupation::TobaccoFarmWorker], ..Criteria::default() };
        office.compute(conn, NewPlan { criteria, ..tobacco }).await?;
        Ok(())
    })
    .await
}

fn new_plan(
    place: &Place<'_>,
    name: String,
    source: uuid::Uuid,
    sources: &Sources,
    months: MonthRange,
) -> NewPlan {
    NewPlan {
        id: new_id(place.state.clock.now()),
        name,
        funding_source_id: source,
        programmes: ProgrammeSet::EMPTY.with(Programme::Jkk).with(Programme::Jkm),
        wage_base: sources.wage_base,
        months,
        criteria: Criteria::default(),
        priorities: Vec::new(),
        places: None,
        quotas: Quotas::default(),
    }
}

/// Those who prepare plans and decide on them.
struct Office<'a> {
    place: &'a Place<'a>,
    people: &'a People,
}

impl Office<'_> {
    async fn compute(&self, conn: &mut AsyncPgConnection, new: NewPlan) -> Result<PlanRow, Problem> {
        let (officer, today) = (&self.people.officer, self.place.today);
        let origin = self.place.origin(officer, today);
        let row = plans::create(conn, &officer.scope, &origin, new).await?;
        let read = IfMatch::exactly(row.version);
        plans::compute(conn, &officer.scope, &origin, today, row.id, &read).await
    }

    /// Hands a computed plan on; not one for which there is nobody.
    async fn submit(&self, conn: &mut AsyncPgConnection, new: NewPlan) -> Result<Option<PlanRow>, Problem> {
        let computed = self.compute(conn, new).await?;
        if computed.chosen_total.is_none_or(|chosen| chosen == 0) {
            return Ok(None);
        }
        let officer = &self.people.officer;
        let origin = self.place.origin(officer, self.place.today);
        let read = IfMatch::exactly(computed.version);
        plans::submit(conn, &officer.scope, &origin, computed.id, &read).await.map(Some)
    }

    async fn approve(&self, conn: &mut AsyncPgConnection, submitted: &PlanRow) -> Result<PlanRow, Problem> {
        let (approver, today) = (&self.people.approver, self.place.today);
        let origin = self.place.origin(approver, today);
        let read = IfMatch::exactly(submitted.version);
        let decree = Decree { number: decree_number(today), on: today };
        plans::approve(conn, &approver.scope, &origin, today, submitted.id, &read, decree).await
    }
}

fn decree_number(today: Day) -> String {
    format!("503/81/PKS/435.107/{}", today.format("%Y"))
}
