//! Approving a plan: the chosen become funded periods and their months are owed, all of them or none.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::queries;
use super::super::rules::{self, Action, CostLine, PlanStatus, Rights, Why};
use super::costs::Costs;
use super::judge::{Judge, Judged};
use super::transition::{lock_for, outdated, write};
use super::{PEOPLE_AT_ONCE, source_of};
use crate::access::caller::RegionScope;
use crate::cover::coverages::service::{Cleared, Decree, admit_terms, enrol};
use crate::cover::funding::budget;
use crate::cover::funding::model::SourceRow;
use crate::cover::trail;
use crate::domain::{Coded as _, Day};
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::columns::AsText;
use crate::platform::db::transaction::take_time;
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// How many people a refusal names.
const NAMED: usize = 20;

/// How many people are enrolled together: keeps the memory constant.
const ENROLLED_AT_ONCE: usize = 2_000;

/// Approves a submitted plan as a second person: a person with an account who had no hand in it. Everybody is judged again;
/// 409 `not_eligible` names who cannot be funded any more, `budget_exceeded` says what is free.
pub async fn approve(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    today: Day,
    id: Uuid,
    held: &IfMatch,
    decree: Decree,
) -> Result<PlanRow, Problem> {
    let Actor::User(approver) = origin.actor else {
        return Err(Problem::new(Code::SecondPersonRequired));
    };
    let (before, status) = lock_for(conn, scope, id, held, Action::Approve).await?;
    if !rules::is_second_person(&approver, before.prepared_by.as_ref(), &before.revised_by) {
        let left = Rights { approve: false, ..Rights::ALL };
        return Err(Problem::new(Code::SecondPersonRequired).allowing(rules::allowed(before.state(), left)));
    }
    let allowed = rules::allowed(before.state(), Rights::ALL);
    let approved = approve_locked(conn, origin, today, (before, status), (approver, decree)).await;
    approved.map_err(|problem| problem.allowing(allowed))
}

async fn approve_locked(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    today: Day,
    (before, status): (PlanRow, PlanStatus),
    (approver, decree): (Uuid, Decree),
) -> Result<PlanRow, Problem> {
    // A decree may have a hundred thousand names.
    take_time(conn).await?;
    queries::hold_chosen(conn, &before).await?;
    let committed_idr = check_money(conn, &before).await?;
    enrol_chosen(conn, origin, today, &before, &decree).await?;
    let (_, money) = source_of(conn, before.source()).await?;
    if Some(money.committed_idr.saturating_sub(committed_idr)) != before.cost_idr {
        return Err(cost_changed());
    }
    let after = PlanRow {
        status: AsText(status),
        approved_by: Some(approver),
        approved_at: Some(trail::instant(origin)),
        decree_number: Some(decree.number),
        decree_on: Some(decree.on),
        ..before.clone()
    };
    write(conn, origin, &before, after, Action::Approve, None).await
}

/// Locks the source and checks that it still pays, that it can, and that the rates are those of the computation. Gives
/// what its periods owe before.
async fn check_money(conn: &mut AsyncPgConnection, plan: &PlanRow) -> Result<i64, Problem> {
    let locked = budget::lock(conn, &[plan.source()]).await?;
    let (source, money) =
        locked.get(&plan.source()).ok_or_else(|| Problem::internal("a plan without its source"))?;
    let months = plan.months().map_err(Problem::internal)?;
    admit_terms(conn, source, months, plan.wage_base_idr).await.map_err(outdated)?;
    let (free_idr, cost_idr) = (money.free_of(source.budget_idr), plan.cost_idr.unwrap_or_default());
    if cost_idr > free_idr {
        return Err(budget::exceeded("/funding_source_id", free_idr, cost_idr));
    }
    check_rates(conn, plan, source).await?;
    Ok(money.committed_idr)
}

