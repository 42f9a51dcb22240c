//! Use cases around API clients. Each runs in its caller's transaction.

use chrono::{DateTime, Duration, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::{ApiClient, ApiClientRow, SecretRow};
use super::{queries, rules};
use crate::access::caller::{Principal, RegionScope, ScopeSet};
use crate::access::tokens::opaque::OpaqueToken;
use crate::access::tokens::service::{Revoked, revoke};
use crate::access::users::{self, AccountStatus, placement};
use crate::domain::{RegionCode, new_id};
use crate::platform::changes::{self, Actor, Change, Origin};
use crate::platform::db::transaction::transact;
use crate::platform::http::{IfMatch, Issues, Problem};

/// A new client, as it was asked for.
#[derive(Debug, Clone)]
pub struct NewApiClient {
    /// Its id.
    pub id: Uuid,
    /// What it is, in words.
    pub name: String,
    /// What it may do.
    pub scopes: ScopeSet,
    /// Where.
    pub region_codes: Vec<RegionCode>,
}

/// What a PATCH changes.
#[derive(Debug, Clone, Default)]
pub struct ApiClientChanges {
    /// What it is, in words.
    pub name: Option<String>,
    /// What it may do.
    pub scopes: Option<ScopeSet>,
    /// Where.
    pub region_codes: Option<Vec<RegionCode>>,
}

/// Makes a client and its first secret, which is told this once.
pub async fn create(
    conn: &mut AsyncPgConnection,
    giver: &RegionScope,
    origin: &Origin,
    new: NewApiClient,
) -> Result<(ApiClient, OpaqueToken), Problem> {
    let region_codes = sorted(new.region_codes);
    let regency_id = regency_of(conn, giver, &region_codes).await?;
    let row = ApiClientRow {
        id: new.id,
        regency_id,
        name: new.name,
        scopes: new.scopes,
        status: AccountStatus::Active,
        version: 1,
        created_at: origin.now,
        updated_at: origin.now,
    };
    let client = ApiClient { row, region_codes };
    let (secret, row) = new_secret(client.row.id, origin.now)?;
    queries::insert_client(conn, &client, &row).await?;
    let change = Change::created(&client).map_err(Problem::internal)?;
    changes::record(conn, origin, &[change]).await?;
    Ok((client, secret))
}

/// Changes name, scopes or regions. Tokens that still say the old are refused from then on.
pub async fn amend(
    conn: &mut AsyncPgConnection,
    manager: &Principal,
    origin: &Origin,
    id: Uuid,
    if_match: &IfMatch,
    wanted: ApiClientChanges,
) -> Result<ApiClient, Problem> {
    let before = managed(conn, manager, id).await?;
    if_match.check(before.row.version)?;
    let mut after = before.next(origin.now);
    if let Some(name) = wanted.name {
        after.row.name = name;
    }
    if let Some(scopes) = wanted.scopes {
        after.row.scopes = scopes;
    }
    if let Some(region_codes) = wanted.region_codes {
        after.region_codes = sorted(region_codes);
        after.row.regency_id = regency_of(conn, &manager.scope, &after.region_codes).await?;
    }
    if after.row.regency_id != before.row.regency_id {
        return Err(placement::other_regency());
    }
    write(conn, origin, &before, &after, "updated", None).await?;
    if after.row.scopes != before.row.scopes || after.region_codes != before.region_codes {
        revoke(conn, &[Revoked::AccountBefore(id, after.row.version)], origin.now).await?;
    }
    Ok(after)
}

/// Shuts or opens a client.
pub async fn set_status(
    conn: &mut AsyncPgConnection,
    manager: &Principal,
    origin: &Origin,
    id: Uuid,
    status: AccountStatus,
    reason: Option<String>,
) -> Result<ApiClient, Problem> {
    let before = managed(conn, manager, id).await?;
    if before.row.status == status {
        return Err(refused(&before));
    }
    let mut after = before.next(origin.now);
    after.row.status = status;
    let action = match status {
        AccountStatus::Active => "enabled",
        AccountStatus::Disabled => "disabled",
    };
    write(conn, origin, &before, &after, action, reason).await?;
    revoke(conn, &[Revoked::AccountBefore(id, after.row.version)], origin.now).await?;
    Ok(after)
}

/// Makes a new secret; the one before stays good for the overlap.
pub async fn rotate_secret(
    conn: &mut AsyncPgConnection,
    manager: &Principal,
    origin: &Origin,
    id: Uuid,
    overlap: Duration,
) -> Result<(ApiClient, OpaqueToken), Problem> {
    let before = managed(conn, manager, id).await?;
    if before.row.status != AccountStatus::Active {
        return Err(refused(&before));
    }
    let after = before.next(origin.now);
    let (secret, row) = new_secret(id, origin.now)?;
    queries::rotate_secret(conn, &row, origin.now + overlap).await?;
    write(conn, origin, &before, &after, "secret_rotated", None).await?;
    Ok((after, secret))
}

/// Makes the client unless its regency has one of this name: for demonstrations. A new one comes with
/// its secret.
pub async fn ensure_client(
    conn: &mut AsyncPgConnection,
    new: NewApiClient,
    now: DateTime<Utc>,
) -> Result<(ApiClient, Option<OpaqueToken>), Problem> {
    let everywhere = RegionScope::national();
    let regency_id = regency_of(conn, &everywhere, &new.region_codes).await?;
    if let Some(client) = queries::find_by_name(conn, regency_id, &new.name).await? {
        return Ok((client, None));
    }
    let origin = Origin { actor: Actor::System, request_id: None, import_id: None, now };
    let (client, secret) = transact(conn, async |conn| create(conn, &everywhere, &origin, new).await).await?;
    Ok((client, Some(secret)))
}

async fn managed(conn: &mut AsyncPgConnection, manager: &Principal, id: Uuid) -> Result<ApiClient, Problem> {
    queries::lock_client(conn, &manager.scope, id).await?.ok_or_else(Problem::not_found)
}

async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &ApiClient,
    after: &ApiClient,
    action: &'static str,
    reason: Option<String>,
) -> Result<(), Problem> {
    queries::update_client(conn, before, after).await?;
    let change = Change::updated(before, after, action, reason).map_err(Problem::internal)?;
    changes::record(conn, origin, &[change]).await?;
    Ok(())
}

async fn regency_of(
    conn: &mut AsyncPgConnection,
    giver: &RegionScope,
    region_codes: &[RegionCode],
) -> Result<i32, Problem> {
    let mut issues = Issues::new();
    match issues.take("/region_codes", users::rules::place(region_codes)) {
        Some(regency) => placement::settle(conn, giver, &regency, region_codes).await,
        None => Err(issues.into_problem()),
    }
}

fn new_secret(client_id: Uuid, now: DateTime<Utc>) -> Result<(OpaqueToken, SecretRow), Problem> {
    let secret = OpaqueToken::generate("pcs_").map_err(|_| Problem::internal("no random numbers"))?;
    let row = SecretRow {
        id: new_id(now),
        api_client_id: client_id,
        secret_hash: secret.digest(),
        created_at: now,
        expires_at: None,
    };
    Ok((secret, row))
}

fn refused(client: &ApiClient) -> Problem {
    Problem::invalid_state(rules::allowed_actions(client.row.status).iter().copied())
}

fn sorted(mut region_codes: Vec<RegionCode>) -> Vec<RegionCode> {
    region_codes.sort();
    region_codes.dedup();
    region_codes
}
