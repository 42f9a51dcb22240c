//! Who may be registered twice.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

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

/// A registration that may be of the same person, and how it stands.
pub struct Double {
    /// The registration.
    pub suggestion: Suggestion,
    /// Its state.
    pub status: String,
    /// Why.
    pub status_reason: Option<String>,
}

/// The registrations of the caller's regions in the same regency that may be of the same person, open or closed by a death, the
/// likest first. They are judged as whoever a report of a death may mean, and by family card and phone besides. None of a
/// registration that is merged or closed.
pub async fn duplicates(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    vault: &Vault,
    row: &WorkerRow,
) -> Result<Vec<Double>, Problem> {
    // Whoever is registered no more is not registered twice.
    if !WorkerStatus::parse(&row.status).is_ok_and(WorkerStatus::is_open) {
        return Ok(Vec::new());
    }
    let village = row.village().map_err(Problem::internal)?;
    let found = queries::alike(conn, scope, Sought { row, village: &village }).await?;
    let states = found.iter().map(|one| (one.id, (one.status.clone(), one.status_reason.clone())));
    let mut states: HashMap<Uuid, (String, Option<String>)> = states.collect();
    let phone = phone_of(vault, row.phone_sealed.as_ref())?;
    let told = Told { birth_on: row.birth_on, village };
    let candidates = found.into_iter().map(|one| candidate(vault, phone.as_ref(), one));
    let candidates = candidates.collect::<Result<Vec<_>, _>>()?;
    let ranked = ranked(conn, row.regency_id, &told, candidates, SHOWN).await?;
    let double = |suggestion: Suggestion| {
        let (status, status_reason) = states.remove(&suggestion.card.id)?;
        Some(Double { suggestion, status, status_reason })
    };
    Ok(ranked.into_iter().filter_map(double).collect())
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
        nik: None,
    })
}

/// Opened to be compared, and shown to nobody.
fn phone_of(vault: &Vault, sealed: Option<&Sealed<Phone>>) -> Result<Option<Phone>, Problem> {
    let opened: Result<Option<Phone>, VaultError> = sealed.map(|phone| vault.open(phone)).transpose();
    opened.map_err(Problem::internal)
}
