//! Changes read as what they mean to people.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::steps::ClaimStep;
use crate::casework::deaths::service::DAY_CORRECTED;
use crate::casework::messages::queries::causes::News;
use crate::casework::transfers::rules::Action as TransferAction;
use crate::claims::cases::model::ClaimFile;
use crate::claims::heirs::model::Beneficiary;
use crate::claims::scholarships::model::Child;
use crate::cover::coverages::model::CoverageRow;
use crate::cover::coverages::rules::Action as CoverageAction;
use crate::domain::Month;
use crate::platform::changes::Subject;
use crate::platform::db::columns::AsFirstDay;
use crate::register::workers::rules::{Action as WorkerAction, DeactivationReason};

/// Whose changes may be news.
pub(super) const SUBJECTS: &[&str] = &[
    Subject::Coverage.as_str(),
    Subject::Claim.as_str(),
    Subject::Transfer.as_str(),
    Subject::Worker.as_str(),
    Subject::MonthlyClose.as_str(),
];

/// What is done in them.
pub(super) fn actions() -> Vec<&'static str> {
    let others = [
        "created",
        "closed",
        CoverageAction::Activate.done(),
        CoverageAction::End.done(),
        CoverageAction::Reopen.done(),
        CoverageAction::Replace.done(),
        WorkerAction::Update.done(),
        WorkerAction::Deactivate.done(),
        TransferAction::Accept.done(),
        TransferAction::Refuse.done(),
    ];
    others.into_iter().chain(ClaimStep::names()).collect()
}

/// What became of a funded period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CoverageStep {
    Started,
    Ended,
    Resumed,
}

/// What happened.
pub(super) enum What {
    Coverage(Box<CoverageRow>, CoverageStep),
    /// With whom it was for before.
    Claim(Box<ClaimFile>, Before, ClaimStep),
    Died((Uuid, i32)),
    Lives((Uuid, i32)),
    /// A registration was corrected, which says that the worker lives in another village of the regency.
    Rehoused {
        worker: (Uuid, i32),
        village: String,
    },
    Moved {
        id: Uuid,
        worker: (Uuid, i32),
        village: String,
    },
    Stayed {
        id: Uuid,
        village: String,
    },
    Closed {
        regency_id: i32,
        month: Month,
    },
}

/// Something that happened, and in which version of what.
pub(super) struct Happening {
    subject_id: Uuid,
    version: i32,
    pub what: What,
}

impl Happening {
    /// What tells it apart from everything else that happened.
    pub fn cause(&self) -> String {
        format!("{}.{}", self.subject_id, self.version)
    }

    /// Whom it concerns, as far as it says so.
    pub fn worker(&self) -> Option<(Uuid, i32)> {
        match &self.what {
            What::Coverage(row, _) => Some((row.worker_id, row.regency_id)),
            What::Claim(file, ..) => Some((file.claim.worker_id, file.claim.regency_id)),
            What::Moved { worker, .. }
            | What::Rehoused { worker, .. }
            | What::Died(worker)
            | What::Lives(worker) => Some(*worker),
            What::Stayed { .. } | What::Closed { .. } => None,
        }
    }

    /// A period that begins.
    pub fn begun(&self) -> Option<&CoverageRow> {
        match &self.what {
            What::Coverage(row, CoverageStep::Started) => Some(row),
            _ => None,
        }
    }

