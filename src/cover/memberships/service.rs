//! Recording and correcting what the insurer said.

pub mod late;
pub mod merge;

use std::collections::{BTreeMap, HashMap};

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::MembershipRow;
use super::queries;
use super::rules::{self, Said};
use crate::access::caller::RegionScope;
use crate::cover::closes::queries as closes;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late_on;
use crate::cover::coverages::queries::{ProposedWorker, hold_workers};
use crate::cover::member_numbers;
use crate::cover::standing::rules::MembershipState;
use crate::cover::trail;
use crate::domain::{Coded as _, Day, MemberNumber, Month, ProgrammeSet};
use crate::platform::changes::{self, Change, Origin};
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::http::{Code, FieldError, IfMatch, Issues, Problem, Text};
use crate::platform::vault::{Identifier as _, Vault};

/// What the insurer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The member number.
    pub member_number: Option<MemberNumber>,
    /// What it calls the membership.
    pub state: MembershipState,
    /// For which programmes.
    pub programmes: ProgrammeSet,
    /// Since when it exists.
    pub since_on: Option<Day>,
    /// The last month paid.
    pub paid_until: Option<Month>,
    /// The day of which it spoke.
    pub as_of: Day,
    /// Where it is known from.
    pub evidence: String,
}

/// A fact to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFact {
    /// Its id.
    pub id: Uuid,
    /// Whose membership.
    pub worker_id: Uuid,
    /// What was said.
    pub fact: Fact,
}

/// Records facts about workers in the caller's regions: all of them or none. Nothing is written under a registration that was
/// merged, for nobody would find it there.
pub async fn record(
    conn: &mut AsyncPgConnection,
    vault: &Vault,
    scope: &RegionScope,
    origin: &Origin,
    facts: Vec<NewFact>,
) -> Result<Vec<MembershipRow>, Problem> {
    let ids: Vec<Uuid> = facts.iter().map(|fact| fact.worker_id).collect();
    let held = hold_workers(conn, scope, &ids).await?.into_iter();
    let workers: HashMap<Uuid, ProposedWorker> =
        held.filter(|worker| worker.merged_into_id.is_none()).map(|worker| (worker.id, worker)).collect();
    let mut rows = Vec::with_capacity(facts.len());
    let mut recorded = Vec::with_capacity(facts.len());
    for NewFact { id, worker_id, fact } in facts {
        let worker = workers.get(&worker_id).ok_or_else(unknown_worker)?;
        let row = new_row(vault, id, worker, fact, origin)?;
        check(&row)?;
        let change = Change::created(&row).map_err(Problem::internal)?;
        recorded.push(Change { region_code: Some(worker.village_code.clone()), ..change });
        rows.push(row);
    }
    member_numbers::claim(conn, rows.iter().map(MembershipRow::numbered)).await?;
    queries::insert(conn, &rows).await?;
    changes::record(conn, origin, &recorded).await?;
    came_late_from(conn, origin, &rows).await?;
    Ok(rows)
}

