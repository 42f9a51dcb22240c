//! The credit of a source follows the facts: which of its paid months are excess.
//!
//! A mark goes on and off under the lock of its source only. Whether a month counts as paid is another question: the insurer
//! took it, so that it counts as paid until the insurer says otherwise, also where its money was used or came back since.

use std::collections::{BTreeSet, HashMap};

use diesel_async::AsyncPgConnection;
use serde_json::json;
use uuid::Uuid;

use super::super::queries::{self, CreditChange, Looked, PeriodKey};
use super::super::rules::{Bounds, Sums, bounds};
use super::waive;
use crate::cover::funding::budget::{self, Move, SourceKey};
use crate::cover::funding::model::Funded;
use crate::cover::funding::rules::Action;
use crate::cover::funding::service::advance;
use crate::cover::trail;
use crate::domain::{Month, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// Why credits are looked at again, as the history of the source says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Periods ended.
    PeriodEnded,
    /// Periods take paid months.
    MonthsTaken,
    /// Something was told of a death.
    Death,
    /// The insurer accepted months.
    Answer,
    /// A credit is to be used or to come back.
    CreditAsked,
    /// A credit that was used or came back is there again.
    CreditRestored,
    /// Two registrations were merged, or parted again.
    Merge,
}

impl Cause {
    const fn as_str(self) -> &'static str {
        match self {
            Self::PeriodEnded => "coverage_ended",
            Self::MonthsTaken => "months_taken",
            Self::Death => "death",
            Self::Answer => "answer",
            Self::CreditAsked => "credit_asked",
            Self::CreditRestored => "credit_restored",
            Self::Merge => "merge",
        }
    }
}

/// Waives what is due after the end of these ended periods, like [`waive`], and gives their sources as a credit what the
/// insurer took of those months already. The caller holds the locks of the periods and has written them.
pub async fn end(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    periods: &[(PeriodKey, SourceKey)],
) -> Result<(), Problem> {
    let keys: Vec<PeriodKey> = periods.iter().map(|(period, _)| *period).collect();
    let persons = queries::persons_of(conn, &keys).await?;
    let mut sources = queries::paying_sources(conn, &persons).await?;
    sources.extend(periods.iter().map(|(_, source)| *source));
    let sources: Vec<SourceKey> = sources.into_iter().collect();
    // All of them now, in their order: what follows locks them again.
    budget::lock(conn, &sources).await?;
    waive(conn, origin, periods).await?;
    follow(conn, origin, &Looked::Persons(persons), &sources, Cause::PeriodEnded).await?;
    Ok(())
}

/// Locks all sources that it concerns when these periods take their months, in the order of the ids: those of the periods,
/// and those that owe or have paid the months. The caller holds the locks of the periods' persons, without which nobody makes
/// months of theirs due.
pub async fn hold(
    conn: &mut AsyncPgConnection,
    periods: &[(PeriodKey, SourceKey)],
) -> Result<HashMap<SourceKey, Funded>, Problem> {
    let (keys, own): (Vec<PeriodKey>, Vec<SourceKey>) = periods.iter().copied().unzip();
    let within = queries::sources_within(conn, &keys, false).await?;
    let sources: BTreeSet<SourceKey> = own.into_iter().chain(within).collect();
    budget::lock(conn, &sources.into_iter().collect::<Vec<_>>()).await
}

/// Locks the sources that owe or have paid months of these people together with others, in the order of the ids: before any
/// of them is locked alone for one of the people. The caller holds the locks of the persons.
pub async fn hold_people(
    conn: &mut AsyncPgConnection,
    persons: &[Uuid],
    others: impl IntoIterator<Item = SourceKey>,
) -> Result<(), Problem> {
    let mut sources = queries::paying_sources(conn, persons).await?;
    sources.extend(others);
    let sources: Vec<SourceKey> = sources.into_iter().collect();
    budget::lock(conn, &sources).await.map(drop)
}

/// Takes off the credit of months that these periods take now, after a month where one is given, and of no others. 409
/// `credit_used` where it is gone. The caller has locked with [`hold`], and has written the periods and what they owe.
pub(super) async fn take_months(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    periods: &[PeriodKey],
    after: Option<Month>,
) -> Result<(), Problem> {
    let sources = queries::sources_within(conn, periods, true).await?;
    if sources.is_empty() {
        return Ok(());
    }
    follow(conn, origin, &Looked::Taken(periods.to_vec(), after), &sources, Cause::MonthsTaken).await?;
    Ok(())
}

/// Follows what is known of a death now: written, corrected or taken back in this transaction.
pub async fn follow_death(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    person_id: Uuid,
) -> Result<(), Problem> {
    follow_people(conn, origin, vec![person_id], Cause::Death).await
}

/// Follows that months of two people have changed places.
pub async fn follow_merge(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    persons: [Uuid; 2],
) -> Result<(), Problem> {
    follow_people(conn, origin, persons.to_vec(), Cause::Merge).await
}

