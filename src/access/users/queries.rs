//! Queries of accounts. The first argument says whose accounts may be seen.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{CredentialsRow, User, UserRow};
use super::status::AccountStatus;
use crate::access::caller::{RegionScope, Role};
use crate::domain::RegionCode;
use crate::platform::db::schema::{regencies, regions, user_credentials, user_regions, users};

/// Which accounts to list.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Of this role.
    pub role: Option<Role>,
    /// In this state.
    pub status: Option<AccountStatus>,
    /// With a region that is this one or lies within it.
    pub region: Option<RegionCode>,
    /// After this user name.
    pub after: Option<String>,
}

type Boxed<'q> = users::BoxedQuery<'q, Pg>;

/// A regency's admin and auditor see its accounts; the keeper of the deployment sees those of his own
/// kind and the admins.
fn visible<'q>(scope: &RegionScope) -> Boxed<'q> {
    let query = users::table.into_boxed();
    if scope.national {
        query.filter(users::role.eq_any([Role::Admin.as_str(), Role::PlatformAdmin.as_str()]))
    } else {
        query.filter(users::regency_id.eq_any(scope.regency_ids.clone()))
    }
}

fn filtered<'q>(scope: &RegionScope, filter: &UserFilter) -> Boxed<'q> {
    let mut query = visible(scope);
    if let Some(role) = filter.role {
        query = query.filter(users::role.eq(role.as_str()));
    }
    if let Some(status) = filter.status {
        query = query.filter(users::status.eq(status.as_str()));
    }
    if let Some(region) = &filter.region {
        let acts_there = user_regions::table
            .filter(user_regions::region_code.like(region.prefix_pattern()))
            .select(user_regions::user_id);
        query = query.filter(users::id.eq_any(acts_there));
    }
    query
}

/// One page of accounts in order of their user names.
pub async fn list_users(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &UserFilter,
    limit: i64,
) -> QueryResult<Vec<User>> {
    let mut query = filtered(scope, filter);
    if let Some(after) = &filter.after {
        query = query.filter(users::username.gt(after.clone()));
    }
    let rows: Vec<UserRow> =
        query.order(users::username).limit(limit).select(UserRow::as_select()).load(conn).await?;
    with_regions(conn, rows).await
}

/// How many accounts match.
pub async fn count_users(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &UserFilter,
) -> QueryResult<i64> {
    filtered(scope, filter).count().get_result(conn).await
}

