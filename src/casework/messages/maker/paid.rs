//! Who is paid for again from a period on. A whole plan begins within minutes at the turn of a year, so they are looked at
//! together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::Maker;
use super::happening::Happening;
use crate::casework::messages::model::MessageRow;
use crate::casework::messages::queries::{self, causes, locks};
use crate::casework::messages::rules::{MessageCancelReason, MessageKind};
use crate::casework::messages::service::withhold;
use crate::cover::coverages::model::CoverageRow;
use crate::domain::Month;
use crate::platform::http::Problem;

/// Rows of other tables by registration or period.
type Others = HashMap<(Uuid, i32), Vec<Uuid>>;

/// What periods that begin make wrong.
#[derive(Default)]
pub(super) struct PaidAgain {
    /// The earlier periods on which each joins.
    joined: Others,
    /// The registration of each worker, and all that were merged into it.
    registrations: Others,
    /// By regency, the periods that are not the last ones any more.
    ends: BTreeMap<i32, BTreeSet<Uuid>>,
    /// By regency, from which month on somebody pays for registrations.
    lapses: BTreeMap<i32, BTreeMap<Uuid, Month>>,
}

impl PaidAgain {
    /// Looks up what hangs together with the periods that begin.
    pub async fn look_up(conn: &mut AsyncPgConnection, happenings: &[Happening]) -> Result<Self, Problem> {
        let begun: Vec<&CoverageRow> = happenings.iter().filter_map(Happening::begun).collect();
        let periods: Vec<(Uuid, i32)> = begun.iter().map(|row| (row.id, row.regency_id)).collect();
        let workers: Vec<(Uuid, i32)> = begun.iter().map(|row| (row.worker_id, row.regency_id)).collect();
        Ok(Self {
            joined: causes::joined(conn, &periods).await?,
            registrations: queries::registrations_of(conn, &workers).await?,
            ..Self::default()
        })
    }
}

impl Maker {
    /// Somebody pays from a period on: whoever was to pay alone after the one on which it joins, or to pay by a day that lies in
    /// it so as not to be cut off, is not to pay any more.
    pub(super) fn is_paid_again(&mut self, row: &CoverageRow) {
        let regency_id = row.regency_id;
        let earlier = self.paid_again.joined.get(&(row.id, regency_id)).cloned().unwrap_or_default();
        self.forget((&earlier, regency_id), MessageKind::CoverEnds);
        for id in earlier {
            self.paid_again.ends.entry(regency_id).or_default().insert(id);
        }
        if row.last_month.0 < Month::from_date(self.today) {
            return;
        }
        let own = self.paid_again.registrations.get(&(row.worker_id, regency_id)).into_iter().flatten();
        let lapses = self.paid_again.lapses.entry(regency_id).or_default();
        for id in own {
            let from = lapses.entry(*id).or_insert(row.from_month.0);
            *from = row.from_month.0.min(*from);
        }
    }

    /// Keeps from going out what was written before periods began that make it wrong: after all of them, and before whatever
    /// writes anew.
    pub(super) async fn keep_back_paid(&mut self, conn: &mut AsyncPgConnection) -> Result<(), Problem> {
        let ends = std::mem::take(&mut self.paid_again.ends);
        let lapses = std::mem::take(&mut self.paid_again.lapses);
        let mut wrong: Vec<MessageRow> = Vec::new();
        for (regency_id, ids) in ends {
            let ids: Vec<Uuid> = ids.into_iter().collect();
            wrong.extend(locks::lock_about(conn, (&ids, regency_id), MessageKind::CoverEnds).await?);
        }
        for (regency_id, months) in lapses {
            let ids: Vec<Uuid> = months.keys().copied().collect();
            let warnings = locks::lock_about(conn, (&ids, regency_id), MessageKind::NearLapse).await?;
            // Whoever is paid for only after the cut is cut off all the same.
            wrong.extend(warnings.into_iter().filter(|warning| {
                let from = months.get(&warning.subject_id).map(|month| month.first_day());
                warning.not_after.zip(from).is_none_or(|(by, from)| by >= from)
            }));
        }
        withhold(conn, &self.origin, wrong, MessageCancelReason::Superseded).await
    }
}
