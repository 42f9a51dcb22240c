//! The funded periods of a village: proposed by the officer, approved by the second person with a decree,
//! confirmed by the insurer, ended, and given to somebody else; many at a time where they share a day.

use chrono::Datelike;
use diesel_async::AsyncPgConnection;

use super::people::People;
use super::sources::Sources;
use super::{HEARD_AFTER, Place, by_day};
use crate::cover::coverages::rules::EndReason;
use crate::cover::coverages::service::{
    Activation, Decree, Ending, NewPlace, Proposal, activate, approve, end, propose, replace,
};
use crate::cover::memberships::service::{Fact, NewFact, record};
use crate::cover::standing::rules::MembershipState;
use crate::demo::{DemoWorker, Funding, FundingState, Membership, Story, VillageRoster, Word};
use crate::domain::{Day, MemberNumber, MonthRange, new_id};
use crate::platform::http::Problem;

/// A worker and the period that a source pays.
type Funded<'a> = (&'a DemoWorker, &'a Funding);

/// A member and what the insurer gave.
type Member<'a> = (Funded<'a>, &'a Membership);

/// One decree, one list and one report name at most so many.
const LINES: usize = 500;

/// The insurer's lists are entered so many days after the day of which they speak.
const LISTS_ENTERED_AFTER: u64 = 2;

/// Funds the workers of villages as their stories have it.
pub async fn fund(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    sources: &Sources,
    villages: &[VillageRoster],
) -> Result<(), Problem> {
    let funded = villages.iter().flat_map(|village| funded(&village.workers));
    let (later, first): (Vec<_>, Vec<_>) = funded.partition(|(_, period)| period.replaces.is_some());
    propose_all(conn, place, people, sources, &first).await?;
    confirm(conn, place, people, &first).await?;
    end_all(conn, place, people, &first).await?;
    for village in villages {
        give_places(conn, place, people, &village.workers).await?;
    }
    confirm(conn, place, people, &later).await
}

fn funded(workers: &[DemoWorker]) -> impl Iterator<Item = Funded<'_>> {
    workers.iter().filter_map(|worker| match &worker.story {
        Story::Funded(funding) => Some((worker, funding)),
        _ => None,
    })
}

/// Things in the order of their days, no more of them together than one list takes.
fn lists<T>(things: impl IntoIterator<Item = (Day, T)>) -> Vec<(Day, Vec<T>)> {
    let mut lists: Vec<(Day, Vec<T>)> = Vec::new();
    for (day, things) in by_day(things) {
        for thing in things {
            match lists.last_mut() {
                Some((of, list)) if *of == day && list.len() < LINES => list.push(thing),
                _ => lists.push((day, vec![thing])),
            }
        }
    }
    lists
}

