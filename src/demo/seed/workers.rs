//! The workers of the roster: staged and merged like an import, one load for each day on which villages entered
//! people.

use std::collections::{BTreeMap, BTreeSet};

use super::Place;
use super::people::People;
use crate::app::AppState;
use crate::demo::{DemoWorker, Roster, VillageRoster};
use crate::domain::{Day, new_id};
use crate::platform::db::transaction::transact;
use crate::platform::http::{Field, Issues, Problem};
use crate::register::workers::bulk::{self, Load, Stage, StagedRow, StagedWorker};
use crate::register::workers::fields::{self, Entry, Standing, WorkerFields};
use crate::register::workers::model::WorkerRow;

/// Loads all workers of the roster. A village is made anew for each day on which it entered somebody, so that the
/// size of the roster needs no memory.
pub async fn load(place: &Place<'_>, people: &People, roster: &Roster) -> Result<(), Problem> {
    for (day, villages) in days(roster) {
        let origin = place.origin(&people.officer, day);
        let load = Load {
            id: new_id(origin.now),
            regency_id: place.regency.id,
            patterns: people.officer.scope.patterns(),
            origin,
            today: day,
        };
        let villages = villages.into_iter().filter_map(|index| roster.village(index));
        stage(place.state, &load, villages).await?;
        merge(place.state, &load).await?;
    }
    Ok(())
}

/// The days on which somebody was entered, with the places of the villages that did.
fn days(roster: &Roster) -> BTreeMap<Day, BTreeSet<usize>> {
    let mut days: BTreeMap<Day, BTreeSet<usize>> = BTreeMap::new();
    for (index, village) in roster.villages().enumerate() {
        for worker in village.workers {
            days.entry(worker.entered_on).or_default().insert(index);
        }
    }
    days
}

async fn stage(
    state: &AppState,
    load: &Load,
    villages: impl Iterator<Item = VillageRoster>,
) -> Result<(), Problem> {
    let mut client = state.db.copy_client().await?;
    let transaction = client.transaction().await.map_err(Problem::internal)?;
    let mut stage = Stage::open(&transaction, load.id, load.regency_id).await.map_err(Problem::internal)?;
    let workers = villages.flat_map(|village| village.workers);
    for (row_number, worker) in (1..).zip(workers.filter(|worker| worker.entered_on == load.today)) {
        let worker = Box::new(row(state, load, worker)?);
        let staged = StagedRow { row_number, content: Ok(StagedWorker { worker, warung: None }) };
        stage.push(&staged).await.map_err(Problem::internal)?;
    }
    stage.finish(&transaction).await.map_err(Problem::internal)?;
    transaction.commit().await.map_err(Problem::internal)
}

async fn merge(state: &AppState, load: &Load) -> Result<(), Problem> {
    let mut conn = state.db.write().await?;
    transact(&mut conn, async |conn| {
        let merged = bulk::merge(conn, load).await?;
        if merged.refused > 0 {
            return Err(Problem::internal(format!("{} made-up workers were refused", merged.refused)));
        }
        bulk::clear(conn, load).await?;
        Ok(())
    })
    .await
}

/// Reads what the village wrote down by the rules for everybody.
fn row(state: &AppState, load: &Load, worker: DemoWorker) -> Result<WorkerRow, Problem> {
    let mut row = fields::blank(Entry {
        id: worker.id,
        regency_id: load.regency_id,
        entered_by: load.origin.actor.id(),
        import_id: Some(load.id),
        now: load.origin.now,
        today: load.today,
    });
    let mut issues = Issues::new();
    let parsed = written(worker).parse(Standing::default(), load.today, &mut issues);
    issues.finish()?;
    fields::apply(parsed, &mut row, &state.vault, load.today).map_err(Problem::internal)?;
    Ok(row)
}

fn written(worker: DemoWorker) -> WorkerFields {
    let DemoWorker { next_of_kin, poverty, occupation, .. } = worker;
    let (kin_name, kin_relation, kin_phone) =
        next_of_kin.map_or((None, None, None), |kin| (Some(kin.name), Some(kin.relation), kin.phone));
    WorkerFields {
        village_code: Field::Value(worker.village.to_string()),
        name: Field::Value(worker.name),
        nik: field(worker.nik),
        birth_on: field(worker.birth_on.map(|day| day.to_string())),
        sex: field(worker.sex.map(|sex| sex.to_string())),
        family_card_number: field(worker.family_card),
        phone: field(worker.phone),
        address: field(worker.address),
        segment: Field::Value(worker.segment.to_string()),
        occupation: field(occupation.map(|(occupation, _)| occupation.to_string())),
        occupation_source: field(occupation.map(|(_, source)| source.to_string())),
        next_of_kin_name: field(kin_name),
        next_of_kin_relation: field(kin_relation.map(|relation| relation.to_string())),
        next_of_kin_phone: field(kin_phone),
        poverty_source: field(poverty.map(|poverty| poverty.source.to_string())),
        poverty_decile: field(poverty.map(|poverty| i64::from(poverty.decile))),
        poverty_as_of: field(poverty.map(|poverty| poverty.as_of.to_string())),
    }
}

fn field<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Absent, Field::Value)
}
