//! The migrations, carried inside the binary and run by one process at a time.

use std::time::Duration;

use diesel::QueryableByName;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connect::{ConnectError, Connector};
use super::roles;

/// Every migration of `migrations/`, in order.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// The first migration makes the roles; all later ones run as the owner.
const ROLES_VERSION: &str = "20261123000001";

/// "payung" in ASCII: one number for all processes that migrate the same database.
const LOCK: i64 = 0x70_61_79_75_6e_67;
/// How often a process that waits asks whether it is its turn.
const ASK_AGAIN: Duration = Duration::from_millis(200);

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database could not be reached.
    #[error("the database could not be reached")]
    Connect(#[from] ConnectError),
    /// A statement outside the migrations failed.
    #[error("preparing the migration failed")]
    Query(#[from] diesel::result::Error),
    /// The login lacks rights that the first migration needs.
    #[error("{0}")]
    Rights(String),
    /// A migration itself failed; nothing of it remains.
    #[error("migration {version} failed: {cause}")]
    Migration {
        /// Which one.
        version: String,
        /// What Postgres said.
        cause: String,
    },
}

/// Runs what is missing and returns the versions that were run. Needs a multi-threaded tokio runtime.
pub async fn run(connector: &Connector) -> Result<Vec<String>, MigrateError> {
    let mut connection = connector.connection().await?;
    lock(&mut connection).await?;
    check_rights(&mut connection).await?;
    let mut harness = AsyncMigrationHarness::new(connection);
    let mut done = Vec::new();
    let pending = harness.pending_migrations(MIGRATIONS).map_err(|error| failed("list", error.as_ref()))?;
    for migration in pending {
        let version = migration.name().version().to_string();
        if version != ROLES_VERSION {
            harness = act_as_owner(harness).await?;
        }
        harness
            .run_migration(migration.as_ref())
            .map_err(|error| failed(&migration.name().to_string(), error.as_ref()))?;
        done.push(version);
    }
    Ok(done)
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = Bool)]
    locked: bool,
}

/// One process migrates; the others wait. Held until the connection closes, also when the process dies. They ask again and
/// again instead of waiting in a statement: an index that is made concurrently waits for every statement under way.
async fn lock(connection: &mut AsyncPgConnection) -> Result<(), MigrateError> {
    let ask = format!("SELECT pg_try_advisory_lock({LOCK}) AS locked");
    while !diesel::sql_query(&ask).get_result::<Locked>(connection).await?.locked {
        tokio::time::sleep(ASK_AGAIN).await;
    }
    Ok(())
}

/// Reverts everything, newest first: for the test that proves each `down.sql`.
pub async fn revert_all(connector: &Connector) -> Result<(), MigrateError> {
    let mut harness = act_as_owner(AsyncMigrationHarness::new(connector.connection().await?)).await?;
    loop {
        let applied = harness.applied_migrations().map_err(|error| failed("list", error.as_ref()))?;
        let [newest, ..] = applied.as_slice() else { return Ok(()) };
        let newest = newest.to_string();
        if newest == ROLES_VERSION {
            let mut connection = harness.into_inner();
            connection.batch_execute("RESET ROLE").await?;
            harness = AsyncMigrationHarness::new(connection);
        }
        harness.revert_last_migration(MIGRATIONS).map_err(|error| failed(&newest, error.as_ref()))?;
    }
}

/// The versions this binary knows and the database lacks: not empty means that the service must not serve yet.
pub async fn pending(connection: &mut AsyncPgConnection) -> diesel::QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Applied {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let applied: Vec<Applied> =
        diesel::sql_query("SELECT version FROM __diesel_schema_migrations").load(connection).await?;
    let known = versions();
    Ok(known.into_iter().filter(|known| !applied.iter().any(|row| row.version == *known)).collect())
}

/// Every version in the binary, oldest first.
pub fn versions() -> Vec<String> {
    let migrations = MigrationSource::<Pg>::migrations(&MIGRATIONS).unwrap_or_else(|error| {
        unreachable!("embedded migrations are read at compile time and cannot fail: {error}")
    });
    let mut versions: Vec<String> =
        migrations.iter().map(|migration| migration.name().version().to_string()).collect();
    versions.sort();
    versions
}

async fn act_as_owner(
    harness: AsyncMigrationHarness<AsyncPgConnection>,
) -> Result<AsyncMigrationHarness<AsyncPgConnection>, MigrateError> {
    let mut connection = harness.into_inner();
    connection.batch_execute(&format!("SET ROLE {}", roles::OWNER)).await?;
    Ok(AsyncMigrationHarness::new(connection))
}

/// Says in words what is missing, before Postgres says it in its own.
async fn check_rights(connection: &mut AsyncPgConnection) -> Result<(), MigrateError> {
    #[derive(QueryableByName)]
    struct Rights {
        #[diesel(sql_type = Text)]
        login: String,
        #[diesel(sql_type = Bool)]
        makes_roles: bool,
        #[diesel(sql_type = Bool)]
        roles_exist: bool,
        #[diesel(sql_type = Bool)]
        owns: bool,
        #[diesel(sql_type = Bool)]
        creates: bool,
    }
    let rights: Rights = diesel::sql_query(
        "SELECT current_user::text AS login, \
         (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS makes_roles, \
         (SELECT count(*) = 2 FROM pg_roles WHERE rolname IN ('payung_owner', 'payung_service')) AS roles_exist, \
         COALESCE((SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = 'payung_owner'), false) AS owns, \
         has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE') AS creates",
    )
    .get_result(connection)
    .await?;
    let login = &rights.login;
    let complaint = if !rights.roles_exist && !rights.makes_roles {
        format!(
            "the login {login} may not create roles; run once as an administrator: \
             CREATE ROLE payung_owner NOLOGIN; CREATE ROLE payung_service NOLOGIN; \
             GRANT payung_owner, payung_service TO {login};"
        )
    } else if rights.roles_exist && !rights.owns && !rights.makes_roles {
        format!(
            "the login {login} must be a member of payung_owner; run as an administrator: \
             GRANT payung_owner, payung_service TO {login};"
        )
    } else if !rights.creates {
        format!(
            "the login {login} may not create objects in this database; run as an administrator: \
             ALTER DATABASE <name> OWNER TO {login};"
        )
    } else {
        return Ok(());
    };
    Err(MigrateError::Rights(complaint))
}

fn failed(version: &str, error: &(dyn std::error::Error + Send + Sync)) -> MigrateError {
    MigrateError::Migration { version: version.to_owned(), cause: super::error_chain(error) }
}