    /// A transfer, which does not say where whom it was about was registered.
    pub fn transfer(&self) -> Option<Uuid> {
        match &self.what {
            What::Moved { id, .. } | What::Stayed { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// The village that it names.
    pub fn village(&self) -> Option<&str> {
        match &self.what {
            What::Moved { village, .. } | What::Stayed { village, .. } => Some(village),
            _ => None,
        }
    }
}

/// Reads a change; none where it is no news, or was erased. One that cannot be read is left out and does not keep the others
/// from being told.
pub(super) fn read(news: News) -> Option<Happening> {
    let what = match news.subject.as_str() {
        "coverage" => coverage(&news)?,
        "claim" => claim(&news)?,
        "worker" => worker(&news)?,
        "transfer" => transfer(&news)?,
        "monthly_close" => close(&news)?,
        _ => return None,
    };
    Some(Happening { subject_id: news.subject_id, version: news.version, what })
}

fn parsed<T: DeserializeOwned>(news: &News, payload: Option<&Value>) -> Option<T> {
    match serde_json::from_value(payload?.clone()) {
        Ok(read) => Some(read),
        Err(error) => {
            // The words of the error may hold a value of a person.
            let (subject, category) = (news.subject.as_str(), error.classify());
            tracing::warn!(subject, id = %news.subject_id, ?category, "a change is told to nobody");
            None
        }
    }
}

fn coverage(news: &News) -> Option<What> {
    let action = news.action.as_str();
    let step = match action {
        _ if action == CoverageAction::Activate.done() => CoverageStep::Started,
        _ if action == CoverageAction::Reopen.done() => CoverageStep::Resumed,
        _ if [CoverageAction::End.done(), CoverageAction::Replace.done()].contains(&action) => {
            CoverageStep::Ended
        }
        _ => return None,
    };
    Some(What::Coverage(parsed(news, news.after.as_ref())?, step))
}

/// Whom a claim was for before it changed.
#[derive(Deserialize)]
pub(super) struct Before {
    #[serde(default)]
    pub beneficiaries: Vec<Beneficiary>,
    #[serde(default)]
    pub children: Vec<Child>,
}

fn claim(news: &News) -> Option<What> {
    let step = ClaimStep::named(&news.action)?;
    let before: Before = parsed(news, news.before.as_ref())?;
    Some(What::Claim(parsed(news, news.after.as_ref())?, before, step))
}

#[derive(Deserialize)]
struct Standing {
    status_reason: Option<String>,
    village_code: Option<String>,
}

fn worker(news: &News) -> Option<What> {
    // Whoever died on another day than was thought did not live in between.
    if news.reason.as_deref() == Some(DAY_CORRECTED) {
        return None;
    }
    let died = |standing: &Standing| {
        standing.status_reason.as_deref() == Some(DeactivationReason::Deceased.as_str())
    };
    let key = (news.subject_id, news.regency_id);
    let is: Standing = parsed(news, news.after.as_ref())?;
    if news.action == WorkerAction::Deactivate.done() && died(&is) {
        return Some(What::Died(key));
    }
    if ![WorkerAction::Update.done(), WorkerAction::Reopen.done()].contains(&news.action.as_str()) {
        return None;
    }
    let was: Standing = parsed(news, news.before.as_ref())?;
    if news.action == WorkerAction::Update.done() {
        // Only what was overwritten is kept of before.
        let village = is.village_code.filter(|_| was.village_code.is_some())?;
        return Some(What::Rehoused { worker: key, village });
    }
    (died(&was) && !died(&is)).then_some(What::Lives(key))
}

#[derive(Deserialize)]
struct Transfer {
    to_village_code: String,
    worker_id: Option<Uuid>,
}

fn transfer(news: &News) -> Option<What> {
    let action = news.action.as_str();
    let is_refused = action == TransferAction::Refuse.done();
    if !is_refused && action != TransferAction::Accept.done() {
        return None;
    }
    let Transfer { to_village_code: village, worker_id } = parsed(news, news.after.as_ref())?;
    let id = news.subject_id;
    match worker_id {
        Some(worker_id) => Some(What::Moved { id, worker: (worker_id, news.regency_id), village }),
        None => is_refused.then_some(What::Stayed { id, village }),
    }
}

#[derive(Deserialize)]
struct Close {
    month: AsFirstDay,
}

fn close(news: &News) -> Option<What> {
    if !["created", "closed"].contains(&news.action.as_str()) {
        return None;
    }
    let Close { month } = parsed(news, news.after.as_ref())?;
    Some(What::Closed { regency_id: news.regency_id, month: month.0 })
}
