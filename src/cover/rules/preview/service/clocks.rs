//! Which open claims are due on another day.

use diesel_async::AsyncPgConnection;

use super::super::queries::changed;
use super::super::queries::claims::{self, Running};
use super::concerned::Concerned;
use crate::cover::rules::checklists::codes::ChecklistKind;
use crate::cover::rules::holidays;
use crate::cover::rules::holidays::rules::add_working_days;
use crate::cover::rules::parameters::rules::Parameters;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::domain::Day;
use crate::platform::http::Problem;

/// More working days than any rule gives; beyond them nothing is counted.
const WORKING_DAYS_MOST: u32 = 10_000;

/// A day on which the insurer's time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// What is claimed.
    pub kind: ChecklistKind,
    /// The day on which the papers were complete.
    pub complete_on: Day,
    /// When it is over by the rules in force; none where none says so.
    pub before: Option<Day>,
    /// When it would be over.
    pub after: Option<Day>,
}

/// What a row changes of the insurer's clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clocks {
    /// For so many claims the clock runs.
    pub running: i64,
    /// For so many of them it would end later.
    pub later: i64,
    /// And for so many earlier.
    pub earlier: i64,
    /// Those for which it ends on another day.
    pub moved: Concerned<Due>,
}

/// The claims for which the clock runs, and when it ends by the rules in force.
pub struct Watched {
    on: Day,
    running: Vec<Running>,
    due: Vec<Option<Day>>,
}

impl Watched {
    /// Looks at the clocks by the rules in force; the working days are those of `on`.
    pub async fn now(conn: &mut AsyncPgConnection, on: Day) -> Result<Self, Problem> {
        let running = claims::running(conn).await?;
        let due = due(conn, on, &running).await?;
        Ok(Self { on, running, due })
    }

    /// Looks again once a row counts.
    pub async fn again(self, conn: &mut AsyncPgConnection) -> Result<Clocks, Problem> {
        let after = due(conn, self.on, &self.running).await?;
        let (mut later, mut earlier, mut moved) = (0, 0, 0);
        let (mut groups, mut whats) = (Vec::new(), Vec::new());
        for ((group, before), after) in self.running.iter().zip(self.due).zip(after) {
            if before == after {
                continue;
            }
            let both = before.zip(after);
            moved += group.claims;
            later += if both.is_some_and(|(before, after)| before < after) { group.claims } else { 0 };
            earlier += if both.is_some_and(|(before, after)| before > after) { group.claims } else { 0 };
            groups.push(*group);
            whats.push(Due { kind: group.kind.0, complete_on: group.complete_on, before, after });
        }
        let running = self.running.iter().map(|group| group.claims).sum();
        let rows = changed::of_running(conn, &groups).await?;
        Ok(Clocks { running, later, earlier, moved: Concerned::of(moved, &whats, rows)? })
    }
}

async fn due(
    conn: &mut AsyncPgConnection,
    on: Day,
    running: &[Running],
) -> Result<Vec<Option<Day>>, Problem> {
    let Some(first) = running.iter().map(|claim| claim.complete_on).min() else { return Ok(Vec::new()) };
    let values = parameters::queries::values_on(conn, on).await?;
    let days_off = holidays::queries::days_off(conn, first).await?;
    let ends = |claim: &Running| {
        let count = working_days(&values, claim.kind.0)?;
        add_working_days(claim.complete_on, count, &days_off)
    };
    Ok(running.iter().map(ends).collect())
}

fn working_days(values: &Parameters, kind: ChecklistKind) -> Option<u32> {
    let key = match kind {
        ChecklistKind::Death => ParameterKey::DeathClaimServiceWorkingDays,
        ChecklistKind::WorkAccident => ParameterKey::WorkAccidentClaimServiceWorkingDays,
        ChecklistKind::OldAge => return None,
    };
    let days = values.get(key).and_then(|days| u32::try_from(days).ok());
    days.filter(|days| *days <= WORKING_DAYS_MOST)
}
