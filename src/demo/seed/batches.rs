//! The year's contributions: a batch for each source and quarter, paid in advance of the quarter's end, and answered by the
//! insurer with a few refusals that the next batch carries. Each batch of the newest quarter lies at another desk.

mod ahead;
mod answers;

use std::collections::HashMap;

use chrono::Days;
use uuid::Uuid;

use answers::Refusals;

use super::Place;
use super::people::People;
use super::sources::Sources;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::queries::Wanted;
use crate::cover::contributions::batches::service::{self as batches, BillingCode, NewBatch};
use crate::cover::contributions::payments::service::{NewPayment, record};
use crate::cover::contributions::results::receive::read;
use crate::cover::contributions::results::service::{Options, reconcile};
use crate::demo::Roster;
use crate::demo::calendar::january;
use crate::domain::{Day, Month, Rupiah, new_id};
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, IfMatch, Problem};

/// So many people at most are in one batch; a larger roster keeps the rest due.
const PEOPLE_MAX: i64 = 5_000;

/// A quarter of the year so far.
struct Quarter {
    months: Vec<Month>,
    /// What has become of its batches by today.
    come: Come,
    begins: Day,
    today: Day,
}

/// How far a quarter has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Come {
    /// The insurer has answered.
    Answered,
    /// The money was transferred.
    Paid,
    /// It is being prepared.
    Prepared,
}

/// Pays the year's quarters so far from every source.
pub async fn pay(
    place: &Place<'_>,
    people: &People,
    sources: &Sources,
    roster: &Roster,
) -> Result<(), Problem> {
    let office = Office { place, people };
    let mut credits: HashMap<Uuid, i64> = HashMap::new();
    for quarter in quarters(place.today) {
        let is_newest = quarter.come == Come::Prepared;
        let ahead = if is_newest { office.prepare_ahead(sources).await? } else { None };
        let mut batches = Vec::new();
        for source_id in sources.all() {
            batches.extend(office.prepare(source_id, &quarter).await?);
        }
        if is_newest {
            office.leave(batches, &quarter).await?;
            if let Some(batch) = ahead {
                office.settle_ahead(batch, roster).await?;
            }
            continue;
        }
        let mut billed = Vec::with_capacity(batches.len());
        for batch in batches {
            let approved = office.approve(batch, quarter.day(1)).await?;
            billed.push(office.bill(approved, quarter.day(2)).await?);
        }
        // One transfer for all, except where the insurer still holds money of a source.
        let (held, plain): (Vec<BatchRow>, Vec<BatchRow>) =
            billed.into_iter().partition(|batch| credits.contains_key(&batch.funding_source_id));
        office.transfer(&plain, 0, quarter.day(4)).await?;
        for batch in &held {
            let credit = credits.remove(&batch.funding_source_id).unwrap_or(0).min(batch.amount_idr);
            office.transfer(std::slice::from_ref(batch), credit, quarter.day(4)).await?;
        }
        if quarter.come == Come::Answered {
            for batch in plain.iter().chain(&held) {
                let refused = office.reconcile(batch, &Refusals::Few, quarter.day(12)).await?;
                credits.insert(batch.funding_source_id, refused);
            }
        }
    }
    Ok(())
}

/// The quarters that have begun, the one of today last: the one before it is paid, earlier ones are answered.
fn quarters(today: Day) -> Vec<Quarter> {
    let (this_month, first) = (Month::from_date(today), january(today));
    let mut quarters: Vec<Quarter> = [0, 3, 6, 9]
        .into_iter()
        .filter_map(|offset| {
            let months: Option<Vec<Month>> = (offset..offset + 3).map(|month| first.plus(month)).collect();
            let months: Vec<Month> = months?.into_iter().filter(|month| *month <= this_month).collect();
            let begins = months.as_slice().first().copied()?.first_day();
            Some(Quarter { months, come: Come::Answered, begins, today })
        })
        .collect();
    for (quarter, come) in quarters.iter_mut().rev().zip([Come::Prepared, Come::Paid]) {
        quarter.come = come;
    }
    quarters
}

impl Quarter {
    /// A day of its work, so many days after its batches were prepared, which is on the tenth day; today at the latest.
    fn day(&self, after: u64) -> Day {
        self.begins.checked_add_days(Days::new(9 + after)).unwrap_or(self.today).min(self.today)
    }
}

/// Those who prepare, approve, bill, pay and answer.
struct Office<'a> {
    place: &'a Place<'a>,
    people: &'a People,
}