async fn follow_people(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    persons: Vec<Uuid>,
    cause: Cause,
) -> Result<(), Problem> {
    let sources = queries::paying_sources(conn, &persons).await?;
    let sources: Vec<SourceKey> = sources.into_iter().collect();
    budget::lock(conn, &sources).await?;
    follow(conn, origin, &Looked::Persons(persons), &sources, cause).await?;
    Ok(())
}

/// Follows the months that a file of the insurer accepted. The caller holds the lock of the source.
pub(super) async fn follow_file(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    reconciliation_id: Uuid,
    source: SourceKey,
) -> Result<(), Problem> {
    follow(conn, origin, &Looked::File(reconciliation_id), &[source], Cause::Answer).await?;
    Ok(())
}

/// Looks again at everybody of whom locked sources have a credit: months that are no excess any more keep their mark while
/// their money is not held, or while the budget is promised to others, and lose it once that is over. Gives what of each
/// source's credit is none by the facts and could not be taken off: so much less of it can be used.
pub async fn follow_sources(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    sources: &[SourceKey],
    cause: Cause,
) -> Result<HashMap<SourceKey, i64>, Problem> {
    let persons = queries::credited_persons(conn, sources).await?;
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    follow(conn, origin, &Looked::Persons(persons), sources, cause).await
}

/// Brings marks and sums of locked sources to the facts. A fact is written down whatever became of the money, so that months
/// whose credit is gone keep their mark; but a period cannot take a month whose money is gone. Gives what kept its mark.
async fn follow(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    looked: &Looked,
    sources: &[SourceKey],
    cause: Cause,
) -> Result<HashMap<SourceKey, i64>, Problem> {
    let changes = queries::credit_changes(conn, looked, sources).await?;
    if changes.is_empty() {
        return Ok(HashMap::new());
    }
    let locked = budget::lock(conn, sources).await?;
    let mut borne: Vec<(SourceKey, Bounds)> = Vec::with_capacity(changes.len());
    for change in &changes {
        let (source, money) = of(&locked, change.source())?;
        let bound = bounds(Sums {
            budget_idr: source.budget_idr,
            committed_idr: money.committed_idr,
            spent_idr: money.spent_idr(),
            credit_idr: money.credit_idr,
        });
        if matches!(looked, Looked::Taken(..)) && bound.lost_max_idr < change.lost_idr {
            return Err(match money.credit_idr < change.lost_idr {
                true => credit_used(money.credit_idr, change.lost_idr),
                false => {
                    let free_idr = money.free_of(source.budget_idr);
                    budget::exceeded("/funding_source_id", free_idr, change.lost_idr)
                }
            });
        }
        borne.push((change.source(), bound));
    }
    let written = queries::mark_credit(conn, looked, &borne, trail::instant(origin)).await?;
    let mut left: HashMap<SourceKey, i64> =
        changes.iter().map(|change| (change.source(), change.lost_idr)).collect();
    for change in written {
        let key = change.source();
        if let Some(lost_idr) = left.get_mut(&key) {
            *lost_idr -= change.lost_idr;
        }
        write(conn, origin, (&locked, key), change, cause).await?;
    }
    Ok(left)
}

/// Moves the sums of a source by what was marked, and records that with the source.
async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (locked, key): (&HashMap<SourceKey, Funded>, SourceKey),
    change: CreditChange,
    cause: Cause,
) -> Result<(), Problem> {
    let CreditChange { gained_idr, lost_idr, .. } = change;
    let more_idr = gained_idr - lost_idr;
    let moved = Move { credit_idr: more_idr, committed_idr: -more_idr, ..Move::default() };
    budget::apply(conn, locked, &[(key, moved)]).await?;
    let told = ("credit", json!({ "gained_idr": gained_idr, "lost_idr": lost_idr }));
    let (before, _) = of(locked, key)?;
    let because = Some(cause.as_str().to_owned());
    advance(conn, origin, before.clone(), Action::FollowCredit, because, told).await?;
    Ok(())
}

fn of(locked: &HashMap<SourceKey, Funded>, key: SourceKey) -> Result<&Funded, Problem> {
    locked.get(&key).ok_or_else(|| Problem::internal("a credit without its source's lock"))
}

/// What the insurer held of some months is not there any more.
pub fn credit_used(held_idr: i64, needed_idr: i64) -> Problem {
    let (held, needed) = (Rupiah::new(held_idr), Rupiah::new(needed_idr));
    let text = Text::new(
        format!(
            "Kredit dari bulan-bulan ini {}, yang masih ada {}: sudah dipakai atau dikembalikan.",
            needed.indonesian(),
            held.indonesian()
        ),
        format!(
            "The credit of these months is {}, and {} is left: it was used or came back.",
            needed.english(),
            held.english()
        ),
    );
    Problem::new(Code::Conflict).errors(vec![FieldError::new("", "credit_used", text)])
}
