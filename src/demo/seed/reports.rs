//! Deaths of which villages and the civil registry tell, and requests to move, in the villages that the demo shows.

use diesel_async::AsyncPgConnection;

use super::Place;
use super::people::People;
use crate::casework::deaths::rules::DeathSource;
use crate::casework::deaths::service::{Acting, Facts, NewDeath, Who, record};
use crate::casework::transfers::service::{NewTransfer, ask};
use crate::demo::{DemoDeath, DemoMove, Roster, VillageRoster, Whose};
use crate::domain::{Nik, PersonName, RegionCode};
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;

/// Tells of all of them, one after the other: a death touches the money of a source that many villages share.
pub async fn tell(place: &Place<'_>, people: &People, roster: &Roster) -> Result<(), Problem> {
    let mut conn = place.state.db.write().await?;
    for village in roster.shown() {
        transact(&mut conn, async |conn| {
            for death in &village.deaths {
                report(conn, place, people, (&village, death)).await?;
            }
            for one in &village.moves {
                request(conn, place, people, (&village, one)).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

async fn report(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    (village, death): (&VillageRoster, &DemoDeath),
) -> Result<(), Problem> {
    let (teller, who, source, evidence) = match &death.whose {
        Whose::Worker(index) => {
            let worker = village.workers.get(*index);
            let worker = worker.ok_or_else(|| Problem::internal("a death of nobody in the roster"))?;
            let letter = format!("Surat kematian desa 474.3/{}", death.told_on.format("%m%d/%Y"));
            (people.writer(&village.village), Who::Worker(worker.id), DeathSource::VillageReport, letter)
        }
        Whose::Named(name, birth_on) => {
            let name = PersonName::parse(name).map_err(Problem::internal)?;
            let named = Some((name, village.village.clone()));
            let told = Who::Told { nik: None, named, birth_on: *birth_on };
            let list = format!("Daftar kematian Dispendukcapil {}", death.told_on.format("%m-%Y"));
            (&people.officer, told, DeathSource::CivilRegistry, list)
        }
    };
    let facts = Facts {
        died_on: death.died_on,
        place: Some(death.place),
        circumstances: Some(death.circumstances.to_owned()),
        source,
        evidence: Some(evidence),
    };
    let origin = place.origin(teller, death.told_on);
    let acting = Acting { caller: teller, origin: &origin, today: death.told_on };
    let new = NewDeath { id: death.id, who, facts, list: None };
    record(conn, acting, &place.state.vault, new).await?;
    Ok(())
}

async fn request(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    (village, one): (&VillageRoster, &DemoMove),
) -> Result<(), Problem> {
    let nik = village.workers.get(one.worker).and_then(|worker| worker.nik.as_deref());
    let nik = nik.ok_or_else(|| Problem::internal("somebody without a NIK shall move"))?;
    let to_village = RegionCode::parse(one.to).map_err(Problem::internal)?;
    let asking = people.writer(&to_village);
    let origin = place.origin(asking, one.asked_on);
    let acting = Acting { caller: asking, origin: &origin, today: one.asked_on };
    let new = NewTransfer {
        id: one.id,
        nik: Nik::parse(nik).map_err(Problem::internal)?,
        to_village,
        reason: Some(one.reason.to_owned()),
    };
    ask(conn, acting, &place.state.vault, new).await?;
    Ok(())
}
