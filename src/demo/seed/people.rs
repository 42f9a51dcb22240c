//! The accounts of the demo: a person in each role, a second one where somebody else has to finish what one began, and two
//! systems. The roster is fed in their names, so that every change of it has somebody behind it.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::access::api_clients::{NewApiClient, ensure_client};
use crate::access::caller::{AccountKind, Principal, RegionScope, Role, ScopeSet};
use crate::access::users::hashing::Hashing;
use crate::access::users::{Provision, ProvisionError, ensure_user};
use crate::demo::{Credentials, DemoAccount, DemoClient, SHOWN_VILLAGES};
use crate::domain::{RegionCode, new_id};
use crate::platform::changes::Actor;
use crate::platform::http::Problem;
use crate::register::regencies::RegencyRow;
use chrono::{DateTime, Utc};

/// User name, full name, role, region.
const PEOPLE: [(&str, &str, Role, Option<&str>); 12] = [
    ("operator", "Siti Rukmini", Role::VillageOperator, Some(SHOWN_VILLAGES[0])),
    ("operator-sapeken", "Moh. Hairul", Role::VillageOperator, Some(SHOWN_VILLAGES[1])),
    ("camat", "Drs. Achmad Zaini", Role::DistrictViewer, Some("35.29.01")),
    ("officer", "Nurul Hidayati", Role::Officer, Some("35.29")),
    ("officer-second", "Akhmad Zainuri", Role::Officer, Some("35.29")),
    ("approver", "Bambang Heryanto", Role::Approver, Some("35.29")),
    ("insurer", "Dian Pratiwi", Role::Insurer, Some("35.29")),
    ("insurer-second", "Yuni Astutik", Role::Insurer, Some("35.29")),
    ("auditor", "Agus Salim", Role::Auditor, Some("35.29")),
    ("admin", "Fathor Rosi", Role::Admin, Some("35.29")),
    ("platform", "Ratna Dewi", Role::PlatformAdmin, None),
    ("platform-second", "Hendra Wijaya", Role::PlatformAdmin, None),
];

/// Name and scopes.
const SYSTEMS: [(&str, &[&str]); 2] = [
    ("Data kependudukan", &["workers:read", "coverage:check"]),
    ("Satu data kabupaten", &["regions:read", "workers:read", "coverages:read", "claims:read"]),
];

/// The people in whose names the roster is fed.
pub struct People {
    /// Keeps the funding sources.
    pub admin: Principal,
    /// Files and prepares.
    pub officer: Principal,
    /// The second pair of eyes.
    pub approver: Principal,
    /// Gives member numbers, decides and pays.
    pub insurer: Principal,
    /// Those who write for their own villages.
    operators: Vec<Principal>,
}

impl People {
    /// Who enters things in a village: its operator, or the officer where there is none.
    pub fn writer(&self, village: &RegionCode) -> &Principal {
        self.operators.iter().find(|operator| operator.scope.contains(village)).unwrap_or(&self.officer)
    }

    /// The second person for what somebody of a village handed in.
    pub fn second(&self, first: &Principal) -> &Principal {
        if first.account_id == self.officer.account_id { &self.approver } else { &self.officer }
    }
}

/// Makes the accounts.
pub async fn settle(
    conn: &mut AsyncPgConnection,
    regency: &RegencyRow,
    now: DateTime<Utc>,
) -> Result<(People, Credentials), Problem> {
    let hashing = Hashing::new();
    let mut accounts = Vec::new();
    let mut principals = Vec::new();
    for (username, full_name, role, region) in PEOPLE {
        let regions: Vec<RegionCode> =
            region.map(RegionCode::parse).transpose().map_err(Problem::internal)?.into_iter().collect();
        let password = password();
        let wanted =
            Provision { username, full_name, role, region_codes: &regions, password: Some(&password) };
        let made = ensure_user(conn, &hashing, wanted, now).await.map_err(refused)?;
        principals.push(principal(made.user.row.id, role, regency, &regions));
        let regions = regions.iter().map(ToString::to_string).collect();
        let account =
            DemoAccount { username: username.into(), password, role: role.as_str().into(), regions };
        accounts.push(account);
    }
    let api_clients = systems(conn, regency, now).await?;
    let one = |role| {
        let found = principals.iter().find(|principal| principal.role == Some(role)).cloned();
        found.ok_or_else(|| Problem::internal("the demo has no account of a role it needs"))
    };
    let people = People {
        admin: one(Role::Admin)?,
        officer: one(Role::Officer)?,
        approver: one(Role::Approver)?,
        insurer: one(Role::Insurer)?,
        operators: principals.iter().filter(|one| one.role == Some(Role::VillageOperator)).cloned().collect(),
    };
    Ok((people, Credentials { base_url: String::new(), accounts, api_clients }))
}

async fn systems(
    conn: &mut AsyncPgConnection,
    regency: &RegencyRow,
    now: DateTime<Utc>,
) -> Result<Vec<DemoClient>, Problem> {
    let mut clients = Vec::new();
    for (name, scopes) in SYSTEMS {
        let region = RegionCode::parse(&regency.region_code).map_err(Problem::internal)?;
        let new = NewApiClient {
            id: new_id(now),
            name: name.to_owned(),
            scopes: ScopeSet::parse_for_client(scopes.iter().copied()).map_err(Problem::internal)?,
            region_codes: vec![region],
        };
        let (client, secret) = ensure_client(conn, new, now).await?;
        let secret =
            secret.ok_or_else(|| Problem::internal("a client was there before the demo was made"))?;
        clients.push(DemoClient {
            client_id: client.row.id.to_string(),
            client_secret: secret.expose().to_owned(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        });
    }
    Ok(clients)
}

fn principal(account_id: Uuid, role: Role, regency: &RegencyRow, regions: &[RegionCode]) -> Principal {
    Principal {
        actor: Actor::User(account_id),
        kind: AccountKind::User,
        account_id,
        role: Some(role),
        scope: RegionScope::regions(vec![regency.id], regions.to_vec()),
        scopes: ScopeSet::of_role(role),
        session_id: None,
    }
}

/// A password of its own for each installation: the hexadecimal digits of a random UUID without its last group. Twelve of them
/// were now and then too easy a password, with fewer than five different ones.
fn password() -> String {
    Uuid::new_v4().simple().to_string().chars().take(20).collect()
}

fn refused(error: ProvisionError) -> Problem {
    match error {
        ProvisionError::Refused(problem) => problem,
        other => Problem::internal(other),
    }
}
