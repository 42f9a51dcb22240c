//! Somebody died, or did not after all: what does not go out any more, and what the living have still to hear.

use std::slice::from_ref;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Maker;
use crate::casework::messages::model::MessageRow;
use crate::casework::messages::queries::{self, causes, locks, periods};
use crate::casework::messages::rules::{MessageCancelReason, MessageKind, MessageRecipient};
use crate::casework::messages::service::{release, withhold};
use crate::cover::coverages::model::CoverageRow;
use crate::cover::coverages::rules::{CoverageStatus, EndReason};
use crate::domain::Month;
use crate::platform::db::columns::AsText;
use crate::platform::http::Problem;

impl Maker {
    /// The dead get no messages, also not those that were written before: under whatever registration of theirs, be it in a regency
    /// that they had left, and under those that were merged into one since.
    pub(super) async fn died(
        &mut self,
        conn: &mut AsyncPgConnection,
        worker: (Uuid, i32),
    ) -> Result<(), Problem> {
        let own = queries::registrations_everywhere(conn, worker).await?;
        let rows = locks::lock_for_worker(conn, &own).await?;
        // Whoever lives by now after all hears what is drafted: nobody drafts it again.
        if let Some(card) = self.cards.get(&worker).filter(|card| card.is_dead()).cloned() {
            self.drafts
                .retain(|draft| !own.contains(&draft.worker) || draft.recipient != MessageRecipient::Worker);
            let (here, elsewhere): (Vec<MessageRow>, Vec<MessageRow>) =
                rows.iter().cloned().partition(|row| row.regency_id == worker.1);
            self.pass_on(conn, &card, &here).await?;
            self.pass_on_elsewhere(conn, &elsewhere).await?;
        }
        withhold(conn, &self.origin, rows, MessageCancelReason::RecipientDied).await
    }

    /// Another regency asks whom it was named, at the address that it knows.
    async fn pass_on_elsewhere(
        &mut self,
        conn: &mut AsyncPgConnection,
        rows: &[MessageRow],
    ) -> Result<(), Problem> {
        let keys: Vec<(Uuid, i32)> = rows.iter().map(|row| (row.worker_id, row.regency_id)).collect();
        let cards = causes::cards(conn, &keys).await?;
        for (row, key) in rows.iter().zip(keys) {
            if let Some(card) = cards.get(&key) {
                self.pass_on(conn, card, from_ref(row)).await?;
            }
        }
        Ok(())
    }

    /// Somebody did not die after all: the worker hears what was kept back and is still so, and the family nothing more of what is
    /// the worker's. What is drafted at this moment heeds already how the register ends up.
    pub(super) async fn lives(
        &mut self,
        conn: &mut AsyncPgConnection,
        worker: (Uuid, i32),
    ) -> Result<(), Problem> {
        // Whose death a claim tells of is held to be dead all the same.
        if queries::the_dead(conn, &[worker]).await?.contains(&worker) {
            return Ok(());
        }
        let own = queries::registrations_everywhere(conn, worker).await?;
        let rows = locks::lock_for_family(conn, &own).await?;
        withhold(conn, &self.origin, rows, MessageCancelReason::Superseded).await?;
        let periods = periods::of_workers(conn, &own).await?;
        let rows = locks::lock_of_dead(conn, &own).await?;
        let (still_so, wrong): (Vec<MessageRow>, Vec<MessageRow>) =
            rows.into_iter().partition(|row| is_still_so(row, &periods));
        withhold(conn, &self.origin, wrong, MessageCancelReason::Superseded).await?;
        release(conn, &self.origin, still_so).await?;
        self.stay_ended(conn, &periods).await
    }

    /// Periods that ended with the death and do not go on, because others have their places by now: of their end nobody has told
    /// the worker, who was held to be dead.
    async fn stay_ended(
        &mut self,
        conn: &mut AsyncPgConnection,
        periods: &[CoverageRow],
    ) -> Result<(), Problem> {
        let over: Vec<&CoverageRow> = periods.iter().filter(|period| ended_by_death(period)).collect();
        // They may be of another registration than the one that the news is about.
        let keys: Vec<(Uuid, i32)> =
            over.iter().map(|period| (period.worker_id, period.regency_id)).collect();
        self.cards.extend(causes::cards(conn, &keys).await?);
        for period in over {
            self.over(conn, period).await?;
        }
        Ok(())
    }
}

/// Whether a period ended with a death after it had begun: of others nobody was ever told.
fn ended_by_death(period: &CoverageRow) -> bool {
    period.status.0 == CoverageStatus::Ended
        && period.end_reason == Some(AsText(EndReason::Death))
        && period.effective_on.is_some()
}

/// Whether what was kept back is still so, as far as it tells of cover: that it began or goes on while the period runs, and
/// that it ends after a month as long as that is the last one.
fn is_still_so(row: &MessageRow, periods: &[CoverageRow]) -> bool {
    let period = periods.iter().find(|period| period.id == row.subject_id);
    match row.kind.0 {
        MessageKind::CoverStarted | MessageKind::CoverResumed => {
            period.is_some_and(|period| period.status.0 == CoverageStatus::Active)
        }
        MessageKind::CoverEnds => {
            period.is_some_and(|period| last_told(&row.cause) == Some(period.last_month.0))
        }
        _ => true,
    }
}

/// The last month of which a written cause tells: behind the kind and the period.
fn last_told(cause: &str) -> Option<Month> {
    Month::parse(cause.split('.').nth(2)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_month_is_read_from_a_cause_whether_the_worker_moved_or_not() {
        let month = Some(Month::parse("2026-11").unwrap());
        for cause in ["cover_ends.0193.2026-11", "cover_ends.0193@0194.2026-11"] {
            assert_eq!(last_told(cause), month, "{cause}");
        }
        for cause in ["cover_started.0193.3", "cover_ends.0193", ""] {
            assert_eq!(last_told(cause), None, "{cause}");
        }
    }
}