async fn propose_all(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    sources: &Sources,
    funded: &[Funded<'_>],
) -> Result<(), Problem> {
    for (day, funded) in lists(funded.iter().map(|one| (one.1.proposed_on, one))) {
        let proposals = funded.into_iter().map(|(worker, period)| {
            Ok(Proposal {
                id: period.id,
                worker_id: worker.id,
                funding_source_id: sources.of(period.payer)?,
                programmes: period.programmes,
                wage_base: sources.wage_base,
                months: MonthRange::new(period.from, period.until).map_err(Problem::internal)?,
                replaces_id: None,
            })
        });
        let proposals = proposals.collect::<Result<Vec<_>, Problem>>()?;
        let origin = place.origin(&people.officer, day);
        propose(conn, &people.officer.scope, &origin, day, &proposals).await?;
    }
    Ok(())
}

/// Carries proposals as far as they came: the decree, the member number, the insurer's list.
async fn confirm(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    funded: &[Funded<'_>],
) -> Result<(), Problem> {
    let approved = funded.iter().filter_map(|(_, period)| Some((period.approved_on?, period.id)));
    for (day, ids) in lists(approved) {
        let origin = place.origin(&people.approver, day);
        approve(conn, &people.approver.scope, &origin, &ids, None, &decree(day)).await?;
    }
    let members = || funded.iter().filter_map(|one| Some((*one, one.1.membership.as_ref()?)));
    for (day, members) in lists(members().map(|one: Member<'_>| (one.1.told_on, one))) {
        let given = members.into_iter().map(|((_, period), membership)| {
            let member_number = MemberNumber::parse(&membership.number).map_err(Problem::internal)?;
            Ok((period.id, Activation { member_number, effective_on: period.from.first_day() }))
        });
        let given = given.collect::<Result<Vec<_>, Problem>>()?;
        let origin = place.origin(&people.insurer, day);
        activate(conn, &place.state.vault, &people.insurer.scope, &origin, day, given, None).await?;
    }
    let listed = members().filter_map(|one: Member<'_>| Some((one.1.word?, one)));
    for (as_of, lines) in lists(listed.map(|(word, one)| (word.as_of, (word, one)))) {
        let origin = place.origin(&people.insurer, place.after(as_of, LISTS_ENTERED_AFTER));
        let facts = lines.into_iter().map(|(word, one)| fact(origin.now, word, one));
        let facts = facts.collect::<Result<Vec<_>, Problem>>()?;
        record(conn, &place.state.vault, &people.insurer.scope, &origin, facts).await?;
    }
    Ok(())
}

async fn end_all(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    funded: &[Funded<'_>],
) -> Result<(), Problem> {
    let ended = funded.iter().filter_map(|(_, period)| match period.state {
        FundingState::Ended(on, reason) => Some((place.after(on, HEARD_AFTER), (period.id, on, reason))),
        _ => None,
    });
    for (day, ended) in lists(ended) {
        let endings = ended.into_iter().map(|(id, on, reason)| {
            let reason = EndReason::parse(reason).map_err(Problem::internal)?;
            Ok((id, Ending { reason, on, note: None }))
        });
        let endings = endings.collect::<Result<Vec<_>, Problem>>()?;
        end(conn, &people.officer.scope, &place.origin(&people.officer, day), endings, None).await?;
    }
    Ok(())
}

/// Proposes the successors of a village's periods that have ended.
async fn give_places(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    workers: &[DemoWorker],
) -> Result<(), Problem> {
    for (worker, period) in funded(workers) {
        let Some(index) = period.replaces else { continue };
        let Some(Story::Funded(old)) = workers.get(index).map(|old| &old.story) else {
            return Err(Problem::internal("somebody comes in the place of nobody"));
        };
        let day = period.proposed_on;
        let new = NewPlace {
            id: period.id,
            worker_id: worker.id,
            from_month: Some(period.from),
            wage_base: None,
            ending: None,
        };
        let origin = place.origin(&people.officer, day);
        replace(conn, &people.officer.scope, &origin, day, old.id, None, new).await?;
    }
    Ok(())
}

/// The decree of a day: one for all whom it names.
fn decree(on: Day) -> Decree {
    Decree { number: format!("188/{}/KEP/435.013/{}", on.ordinal() + 100, on.year()), on }
}

fn fact(
    now: chrono::DateTime<chrono::Utc>,
    word: Word,
    ((worker, period), membership): Member<'_>,
) -> Result<NewFact, Problem> {
    let state = if word.in_arrears { MembershipState::InArrears } else { MembershipState::Active };
    let fact = Fact {
        member_number: Some(MemberNumber::parse(&membership.number).map_err(Problem::internal)?),
        state,
        programmes: period.programmes,
        since_on: Some(period.from.first_day()),
        paid_until: word.paid_until,
        as_of: word.as_of,
        evidence: format!("Daftar peserta BPU dari BPJS Ketenagakerjaan per {}", word.as_of),
    };
    Ok(NewFact { id: new_id(now), worker_id: worker.id, fact })
}
