//! A registration ends with a death, and stands again as it was where the death was recorded in error.

use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::step::{next, write};
use crate::domain::Day;
use crate::platform::http::{Code, Problem, Text};
use crate::register::persons::queries::{self as persons, Opening};
use crate::register::warungs::{self, By, CutShort};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;
use crate::register::workers::rules::{Action, DeactivationReason, WorkerStatus};

/// A registration as it was before a death ended it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The registration.
    pub worker_id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// How it stood.
    pub status: WorkerStatus,
    /// Why it stood so.
    pub status_reason: Option<String>,
    /// Since when.
    pub status_on: Day,
    /// The work that ended with it.
    pub jobs: Vec<CutShort>,
}

impl Closed {
    /// The day on which the register said before that the person had died.
    pub fn death_on(&self) -> Option<Day> {
        let died = self.status_reason.as_deref() == Some(DeactivationReason::Deceased.as_str());
        (self.status == WorkerStatus::Inactive && died).then_some(self.status_on)
    }
}

/// Takes somebody who died out of the register, whatever the state of the registration, and out of every warung. Gives how
/// it was; nothing where the register knew of the death on that day.
pub async fn bury(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    worker_id: Uuid,
    on: Day,
) -> Result<Option<Closed>, Problem> {
    let places = warungs::lock_workplaces(conn, by.scope, worker_id).await?;
    let found = queries::find_for_update(conn, by.scope, worker_id).await?;
    let before = found.ok_or_else(Problem::not_found)?;
    let status = before.worker_status().map_err(Problem::internal)?;
    if status == WorkerStatus::Merged || before.is_buried() && before.status_on == on {
        return Ok(None);
    }
    let key = (before.id, before.regency_id);
    let jobs = warungs::work_after(conn, key, on).await?;
    let reason = DeactivationReason::Deceased.as_str();
    warungs::end_work(conn, by, places, key, on, Some(reason)).await?;
    if status.is_open() {
        persons::release(conn, before.person_id, before.id).await?;
    }
    let after = WorkerRow {
        status: WorkerStatus::Inactive.as_str().to_owned(),
        status_reason: Some(reason.to_owned()),
        status_on: on,
        ..next(&before, by)
    };
    write(conn, by, (&before, &after), Action::Deactivate, reason.to_owned()).await?;
    Ok(Some(Closed {
        worker_id: before.id,
        regency_id: before.regency_id,
        status,
        status_reason: before.status_reason,
        status_on: before.status_on,
        jobs,
    }))
}

/// Puts a registration back as it was before [`bury`], and the work with it. One that was changed since stays as it is. 409
/// where the person has another open registration by now.
pub async fn raise(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    closed: &Closed,
    on: Day,
    reason: &str,
) -> Result<(), Problem> {
    let places = warungs::lock_workplaces(conn, by.scope, closed.worker_id).await?;
    let found = queries::find_for_update(conn, by.scope, closed.worker_id).await?;
    let before = found.ok_or_else(Problem::not_found)?;
    if !before.is_buried() || before.status_on != on {
        return Ok(());
    }
    if closed.status.is_open() {
        let opening = Opening { worker_id: before.id, regency_id: before.regency_id };
        if !persons::reopen(conn, before.person_id, opening).await? {
            return Err(Problem::new(Code::Conflict).detail(OPEN_ELSEWHERE));
        }
    }
    let after = WorkerRow {
        status: closed.status.as_str().to_owned(),
        status_reason: closed.status_reason.clone(),
        status_on: closed.status_on,
        ..next(&before, by)
    };
    write(conn, by, (&before, &after), Action::Reopen, reason.to_owned()).await?;
    let key = (before.id, before.regency_id);
    warungs::resume_work(conn, by, places, key, (&closed.jobs, on), reason).await
}

const OPEN_ELSEWHERE: Text = Text::fixed(
    "Orang ini sudah terdaftar kembali sejak kematiannya dicatat.",
    "This person has been registered again since the death was recorded.",
);
