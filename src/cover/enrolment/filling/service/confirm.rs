//! Whoever was picked for a free place is held, and looked at once more.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{Filling, obstacles};
use crate::cover::coverages::service::{Sought, hold_newcomers, look};
use crate::cover::enrolment::rules::Why;
use crate::cover::enrolment::service::OfPlan;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, Problem};

/// A place, and why whoever was picked for it cannot come, if that cannot be.
type Judged = (usize, Option<Vec<Why>>);

impl Filling<'_> {
    /// Holds whoever was picked and looks once more: between the two somebody may have funded them elsewhere. Whether nobody
    /// had to leave again. Where somebody had, all of them are let go, to be held together with who comes instead: registrations
    /// before persons, as everybody does.
    pub(super) async fn confirm(&mut self, conn: &mut AsyncPgConnection) -> Result<bool, Problem> {
        let picked = self.spots.unconfirmed();
        if picked.is_empty() {
            return Ok(true);
        }
        let mut judged: Vec<Judged> = Vec::new();
        let held = transact(conn, async |conn| {
            judged = self.judge(conn, &picked).await?;
            match judged.iter().any(|(_, reasons)| reasons.is_some()) {
                true => Err(Problem::new(Code::Conflict)),
                false => Ok(()),
            }
        })
        .await;
        if judged.iter().all(|(_, reasons)| reasons.is_none()) {
            held?;
            for (number, _) in judged {
                self.spots.confirm(number);
            }
            return Ok(true);
        }
        let mut passed_over = Vec::new();
        for (number, reasons) in judged {
            let Some(reasons) = reasons else { continue };
            let Some(taker) = self.spots.release(number) else { continue };
            self.room.leave(&taker.village);
            passed_over.push((taker.worker_id, reasons));
        }
        self.mark(conn, passed_over).await?;
        Ok(false)
    }

    /// Holds these people and gives for each place to which one of them is to come why that cannot be, if it cannot.
    async fn judge(&self, conn: &mut AsyncPgConnection, picked: &[Uuid]) -> Result<Vec<Judged>, Problem> {
        let held = hold_newcomers(conn, self.doer.scope, picked).await?;
        let held: HashMap<Uuid, Sought> = held.into_iter().map(|one| (one.worker_id, one)).collect();
        let mut judged = Vec::with_capacity(picked.len());
        for terms in self.spots.terms() {
            let (numbers, people): (Vec<usize>, Vec<Sought>) = self
                .spots
                .to_confirm(&terms)
                .filter_map(|(number, id)| Some((number, held.get(&id)?.clone())))
                .unzip();
            let workers: Vec<Uuid> = people.iter().map(|one| one.worker_id).collect();
            let found = look(conn, self.doer.today, &terms, people).await?;
            let of_plan = OfPlan::look(conn, self.plan, self.doer.today, workers.clone()).await?;
            for ((number, worker_id), found) in numbers.into_iter().zip(workers).zip(found) {
                judged.push((number, obstacles(&of_plan, worker_id, &found)?));
            }
        }
        Ok(judged)
    }
}