/// One account.
pub async fn find_user(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<User>> {
    let row =
        visible(scope).filter(users::id.eq(id)).select(UserRow::as_select()).first(conn).await.optional()?;
    one_with_regions(conn, row).await
}

/// One account, locked until the transaction ends.
pub async fn lock_user(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<User>> {
    // A boxed query cannot lock, so the row is locked first and looked at through the scope afterwards.
    let locked: Option<Uuid> =
        users::table.filter(users::id.eq(id)).select(users::id).for_update().first(conn).await.optional()?;
    match locked {
        Some(id) => find_user(conn, scope, id).await,
        None => Ok(None),
    }
}

/// The account of someone who has proved to be its owner, or is about to: asks for no scope.
pub async fn find_own_account(conn: &mut AsyncPgConnection, id: Uuid) -> QueryResult<Option<User>> {
    let row = users::table.find(id).select(UserRow::as_select()).first(conn).await.optional()?;
    one_with_regions(conn, row).await
}

/// The same, locked until the transaction ends.
pub async fn lock_own_account(conn: &mut AsyncPgConnection, id: Uuid) -> QueryResult<Option<User>> {
    let row = users::table.find(id).for_update().select(UserRow::as_select()).first(conn).await.optional()?;
    one_with_regions(conn, row).await
}

/// The account of this name with what proves its owner, for signing in.
pub async fn find_by_username(
    conn: &mut AsyncPgConnection,
    username: &str,
) -> QueryResult<Option<(User, CredentialsRow)>> {
    let found: Option<(UserRow, CredentialsRow)> = users::table
        .inner_join(user_credentials::table.on(user_credentials::user_id.eq(users::id)))
        .filter(users::username.eq(username))
        .select((UserRow::as_select(), CredentialsRow::as_select()))
        .first(conn)
        .await
        .optional()?;
    let Some((row, credentials)) = found else { return Ok(None) };
    Ok(one_with_regions(conn, Some(row)).await?.map(|user| (user, credentials)))
}

/// Adds an account.
pub async fn insert_user(
    conn: &mut AsyncPgConnection,
    user: &User,
    credentials: &CredentialsRow,
) -> QueryResult<()> {
    let row = &user.row;
    diesel::insert_into(users::table)
        .values((
            users::id.eq(row.id),
            users::regency_id.eq(row.regency_id),
            users::username.eq(row.username.as_str()),
            users::full_name.eq(row.full_name.as_str()),
            users::role.eq(row.role.as_str()),
            users::status.eq(row.status.as_str()),
            users::version.eq(row.version),
            users::created_at.eq(row.created_at),
            users::updated_at.eq(row.updated_at),
        ))
        .execute(conn)
        .await?;
    insert_regions(conn, user).await?;
    diesel::insert_into(user_credentials::table).values(credentials).execute(conn).await?;
    Ok(())
}

/// Writes a changed account over the version before it; the row is locked.
pub async fn update_user(conn: &mut AsyncPgConnection, before: &User, after: &User) -> QueryResult<()> {
    let row = &after.row;
    diesel::update(users::table.filter(users::id.eq(row.id)).filter(users::version.eq(before.row.version)))
        .set((
            users::full_name.eq(row.full_name.as_str()),
            users::role.eq(row.role.as_str()),
            users::status.eq(row.status.as_str()),
            users::version.eq(row.version),
            users::updated_at.eq(row.updated_at),
        ))
        .returning(users::id)
        .get_result::<Uuid>(conn)
        .await?;
    if before.region_codes != after.region_codes {
        diesel::delete(user_regions::table.filter(user_regions::user_id.eq(row.id))).execute(conn).await?;
        insert_regions(conn, after).await?;
    }
    Ok(())
}

/// Replaces what proves the owner of an account.
pub async fn update_credentials(
    conn: &mut AsyncPgConnection,
    credentials: &CredentialsRow,
) -> QueryResult<usize> {
    diesel::update(user_credentials::table.find(credentials.user_id))
        .set((
            user_credentials::password_hash.eq(&credentials.password_hash),
            user_credentials::start_code_expires_at.eq(credentials.start_code_expires_at),
            user_credentials::changed_at.eq(credentials.changed_at),
        ))
        .execute(conn)
        .await
}

/// Which of these accounts still wait for their owner to choose a password, and until when.
pub async fn list_start_codes(
    conn: &mut AsyncPgConnection,
    ids: &[Uuid],
) -> QueryResult<HashMap<Uuid, DateTime<Utc>>> {
    let rows: Vec<(Uuid, Option<DateTime<Utc>>)> = user_credentials::table
        .filter(user_credentials::user_id.eq_any(ids))
        .filter(user_credentials::start_code_expires_at.is_not_null())
        .select((user_credentials::user_id, user_credentials::start_code_expires_at))
        .load(conn)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, at)| at.map(|at| (id, at))).collect())
}

/// The regency of this code, if it uses the deployment.
pub async fn find_regency_id(conn: &mut AsyncPgConnection, code: &RegionCode) -> QueryResult<Option<i32>> {
    regencies::table
        .filter(regencies::region_code.eq(code.as_str()))
        .filter(regencies::active)
        .select(regencies::id)
        .first(conn)
        .await
        .optional()
}

/// Those of the regions that exist, with their names.
pub async fn list_region_names(
    conn: &mut AsyncPgConnection,
    codes: &[RegionCode],
) -> QueryResult<HashMap<String, String>> {
    let codes: Vec<&str> = codes.iter().map(RegionCode::as_str).collect();
    let rows: Vec<(String, String)> = regions::table
        .filter(regions::code.eq_any(codes))
        .select((regions::code, regions::name))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn insert_regions(conn: &mut AsyncPgConnection, user: &User) -> QueryResult<()> {
    let rows: Vec<_> = user
        .region_codes
        .iter()
        .map(|code| (user_regions::user_id.eq(user.row.id), user_regions::region_code.eq(code.as_str())))
        .collect();
    if !rows.is_empty() {
        diesel::insert_into(user_regions::table).values(rows).execute(conn).await?;
    }
    Ok(())
}

async fn one_with_regions(conn: &mut AsyncPgConnection, row: Option<UserRow>) -> QueryResult<Option<User>> {
    Ok(with_regions(conn, row.into_iter().collect()).await?.pop())
}

/// Adds the regions of all rows with one query.
async fn with_regions(conn: &mut AsyncPgConnection, rows: Vec<UserRow>) -> QueryResult<Vec<User>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let places: Vec<(Uuid, String)> = user_regions::table
        .filter(user_regions::user_id.eq_any(ids))
        .order((user_regions::user_id, user_regions::region_code))
        .select((user_regions::user_id, user_regions::region_code))
        .load(conn)
        .await?;
    let mut by_user: HashMap<Uuid, Vec<RegionCode>> = HashMap::new();
    for (id, code) in places {
        let code = RegionCode::parse(&code)
            .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
        by_user.entry(id).or_default().push(code);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let region_codes = by_user.remove(&row.id).unwrap_or_default();
            User { row, region_codes }
        })
        .collect())
}
