//! What is done with registrations, each use case in one transaction.

mod create;
mod death;
mod decide;
mod identity;
mod merge;
mod read;
mod relocate;
mod step;
mod update;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use create::{NewWorker, create, read_new};
pub use death::{Closed, bury, raise};
pub use decide::{Decision, decide, decide_all};
pub use merge::{Merged, lock_pair, merge, part, refuse_named};
pub use read::{Reader, barred_action, get, history, list, present, search};
pub use relocate::{BECAUSE_OF_TRANSFER, NewHome, hand_over, relocate};
pub use update::{Correction, update};

use super::model::WorkerRow;
use super::queries;
use super::rules::{self, Action, Rights};
use crate::access::caller::{Principal, RegionScope, WorkersMerge, WorkersVerify, WorkersWrite};
use crate::domain::{Day, RegionCode};
use crate::platform::changes::Origin;
use crate::platform::http::{Code, Issues, Problem, Text};
use crate::platform::vault::{LookupHash, Vault};
use crate::register::persons;

/// What every use case that writes needs to know.
#[derive(Clone, Copy)]
pub struct Writing<'a> {
    /// Seals and opens identifiers.
    pub vault: &'a Vault,
    /// Where the caller may act.
    pub scope: &'a RegionScope,
    /// What the caller may do.
    pub rights: Rights,
    /// Who writes, when.
    pub origin: &'a Origin,
    /// The business day.
    pub today: Day,
}

/// What the caller may do to registrations.
pub fn rights_of(caller: &Principal) -> Rights {
    Rights {
        write: caller.may::<WorkersWrite>(),
        verify: caller.may::<WorkersVerify>(),
        merge: caller.may::<WorkersMerge>(),
    }
}

/// The row's state after the action, or the problem that names what is possible instead.
fn state_after(row: &WorkerRow, action: Action, rights: Rights) -> Result<rules::WorkerStatus, Problem> {
    let status = row.worker_status().map_err(Problem::internal)?;
    rules::after(status, action).ok_or_else(|| Problem::invalid_state(rules::allowed_actions(status, rights)))
}

/// Notes that a village lies outside the caller's regions, as if it were not in the list of regions.
fn check_own_village(scope: &RegionScope, village: &RegionCode, issues: &mut Issues) {
    if !scope.contains(village) {
        issues.push(
            "/village_code",
            "outside_regions",
            Text::fixed("Desa ini di luar wilayah Anda.", "This village lies outside your regions."),
        );
    }
}

/// Why a registration cannot be its person's open one. What is open outside the caller's regions is never
/// told: the answer is the same wherever and whatever it is.
async fn refuse_opening(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    open_worker_id: Option<Uuid>,
) -> Result<Problem, Problem> {
    let Some(open) = open_worker_id else {
        // It was open a moment ago and is released now.
        return Ok(Problem::new(Code::Conflict).retry_after(1));
    };
    if queries::is_within(conn, scope, open).await? {
        Ok(Problem::new(Code::AlreadyRegistered).existing(open))
    } else {
        Ok(Problem::new(Code::TransferNeeded))
    }
}

/// Like [`refuse_opening`], for the person with this NIK.
async fn refuse_nik(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    nik_hash: &LookupHash<crate::domain::Nik>,
) -> Result<Problem, Problem> {
    let person = persons::queries::find_by_nik(conn, nik_hash).await?;
    refuse_opening(conn, scope, person.and_then(|person| person.open_worker_id)).await
}
