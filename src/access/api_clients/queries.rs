//! Queries of API clients. The first argument says whose clients may be seen.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{ApiClient, ApiClientRow, SecretRow};
use crate::access::caller::RegionScope;
use crate::access::users::AccountStatus;
use crate::domain::RegionCode;
use crate::platform::db::schema::{api_client_regions, api_client_secrets, api_clients};

/// One page of clients in order of their ids, which is the order in which they were made.
pub async fn list_clients(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    status: Option<AccountStatus>,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<ApiClient>> {
    let mut query = api_clients::table
        .filter(scope.filter_regency(api_clients::regency_id))
        .order(api_clients::id)
        .limit(limit)
        .select(ApiClientRow::as_select())
        .into_boxed();
    if let Some(status) = status {
        query = query.filter(api_clients::status.eq(status.as_str()));
    }
    if let Some(after) = after {
        query = query.filter(api_clients::id.gt(after));
    }
    let rows = query.load(conn).await?;
    with_regions(conn, rows).await
}

/// How many clients there are.
pub async fn count_clients(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    status: Option<AccountStatus>,
) -> QueryResult<i64> {
    let mut query =
        api_clients::table.filter(scope.filter_regency(api_clients::regency_id)).count().into_boxed();
    if let Some(status) = status {
        query = query.filter(api_clients::status.eq(status.as_str()));
    }
    query.get_result(conn).await
}

/// One client.
pub async fn find_client(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<ApiClient>> {
    let row = api_clients::table
        .find(id)
        .filter(scope.filter_regency(api_clients::regency_id))
        .select(ApiClientRow::as_select())
        .first(conn)
        .await
        .optional()?;
    one_with_regions(conn, row).await
}

/// One client, locked until the transaction ends.
pub async fn lock_client(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<ApiClient>> {
    let row = api_clients::table
        .find(id)
        .filter(scope.filter_regency(api_clients::regency_id))
        .for_update()
        .select(ApiClientRow::as_select())
        .first(conn)
        .await
        .optional()?;
    one_with_regions(conn, row).await
}

/// The account of a client that proves to be itself: asks for no scope.
pub async fn find_own_account(conn: &mut AsyncPgConnection, id: Uuid) -> QueryResult<Option<ApiClient>> {
    let row = api_clients::table.find(id).select(ApiClientRow::as_select()).first(conn).await.optional()?;
    one_with_regions(conn, row).await
}

/// The client of this name in the regency.
pub async fn find_by_name(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    name: &str,
) -> QueryResult<Option<ApiClient>> {
    let row = api_clients::table
        .filter(api_clients::regency_id.eq(regency_id))
        .filter(api_clients::name.eq(name))
        .select(ApiClientRow::as_select())
        .first(conn)
        .await
        .optional()?;
    one_with_regions(conn, row).await
}

/// The digests of the secrets that are good at an instant: two at most.
pub async fn list_secret_digests(
    conn: &mut AsyncPgConnection,
    client_id: Uuid,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Vec<u8>>> {
    api_client_secrets::table
        .filter(api_client_secrets::api_client_id.eq(client_id))
        .filter(api_client_secrets::expires_at.is_null().or(api_client_secrets::expires_at.gt(now)))
        .select(api_client_secrets::secret_hash)
        .load(conn)
        .await
}

/// Adds a client with its first secret.
pub async fn insert_client(
    conn: &mut AsyncPgConnection,
    client: &ApiClient,
    secret: &SecretRow,
) -> QueryResult<()> {
    let row = &client.row;
    diesel::insert_into(api_clients::table)
        .values((
            api_clients::id.eq(row.id),
            api_clients::regency_id.eq(row.regency_id),
            api_clients::name.eq(&row.name),
            api_clients::scopes.eq(row.scopes.iter().collect::<Vec<_>>()),
            api_clients::status.eq(row.status.as_str()),
            api_clients::version.eq(row.version),
            api_clients::created_at.eq(row.created_at),
            api_clients::updated_at.eq(row.updated_at),
        ))
        .execute(conn)
        .await?;
    insert_regions(conn, client).await?;
    diesel::insert_into(api_client_secrets::table).values(secret).execute(conn).await?;
    Ok(())
}

/// Writes a changed client over the version before it; the row is locked.
pub async fn update_client(
    conn: &mut AsyncPgConnection,
    before: &ApiClient,
    after: &ApiClient,
) -> QueryResult<()> {
    let row = &after.row;
    diesel::update(api_clients::table.find(row.id).filter(api_clients::version.eq(before.row.version)))
        .set((
            api_clients::name.eq(&row.name),
            api_clients::scopes.eq(row.scopes.iter().collect::<Vec<_>>()),
            api_clients::status.eq(row.status.as_str()),
            api_clients::version.eq(row.version),
            api_clients::updated_at.eq(row.updated_at),
        ))
        .returning(api_clients::id)
        .get_result::<Uuid>(conn)
        .await?;
    if before.region_codes != after.region_codes {
        diesel::delete(api_client_regions::table.filter(api_client_regions::api_client_id.eq(row.id)))
            .execute(conn)
            .await?;
        insert_regions(conn, after).await?;
    }
    Ok(())
}

/// Puts a new secret in the place of the current one, which stays good until the overlap ends. What was
/// in its overlap before goes.
pub async fn rotate_secret(
    conn: &mut AsyncPgConnection,
    secret: &SecretRow,
    old_until: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::delete(
        api_client_secrets::table
            .filter(api_client_secrets::api_client_id.eq(secret.api_client_id))
            .filter(api_client_secrets::expires_at.is_not_null()),
    )
    .execute(conn)
    .await?;
    diesel::update(
        api_client_secrets::table.filter(api_client_secrets::api_client_id.eq(secret.api_client_id)),
    )
    .set(api_client_secrets::expires_at.eq(old_until))
    .execute(conn)
    .await?;
    diesel::insert_into(api_client_secrets::table).values(secret).execute(conn).await?;
    Ok(())
}

async fn insert_regions(conn: &mut AsyncPgConnection, client: &ApiClient) -> QueryResult<()> {
    let rows: Vec<_> = client
        .region_codes
        .iter()
        .map(|code| {
            (
                api_client_regions::api_client_id.eq(client.row.id),
                api_client_regions::region_code.eq(code.as_str()),
            )
        })
        .collect();
    diesel::insert_into(api_client_regions::table).values(rows).execute(conn).await.map(|_| ())
}

async fn one_with_regions(
    conn: &mut AsyncPgConnection,
    row: Option<ApiClientRow>,
) -> QueryResult<Option<ApiClient>> {
    Ok(with_regions(conn, row.into_iter().collect()).await?.pop())
}

/// Adds the regions of all rows with one query.
async fn with_regions(conn: &mut AsyncPgConnection, rows: Vec<ApiClientRow>) -> QueryResult<Vec<ApiClient>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let places: Vec<(Uuid, String)> = api_client_regions::table
        .filter(api_client_regions::api_client_id.eq_any(ids))
        .order((api_client_regions::api_client_id, api_client_regions::region_code))
        .select((api_client_regions::api_client_id, api_client_regions::region_code))
        .load(conn)
        .await?;
    let mut by_client: HashMap<Uuid, Vec<RegionCode>> = HashMap::new();
    for (id, code) in places {
        let code = RegionCode::parse(&code)
            .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
        by_client.entry(id).or_default().push(code);
    }
    let whole = |row: ApiClientRow| {
        let region_codes = by_client.remove(&row.id).unwrap_or_default();
        ApiClient { row, region_codes }
    };
    Ok(rows.into_iter().map(whole).collect())
}
