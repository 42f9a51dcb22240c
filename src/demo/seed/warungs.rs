//! The warungs of a village with those who work there, day by day: entered, joined, left, closed.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;

use super::people::People;
use super::{HEARD_AFTER, Place, by_day};
use crate::demo::{DemoJob, DemoWarung, DemoWorker, VillageRoster};
use crate::domain::{Day, Id};
use crate::platform::http::{Field, IfMatch, Issues, Problem};
use crate::register::warungs::{
    By, Closing, ClosingReason, LinkPatch, NewLink, NewWarung, Staffed, WarungFields, add_worker, close,
    create_staffed, update_worker,
};

/// Something that happens to a warung after it was entered.
enum Event<'a> {
    Joins(&'a DemoWarung, &'a DemoJob),
    Leaves(&'a DemoWarung, &'a DemoJob, Day),
    Closes(&'a DemoWarung, Day, &'static str),
}

/// Enters the warungs of a village with all that became of them.
pub async fn enter(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    village: &VillageRoster,
) -> Result<(), Problem> {
    let writer = people.writer(&village.village);
    for (day, warungs) in by_day(village.warungs.iter().map(|warung| (warung.entered_on, warung))) {
        let origin = place.origin(writer, day);
        let staffed = warungs.into_iter().map(|warung| staffed(warung, &village.workers));
        let staffed = staffed.collect::<Result<Vec<_>, Problem>>()?;
        let by = By { scope: &writer.scope, origin: &origin, today: day };
        create_staffed(conn, by, staffed).await?;
    }
    let mut versions: HashMap<Id, i32> = HashMap::new();
    for (day, events) in by_day(village.warungs.iter().flat_map(|warung| events(place, warung))) {
        let origin = place.origin(writer, day);
        let by = By { scope: &writer.scope, origin: &origin, today: day };
        for event in events {
            let row = match event {
                Event::Joins(warung, job) => {
                    let link = link(job, &village.workers)?;
                    add_worker(conn, by, warung.id, link).await?.0
                }
                Event::Leaves(warung, job, on) => {
                    let patch = LinkPatch { role: None, since_on: None, until_on: Field::Value(on) };
                    update_worker(conn, by, warung.id, job.id, &IfMatch::exactly(1), patch).await?.0
                }
                Event::Closes(warung, on, reason) => {
                    let reason = ClosingReason::parse(reason).map_err(Problem::internal)?;
                    let version = versions.get(&warung.id).copied().unwrap_or(1);
                    let closing = Closing { reason, on, note: None };
                    close(conn, by, warung.id, &IfMatch::exactly(version), closing).await?
                }
            };
            versions.insert(row.id, row.version);
        }
    }
    Ok(())
}

/// What happens to a warung, and when it is written down.
fn events<'a>(place: &Place<'_>, warung: &'a DemoWarung) -> Vec<(Day, Event<'a>)> {
    let later = warung.jobs.iter().filter(|job| job.entered_on > warung.entered_on);
    let joins = later.map(|job| (job.entered_on, Event::Joins(warung, job)));
    // The end of a warung ends the work of all who are there.
    let last_day = warung.closed.map_or(Day::MAX, |(on, _)| on);
    let left =
        warung.jobs.iter().filter_map(|job| Some((job, job.left_on?))).filter(|(_, on)| *on < last_day);
    let leaves = left.map(|(job, on)| (place.after(on, HEARD_AFTER), Event::Leaves(warung, job, on)));
    let closes = warung.closed.into_iter();
    let closes = closes.map(|(on, reason)| (place.after(on, HEARD_AFTER), Event::Closes(warung, on, reason)));
    joins.chain(leaves).chain(closes).collect()
}

fn staffed(warung: &DemoWarung, workers: &[DemoWorker]) -> Result<Staffed, Problem> {
    let fields = WarungFields {
        village_code: Field::Value(warung.village.to_string()),
        name: Field::Value(warung.name.clone()),
        address: field(warung.address.clone()),
        latitude: Field::Absent,
        longitude: Field::Absent,
        kbli_edition: field(warung.kbli.map(|(edition, _)| edition.to_string())),
        kbli_code: field(warung.kbli.map(|(_, code)| code.to_owned())),
        nib: field(warung.nib.clone()),
    };
    let facts = fields.settle(None, Issues::new())?;
    let there = warung.jobs.iter().filter(|job| job.entered_on == warung.entered_on);
    let workers = there.map(|job| link(job, workers)).collect::<Result<Vec<_>, Problem>>()?;
    Ok(Staffed { warung: NewWarung { id: Some(warung.id), facts }, workers })
}

fn link(job: &DemoJob, workers: &[DemoWorker]) -> Result<NewLink, Problem> {
    let worker = workers.get(job.worker).ok_or_else(|| Problem::internal("a job of nobody in the roster"))?;
    Ok(NewLink { id: Some(job.id), worker_id: worker.id, role: job.role, since_on: job.since_on })
}

fn field<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Absent, Field::Value)
}
