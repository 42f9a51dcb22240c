//! Who may be registered twice.

use diesel_async::AsyncPgConnection;

use crate::access::caller::RegionScope;
use crate::casework::deaths::rules::{Candidate, Told};
use crate::casework::deaths::service::{Suggestion, ranked};
use crate::casework::merging::queries::{self, Alike, Sought};
use crate::domain::Phone;
use crate::platform::http::Problem;
use crate::platform::vault::{Sealed, Vault, VaultError};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::rules::WorkerStatus;

/// How many a person gets to look at.
const SHOWN: usize = 20;

/// The open registrations of the caller's regions in the same regency that may be of the same person, the likest first. They
/// are judged as whoever a report of a death may mean, and by family card and phone besides. None of a registration that is
/// merged or closed.
pub async fn duplicates(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    vault: &Vault,
    row: &WorkerRow,
) -> Result<Vec<Suggestion>, Problem> {
    // Whoever is registered no more is not registered twice.
    if !WorkerStatus::parse(&row.status).is_ok_and(WorkerStatus::is_open) {
        return Ok(Vec::new());
    }
    let village = row.village().map_err(Problem::internal)?;
    let found = queries::alike(conn, scope, Sought { row, village: &village }).await?;
    let phone = phone_of(vault, row.phone_sealed.as_ref())?;
    let told = Told { birth_on: row.birth_on, village };
    let candidates = found.into_iter().map(|one| candidate(vault, phone.as_ref(), one));
    let candidates = candidates.collect::<Result<Vec<_>, _>>()?;
    Ok(ranked(conn, row.regency_id, &told, candidates, SHOWN).await?)
}

fn candidate(vault: &Vault, phone: Option<&Phone>, one: Alike) -> Result<Candidate, Problem> {
    let other = phone_of(vault, one.phone_sealed.as_ref())?;
    Ok(Candidate {
        worker_id: one.id,
        name_likeness: one.likeness,
        birth_on: one.birth_on,
        village: one.village_code.0,
        same_family_card: one.same_family_card,
        same_phone: phone.is_some() && phone == other.as_ref(),
        merged_nik: false,
    })
}

/// Opened to be compared, and shown to nobody.
fn phone_of(vault: &Vault, sealed: Option<&Sealed<Phone>>) -> Result<Option<Phone>, Problem> {
    let opened: Result<Option<Phone>, VaultError> = sealed.map(|phone| vault.open(phone)).transpose();
    opened.map_err(Problem::internal)
}