/// The ledger will be made at the rates of today: where they have changed, the second person would approve another sum than
/// the one shown.
async fn check_rates(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    source: &SourceRow,
) -> Result<(), Problem> {
    let computed = queries::list_costs(conn, plan).await?;
    let mut costs = Costs::read(conn, plan, source).await?;
    let mut groups: Vec<_> = computed.iter().map(|line| (line.segment, line.people)).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut today: Vec<CostLine> = Vec::with_capacity(computed.len());
    for (segment, people) in groups {
        today.extend(costs.lines(segment, people)?);
    }
    today.sort_unstable_by_key(|line| (line.month, line.programme.as_str(), line.segment.as_str()));
    if today == computed { Ok(()) } else { Err(cost_changed()) }
}

/// Enrols everybody whom the plan chose, part by part.
async fn enrol_chosen(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    today: Day,
    plan: &PlanRow,
    decree: &Decree,
) -> Result<(), Problem> {
    let judge = Judge::new(plan, today)?;
    let because = format!("enrolment_plan {}", plan.id);
    let mut cleared = clear_chosen(conn, plan, &judge).await?.into_iter();
    loop {
        let part: Vec<Cleared> = cleared.by_ref().take(ENROLLED_AT_ONCE).collect();
        if part.is_empty() {
            return Ok(());
        }
        let proposal = (plan.submitted_by, decree);
        let made = enrol(conn, origin, &judge.terms, proposal, &because, part).await?;
        let (workers, coverages) = made.into_iter().unzip();
        queries::mark_come(conn, plan, workers, coverages).await?;
    }
}

/// Judges the chosen again part by part, all of them before the first is enrolled: a refusal then has written nothing, and
/// no plan of the judging reads tables that have grown by thousands of rows of which the planner knows nothing yet. Only ids
/// and villages are kept of those who are cleared.
async fn clear_chosen(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    judge: &Judge,
) -> Result<Vec<Cleared>, Problem> {
    let (mut after, mut cleared, mut refused) = (Uuid::nil(), Vec::new(), Refused::default());
    loop {
        let people = queries::chosen_after(conn, plan, judge.on, after, PEOPLE_AT_ONCE).await?;
        let Some(last) = people.last().map(|person| person.worker_id) else { break };
        for judged in judge.judge(conn, people).await? {
            match judged.verdict.is_eligible {
                true => cleared.extend(judged.found.cleared()),
                false => refused.note(judged),
            }
        }
        after = last;
    }
    refused.finish()?;
    Ok(cleared)
}

/// Who cannot be funded any more.
#[derive(Default)]
struct Refused {
    count: usize,
    named: Vec<(Uuid, Vec<Why>)>,
}

impl Refused {
    fn note(&mut self, judged: Judged) {
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push((judged.person.worker_id, judged.verdict.reasons));
        }
    }

    fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn finish(self) -> Result<(), Problem> {
        if self.is_empty() {
            return Ok(());
        }
        let (count, named) = (self.count, self.named.len());
        let detail = Text::new(
            format!("{count} orang terpilih tidak memenuhi syarat lagi; {named} di antaranya ada di errors."),
            format!("{count} of the chosen cannot be funded any more; {named} of them are listed in errors."),
        );
        let errors = self.named.iter().flat_map(|(worker, reasons)| {
            let pointer = format!("/candidates/{worker}");
            reasons.iter().map(move |reason| {
                FieldError::new(
                    pointer.clone(),
                    reason.code(),
                    Text::new(reason.indonesian(), reason.to_string()),
                )
            })
        });
        Err(Problem::new(Code::NotEligible).detail(detail).errors(errors.collect()))
    }
}

fn cost_changed() -> Problem {
    let text = Text::fixed(
        "Iuran tidak lagi sama dengan hasil hitungan rencana. Kembalikan rencana dan hitung ulang.",
        "The contributions are not those of the plan's computation any more. Return the plan and compute it again.",
    );
    Problem::new(Code::Conflict).detail(text.clone()).errors(vec![FieldError::new("", "cost_changed", text)])
}
