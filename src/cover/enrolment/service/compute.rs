//! Computing a plan: who is chosen, who waits, who is excluded, and what it costs.

use diesel_async::AsyncPgConnection;
use futures_util::{FutureExt as _, try_join};
use tokio::task::yield_now;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::queries::{self, PersonRow, Ranked, StagedPerson};
use super::super::rules::{self, Action, CostLine, Outcome, Rights};
use super::costs::Costs;
use super::judge::{Judge, Judged};
use super::transition::{lock_for, outdated, write};
use super::{PEOPLE_AT_ONCE, source_of};
use crate::access::caller::RegionScope;
use crate::cover::coverages::service::admit_terms;
use crate::cover::trail;
use crate::domain::{Day, RegionCode};
use crate::platform::changes::Origin;
use crate::platform::db::transaction::take_time;
use crate::platform::http::{IfMatch, Problem};

/// Judges everybody whom a plan is about, ranks them, and chooses as many as places, quotas and the free budget bear.
pub async fn compute(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    today: Day,
    id: Uuid,
    held: &IfMatch,
) -> Result<PlanRow, Problem> {
    let (before, _) = lock_for(conn, scope, id, held, Action::Compute).await?;
    let allowed = rules::allowed(before.state(), Rights::ALL);
    let computed = compute_locked(conn, origin, today, before).await;
    computed.map_err(|problem| problem.allowing(allowed))
}

async fn compute_locked(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    today: Day,
    before: PlanRow,
) -> Result<PlanRow, Problem> {
    let (source, money) = source_of(conn, before.source()).await?;
    let months = before.months().map_err(Problem::internal)?;
    admit_terms(conn, &source, months, before.wage_base_idr).await.map_err(outdated)?;
    // A regency may have a hundred thousand candidates.
    take_time(conn).await?;
    queries::clear(conn, &before).await?;
    let judge = Judge::new(&before, today)?;
    let mut costs = Costs::read(conn, &before, &source).await?;
    stage_all(conn, &before, &source.region_code.0, &judge, &mut costs).await?;
    let free_idr = money.free_of(source.budget_idr);
    let ranked = queries::rank(conn, &before, free_idr).await?;
    let lines = lines_of(&ranked, &mut costs)?;
    queries::insert_costs(conn, &before, &lines).await?;
    let mut after = PlanRow {
        computed_at: Some(trail::instant(origin)),
        judged_on: Some(judge.on),
        chosen_total: Some(people(&ranked, Outcome::Chosen)),
        reserve_total: Some(people(&ranked, Outcome::Reserve)),
        excluded_total: Some(people(&ranked, Outcome::Excluded)),
        cost_idr: Some(lines.iter().map(|line| line.amount.amount()).sum()),
        free_idr: Some(free_idr),
        is_stale: false,
        ..before.clone()
    };
    after.note_hand(origin.actor.id());
    write(conn, origin, &before, after, Action::Compute, None).await
}

/// Judges everybody part by part, so that never all of them are held at once. While one part is judged and staged, the
/// database reads for the next one, and finds the people of the one after that.
async fn stage_all(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    within: &RegionCode,
    judge: &Judge,
    costs: &mut Costs,
) -> Result<(), Problem> {
    let conn: &AsyncPgConnection = conn;
    let mut people = find(conn, plan, within, judge.on, Some(Uuid::nil())).await?;
    let mut read = None;
    while read.is_some() || !people.is_empty() {
        let last = people.last().map(|person| person.worker_id);
        let finding = find(conn, plan, within, judge.on, last).boxed_local();
        let reading =
            async { if people.is_empty() { Ok(None) } else { judge.read(conn, people).await.map(Some) } }
                .boxed_local();
        let staging = async {
            let Some(read) = read else { return Ok(()) };
            // What is asked for goes out before the processor is busy here.
            yield_now().await;
            let judged = judge.weigh_all(read)?;
            let staged = judged.iter().map(|one| staged(judge, costs, one)).collect::<Result<Vec<_>, _>>()?;
            queries::stage(conn, plan, &staged).await?;
            Ok::<_, Problem>(())
        }
        .boxed_local();
        let (found, now, ()) = try_join!(finding, reading, staging)?;
        (people, read) = (found, now);
    }
    Ok(())
}

/// The people after one; nobody after the last.
async fn find(
    conn: &AsyncPgConnection,
    plan: &PlanRow,
    within: &RegionCode,
    on: Day,
    after: Option<Uuid>,
) -> Result<Vec<PersonRow>, Problem> {
    let Some(after) = after else { return Ok(Vec::new()) };
    Ok(queries::candidates_after(conn, plan, within, on, after, PEOPLE_AT_ONCE).await?)
}

fn staged(judge: &Judge, costs: &mut Costs, judged: &Judged) -> Result<StagedPerson, Problem> {
    let (person, verdict) = (&judged.person, &judged.verdict);
    let segment = person.segment.0;
    Ok(StagedPerson {
        worker_id: person.worker_id,
        village: person.village_code.0.clone(),
        segment,
        is_eligible: verdict.is_eligible,
        is_continuation: verdict.is_continuation,
        keys: if verdict.is_eligible { judge.keys(judged)? } else { Vec::new() },
        cost: if verdict.is_eligible { Some(costs.of(segment)?) } else { None },
        reasons: serde_json::to_value(&verdict.reasons).map_err(Problem::internal)?,
    })
}

/// The lines of the chosen, which must come to what they cost one by one.
fn lines_of(ranked: &[Ranked], costs: &mut Costs) -> Result<Vec<CostLine>, Problem> {
    let mut lines = Vec::new();
    for group in ranked.iter().filter(|group| group.outcome.0 == Outcome::Chosen) {
        let of_group = costs.lines(group.segment.0, group.people)?;
        let sum: i64 = of_group.iter().map(|line| line.amount.amount()).sum();
        if sum != group.cost_idr {
            return Err(Problem::internal("the lines of a plan do not add up to its people"));
        }
        lines.extend(of_group);
    }
    Ok(lines)
}

fn people(ranked: &[Ranked], outcome: Outcome) -> i32 {
    ranked.iter().filter(|group| group.outcome.0 == outcome).map(|group| group.people).sum()
}