/// Corrects a fact. `patch` makes the new row of the old one. 409 where a fact that stayed with a tombstone would become one
/// about a member.
pub async fn correct(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    patch: impl FnOnce(MembershipRow) -> Result<MembershipRow, Problem>,
) -> Result<MembershipRow, Problem> {
    let (before, village_code) = queries::lock(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(before.version)?;
    if before.corrected_from_month.is_some() {
        // The months name this fact as their evidence; it must not change under them.
        return Err(Problem::invalid_state(rules::allowed(&before.standing_of_months())));
    }
    let patched = patch(before.clone())?;
    if patched == before {
        return Ok(before);
    }
    let after = MembershipRow { version: before.version + 1, updated_at: trail::instant(origin), ..patched };
    check(&after)?;
    if !after.is_of_nobody() && queries::is_of_tombstone(conn, &after).await? {
        return Err(merged());
    }
    member_numbers::claim(conn, std::iter::once(after.numbered())).await?;
    queries::update(conn, &after).await?;
    let change = Change::updated(&before, &after, "updated", None).map_err(Problem::internal)?;
    changes::record(conn, origin, &[Change { region_code: Some(village_code), ..change }]).await?;
    came_late_from(conn, origin, &[before, after.clone()]).await?;
    Ok(after)
}

/// Reopens the closed months from the earliest of which these facts speak, and from the first with a lapse of
/// somebody whose membership ran then, as they say.
async fn came_late_from(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    rows: &[MembershipRow],
) -> Result<(), Problem> {
    let mut days: Vec<(i32, Day)> = rows.iter().map(|row| (row.regency_id, row.as_of)).collect();
    let mut since: BTreeMap<i32, Vec<(Uuid, Day)>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state.0.is_alive()) {
        let told = row.since_on.map(|day| (row.person_id, day));
        since.entry(row.regency_id).or_default().extend(told);
    }
    for (regency_id, told) in since {
        // No close begins between what it is asked and what is reopened.
        closes::hold_open(conn, regency_id).await?;
        let lapse = closes::first_lapse(conn, regency_id, &told).await?;
        days.extend(lapse.map(|day| (regency_id, day)));
    }
    came_late_on(conn, origin, days.into_iter(), ReopenCause::InsurerWord).await
}

/// Puts a member number, or none, into a row.
pub fn set_member_number(
    vault: &Vault,
    row: &mut MembershipRow,
    number: Option<&MemberNumber>,
) -> Result<(), Problem> {
    row.member_number_sealed =
        number.map(|number| vault.seal(number)).transpose().map_err(Problem::internal)?;
    row.member_number_hash =
        number.map(|number| vault.lookup_hash(number)).transpose().map_err(Problem::internal)?;
    row.member_number_mask = number.map(|number| number.masked());
    Ok(())
}

fn new_row(
    vault: &Vault,
    id: Uuid,
    worker: &ProposedWorker,
    fact: Fact,
    origin: &Origin,
) -> Result<MembershipRow, Problem> {
    let now = trail::instant(origin);
    let mut row = MembershipRow {
        id,
        regency_id: worker.regency_id,
        worker_id: worker.id,
        person_id: worker.person_id,
        member_number_sealed: None,
        member_number_mask: None,
        member_number_hash: None,
        state: AsText(fact.state),
        programmes: AsCodes(fact.programmes),
        since_on: fact.since_on,
        paid_until: fact.paid_until.map(AsFirstDay),
        as_of: fact.as_of,
        evidence: fact.evidence,
        corrected_from_month: None,
        corrected_until_month: None,
        import_id: origin.import_id,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    set_member_number(vault, &mut row, fact.member_number.as_ref())?;
    Ok(row)
}

fn check(row: &MembershipRow) -> Result<(), Problem> {
    let said = Said {
        state: row.state.0,
        programmes: row.programmes.0,
        since_on: row.since_on,
        paid_until: row.paid_until.map(|month| month.0),
        as_of: row.as_of,
    };
    let mut issues = Issues::new();
    for (pointer, misfit) in rules::misfits(&said) {
        issues.push(pointer, misfit.code(), Text::new(misfit.indonesian(), misfit.to_string()));
    }
    issues.finish()
}

/// What stayed with a tombstone says that nobody is a member; another word would be about the one that stays.
fn merged() -> Problem {
    let text = Text::fixed(
        "Pendaftaran ini sudah digabung: catat keterangan BPJS pada pendaftaran yang bertahan.",
        "This registration was merged: record what the insurer said under the one that stays.",
    );
    Problem::new(Code::Conflict).errors(vec![FieldError::new("/state", "worker_merged", text)])
}

fn unknown_worker() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/worker_id",
        "unknown_worker",
        Text::fixed(
            "Pekerja ini tidak ada, atau berada di luar wilayah Anda.",
            "This worker does not exist or lies outside your regions.",
        ),
    )])
}