impl Office<'_> {
    /// Prepares a batch of what a source owes for a quarter; none where it owes nothing.
    async fn prepare(&self, source_id: Uuid, quarter: &Quarter) -> Result<Option<BatchRow>, Problem> {
        let wanted = Wanted {
            region: None,
            people_max: Some(PEOPLE_MAX),
            carry_refused: true,
            include_to_be_ended: false,
        };
        self.prepare_of(source_id, (quarter.months.clone(), None), wanted, quarter.day(0)).await
    }

    async fn prepare_of(
        &self,
        funding_source_id: Uuid,
        (months, name): (Vec<Month>, Option<String>),
        wanted: Wanted,
        day: Day,
    ) -> Result<Option<BatchRow>, Problem> {
        let officer = &self.people.officer;
        let origin = self.place.origin(officer, day);
        let new = NewBatch { id: new_id(origin.now), funding_source_id, months, name, wanted };
        let mut conn = self.place.state.db.write().await?;
        let prepared =
            transact(&mut conn, async |conn| batches::prepare(conn, &officer.scope, &origin, new).await)
                .await;
        match prepared {
            Err(problem) if problem.code() == Code::Conflict => Ok(None),
            other => other.map(|prepared| Some(prepared.batch)),
        }
    }

    /// Leaves each batch of the newest quarter at another desk: with the second person, with the insurer for its code, with
    /// whoever pays, and the rest with the insurer for its answer. What is under way is so since a few days.
    async fn leave(&self, batches: Vec<BatchRow>, quarter: &Quarter) -> Result<(), Problem> {
        let recent = |days| self.place.ago(days).max(quarter.day(0));
        for (desk, batch) in (0_u32..).zip(batches) {
            if desk == 0 {
                continue;
            }
            let batch = self.approve(batch, recent(6)).await?;
            if desk == 1 {
                continue;
            }
            let batch = self.bill(batch, recent(4)).await?;
            if desk > 2 {
                self.transfer(std::slice::from_ref(&batch), 0, recent(2)).await?;
            }
        }
        Ok(())
    }

    async fn approve(&self, batch: BatchRow, day: Day) -> Result<BatchRow, Problem> {
        let approver = &self.people.approver;
        let origin = self.place.origin(approver, day);
        let read = IfMatch::exactly(batch.version);
        let mut conn = self.place.state.db.write().await?;
        transact(&mut conn, async |conn| {
            batches::approve(conn, &approver.scope, &origin, batch.id, &read, None).await
        })
        .await
    }

    async fn bill(&self, batch: BatchRow, day: Day) -> Result<BatchRow, Problem> {
        let officer = &self.people.officer;
        let origin = self.place.origin(officer, day);
        let read = IfMatch::exactly(batch.version);
        let code = BillingCode {
            code: format!("88{:014}", batch.id.as_u128() % 100_000_000_000_000),
            expires_on: day.checked_add_days(Days::new(7)),
        };
        let mut conn = self.place.state.db.write().await?;
        transact(&mut conn, async |conn| {
            batches::issue_billing_code(conn, &officer.scope, &origin, (batch.id, day), &read, code).await
        })
        .await
    }

    /// Records one transfer for these batches.
    async fn transfer(&self, batches: &[BatchRow], credit: i64, day: Day) -> Result<(), Problem> {
        let [first, ..] = batches else { return Ok(()) };
        let officer = &self.people.officer;
        let origin = self.place.origin(officer, day);
        let sum: i64 = batches.iter().map(|batch| batch.amount_idr).sum();
        let new = NewPayment {
            id: new_id(origin.now),
            batches: batches.iter().map(|batch| (batch.id, batch.version)).collect(),
            amount: Rupiah::new(sum - credit),
            credit_used: Rupiah::new(credit),
            paid_on: day,
            transfer_reference: format!("SP2D/{}/{}", day.format("%Y%m%d"), first.id.simple()),
            note: None,
        };
        let mut conn = self.place.state.db.write().await?;
        transact(&mut conn, async |conn| record(conn, &officer.scope, &origin, new).await).await?;
        Ok(())
    }

    /// Enters the insurer's answer to a paid batch. Gives the money of what it refused.
    async fn reconcile(&self, batch: &BatchRow, refusals: &Refusals, day: Day) -> Result<i64, Problem> {
        let officer = &self.people.officer;
        let origin = self.place.origin(officer, day);
        // The transfer made a version of its own.
        let read_version = IfMatch::exactly(batch.version + 1);
        let mut conn = self.place.state.db.write().await?;
        transact(&mut conn, async |conn| {
            let file = answers::file(conn, batch, refusals).await?;
            let file = read(&self.place.state.vault, Options::default(), file.as_bytes())?;
            let outcome = reconcile(conn, &officer.scope, &origin, batch.id, &read_version, &file).await?;
            Ok(outcome.batch.refused_idr)
        })
        .await
    }
}
