//! Standings by identifier.

use diesel_async::AsyncPgConnection;

use crate::access::caller::RegionScope;
use crate::cover::standing::queries::{Asked, Whose};
use crate::cover::standing::rules::Standing;
use crate::cover::standing::service::standings;
use crate::domain::{Day, MemberNumber, Nik};
use crate::platform::http::Problem;
use crate::platform::vault::{LookupHash, Vault, VaultError};

/// By what somebody is identified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// The national identity number.
    Nik(Nik),
    /// The insurer's member number.
    MemberNumber(MemberNumber),
}

/// Who is to be checked for which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Who.
    pub identifier: Identifier,
    /// The day.
    pub on: Day,
}

enum Hash {
    Nik(LookupHash<Nik>),
    MemberNumber(LookupHash<MemberNumber>),
}

/// How people stand, by what the caller's regencies know, in the order of the checks.
pub async fn check(
    conn: &mut AsyncPgConnection,
    vault: &Vault,
    scope: &RegionScope,
    checks: &[Check],
) -> Result<Vec<Standing>, Problem> {
    let hash = |check: &Check| -> Result<Hash, VaultError> {
        Ok(match &check.identifier {
            Identifier::Nik(nik) => Hash::Nik(vault.lookup_hash(nik)?),
            Identifier::MemberNumber(number) => Hash::MemberNumber(vault.lookup_hash(number)?),
        })
    };
    let hashes = checks.iter().map(hash).collect::<Result<Vec<_>, _>>().map_err(Problem::internal)?;
    let asked = hashes.iter().zip(checks).map(|(hash, check)| Asked {
        whose: match hash {
            Hash::Nik(hash) => Whose::Nik(hash),
            Hash::MemberNumber(hash) => Whose::MemberNumber(hash),
        },
        on: check.on,
    });
    standings(conn, &scope.regency_ids, &asked.collect::<Vec<_>>()).await
}
