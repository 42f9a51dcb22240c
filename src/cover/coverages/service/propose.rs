//! Proposing periods and changing proposals.

mod admit;

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, ProposedWorker};
use super::super::rules::{Action, CoverageStatus};
use super::transition::{self, Held, Step};
use crate::access::caller::RegionScope;
use crate::cover::trail;
use crate::domain::{Day, MonthRange, ProgrammeSet, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::http::{Code, FieldError, Problem, Text};

pub(super) use admit::{admit, check_free};
pub use admit::{admit_terms, judged_on};

/// A period to be proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: Uuid,
    /// Whose contributions are to be paid.
    pub worker_id: Uuid,
    /// From which source.
    pub funding_source_id: Uuid,
    /// For which programmes.
    pub programmes: ProgrammeSet,
    /// The wage base of the contributions.
    pub wage_base: Rupiah,
    /// In which months.
    pub months: MonthRange,
    /// The period in whose place it comes.
    pub replaces_id: Option<Uuid>,
}

/// What changes of a proposal; what is absent stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Revision {
    /// Another source.
    pub funding_source_id: Option<Uuid>,
    /// Other programmes.
    pub programmes: Option<ProgrammeSet>,
    /// Another wage base.
    pub wage_base: Option<Rupiah>,
    /// Another first month.
    pub from_month: Option<AsFirstDay>,
    /// Another last month.
    pub until_month: Option<AsFirstDay>,
}

/// Proposes periods for workers in the caller's regions: all of them or none.
pub async fn propose(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    today: Day,
    proposals: &[Proposal],
) -> Result<Vec<CoverageRow>, Problem> {
    let workers = hold(conn, scope, proposals).await?;
    let mut rows = Vec::with_capacity(proposals.len());
    let mut villages = Vec::with_capacity(proposals.len());
    for proposal in proposals {
        let worker = workers.get(&proposal.worker_id).ok_or_else(unknown_worker)?;
        rows.push(new_row(proposal, (worker.regency_id, worker.person_id), origin));
        villages.push(worker.village_code.as_str());
    }
    admit(conn, today, &rows).await?;
    queries::insert(conn, &rows).await?;
    let placed: Vec<(&CoverageRow, &str)> = rows.iter().zip(villages).collect();
    transition::record_created(conn, origin, &placed).await?;
    Ok(rows)
}

/// Holds the workers of proposals as they are and locks the persons behind them, until the transaction ends.
pub(super) async fn hold(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    proposals: &[Proposal],
) -> Result<HashMap<Uuid, ProposedWorker>, Problem> {
    let ids: Vec<Uuid> = proposals.iter().map(|proposal| proposal.worker_id).collect();
    let workers = queries::hold_workers(conn, scope, &ids).await?;
    let persons: Vec<Uuid> = workers.iter().map(|worker| worker.person_id).collect();
    queries::lock_persons(conn, &persons).await?;
    Ok(workers.into_iter().map(|worker| (worker.id, worker)).collect())
}

/// Changes a proposal, which must then be approved by somebody else than the one who changed it.
pub async fn revise(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    today: Day,
    id: Uuid,
    held: Held<'_>,
    revision: Revision,
) -> Result<CoverageRow, Problem> {
    let locked = transition::lock_for(conn, scope, &[id], held, Action::Update).await?;
    let (placed, _) = locked.into_iter().next().ok_or_else(Problem::not_found)?;
    let step = Step::new(placed, origin, |row| {
        row.funding_source_id = revision.funding_source_id.unwrap_or(row.funding_source_id);
        row.programmes = revision.programmes.map_or(row.programmes, AsCodes);
        row.wage_base_idr = revision.wage_base.map_or(row.wage_base_idr, Rupiah::amount);
        row.from_month = revision.from_month.unwrap_or(row.from_month);
        row.until_month = revision.until_month.unwrap_or(row.until_month);
        row.last_month = row.until_month;
        row.revised_by = origin.actor.id();
    });
    if same_terms(&step.before, &step.after) {
        return Ok(step.before);
    }
    queries::lock_persons(conn, &[step.after.person_id]).await?;
    admit(conn, today, std::slice::from_ref(&step.after)).await?;
    transition::only(transition::write(conn, origin, Action::Update.done(), vec![step]).await?)
}

fn same_terms(before: &CoverageRow, after: &CoverageRow) -> bool {
    before.funding_source_id == after.funding_source_id
        && before.programmes == after.programmes
        && before.wage_base_idr == after.wage_base_idr
        && before.from_month == after.from_month
        && before.until_month == after.until_month
}

/// A proposed period of a registration of a regency and the person behind it, with nothing of what comes later.
pub(super) fn new_row(
    proposal: &Proposal,
    (regency_id, person_id): (i32, Uuid),
    origin: &Origin,
) -> CoverageRow {
    let now = trail::instant(origin);
    CoverageRow {
        id: proposal.id,
        regency_id,
        worker_id: proposal.worker_id,
        person_id,
        funding_source_id: proposal.funding_source_id,
        programmes: AsCodes(proposal.programmes),
        wage_base_idr: proposal.wage_base.amount(),
        from_month: AsFirstDay(proposal.months.from()),
        until_month: AsFirstDay(proposal.months.until()),
        last_month: AsFirstDay(proposal.months.until()),
        status: AsText(CoverageStatus::Proposed),
        proposed_by: origin.actor.id(),
        revised_by: None,
        approved_by: None,
        approved_at: None,
        decree_number: None,
        decree_on: None,
        member_number_sealed: None,
        member_number_mask: None,
        member_number_hash: None,
        effective_on: None,
        activated_on: None,
        ended_on: None,
        end_reason: None,
        end_note: None,
        reopened_at: None,
        replaces_id: proposal.replaces_id,
        replaced_by_id: None,
        import_id: origin.import_id,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

/// The same for a worker that does not exist and for one of other regions.
pub(super) fn unknown_worker() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/worker_id",
        "unknown_worker",
        Text::fixed(
            "Pekerja ini tidak ada, atau berada di luar wilayah Anda.",
            "This worker does not exist or lies outside your regions.",
        ),
    )])
}
