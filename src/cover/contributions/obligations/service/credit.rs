//! The credit of a source follows the facts: which of its paid months are excess.

use std::collections::BTreeSet;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::queries::{self, Looked, PeriodKey};
use super::super::rules::{Borne, Sums, borne};
use super::waive;
use crate::cover::funding::budget::{self, Move, SourceKey};
use crate::cover::trail;
use crate::domain::Rupiah;
use crate::platform::changes::Origin;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// What happens where months are no excess any more and their credit was used or came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// 409 `credit_used`: a period cannot take a month whose money is gone.
    Demanded,
    /// They stay a credit: a fact is written down whatever became of the money.
    AsFarAsHeld,
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
    follow(conn, origin, &Looked::persons(persons), &sources, Undo::AsFarAsHeld).await
}

/// Takes off the credit of months that these periods take now. 409 `credit_used` where it is gone. The caller has written
/// the periods, and what they owe.
pub(super) async fn take_months(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    periods: &[PeriodKey],
) -> Result<(), Problem> {
    let persons = queries::persons_of(conn, periods).await?;
    let sources: Vec<SourceKey> = queries::credited_sources(conn, &persons).await?.into_iter().collect();
    if sources.is_empty() {
        return Ok(());
    }
    budget::lock(conn, &sources).await?;
    follow(conn, origin, &Looked::persons(persons), &sources, Undo::Demanded).await
}

/// Follows what is known of a death now: written, corrected or taken back in this transaction.
pub async fn follow_death(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    person_id: Uuid,
) -> Result<(), Problem> {
    let sources = queries::paying_sources(conn, &[person_id]).await?;
    let sources: Vec<SourceKey> = sources.into_iter().collect();
    budget::lock(conn, &sources).await?;
    follow(conn, origin, &Looked::persons(vec![person_id]), &sources, Undo::AsFarAsHeld).await
}

/// Follows what a file of the insurer said: the months that it accepted, and all of whom it says that they are dead. The
/// caller holds the lock of the source.
pub(super) async fn follow_file(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    reconciliation_id: Uuid,
    source: SourceKey,
) -> Result<(), Problem> {
    let persons = queries::refused_as_dead(conn, reconciliation_id).await?;
    let looked = Looked { persons, reconciliation_id: Some(reconciliation_id) };
    follow(conn, origin, &looked, &[source], Undo::AsFarAsHeld).await
}

/// Brings marks and sums of locked sources to the facts.
async fn follow(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    looked: &Looked,
    sources: &[SourceKey],
    undo: Undo,
) -> Result<(), Problem> {
    let changes = queries::credit_changes(conn, looked, sources).await?;
    if changes.is_empty() {
        return Ok(());
    }
    let locked = budget::lock(conn, sources).await?;
    let (mut gaining, mut losing) = (BTreeSet::new(), BTreeSet::new());
    let mut moves = Vec::with_capacity(changes.len());
    for change in changes {
        let key = change.source();
        let (source, money) =
            locked.get(&key).ok_or_else(|| Problem::internal("a credit without its source's lock"))?;
        let sums = Sums {
            budget_idr: source.budget_idr,
            committed_idr: money.committed_idr,
            spent_idr: money.spent_idr(),
            credit_idr: money.credit_idr,
        };
        let Borne { gained_idr, lost_idr } = borne(sums, change.gained_idr, change.lost_idr);
        if undo == Undo::Demanded && lost_idr < change.lost_idr {
            let held_idr = money.credit_idr + gained_idr;
            return Err(match held_idr < change.lost_idr {
                true => credit_used(held_idr, change.lost_idr),
                false => {
                    let free_idr = money.free_of(source.budget_idr);
                    budget::exceeded("/funding_source_id", free_idr, change.lost_idr)
                }
            });
        }
        if gained_idr > 0 {
            gaining.insert(key);
        }
        if lost_idr > 0 {
            losing.insert(key);
        }
        let more_idr = gained_idr - lost_idr;
        moves.push((key, Move { credit_idr: more_idr, committed_idr: -more_idr, ..Move::default() }));
    }
    let (gaining, losing): (Vec<SourceKey>, Vec<SourceKey>) =
        (gaining.into_iter().collect(), losing.into_iter().collect());
    queries::mark_credit(conn, looked, (&gaining, &losing), trail::instant(origin)).await?;
    budget::apply(conn, &locked, &moves).await
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
