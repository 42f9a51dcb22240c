//! The two database roles: `payung_owner` owns the schema, `payung_service` works in it.
//!
//! Roles belong to a whole cluster, so several databases of one cluster share them; what they may do is granted per
//! database by the first migration. The service can neither alter a table nor touch what is append-only.

use diesel::QueryResult;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

/// Owns every object of the schema and runs the migrations.
pub const OWNER: &str = "payung_owner";
/// The role that requests run as.
pub const SERVICE: &str = "payung_service";

/// Makes the session work as the service's role when its login is a member of it and not yet that role, so that one
/// URL (for instance the database owner's) serves a small installation. A login without that membership keeps its own rights.
///
/// Behind PgBouncer in transaction mode a session's role does not last: give the service its own login there.
pub(super) const BECOME_SERVICE: &str = "\
    SELECT set_config('role', 'payung_service', false) \
    FROM pg_roles WHERE rolname = 'payung_service' AND current_user <> 'payung_service' \
    AND pg_has_role(current_user, 'payung_service', 'MEMBER')";

/// Nobody waits without end: neither for a row that a long merge has locked, nor for a statement gone astray, and a
/// transaction that its process has forgotten lets go. A merge of many rows sets its own bounds.
const BOUNDS: &str = "; SET lock_timeout = '10s'; SET statement_timeout = '30s'; \
    SET idle_in_transaction_session_timeout = '60s'";

/// Statements over a hundred thousand rows run for a second or two, of which translating them to machine code first took more than
/// it saved.
const NO_JIT: &str = "; SET jit = off";

pub(super) async fn become_service(connection: &AsyncPgConnection) -> QueryResult<()> {
    let mut connection = connection;
    connection.batch_execute(&format!("{BECOME_SERVICE}{BOUNDS}{NO_JIT}")).await
}

/// Whether the connection may do what the service must never be able to: delete history. Then its login is the owner's or an
/// administrator's.
pub async fn oversteps(mut connection: &AsyncPgConnection) -> QueryResult<bool> {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(
        "has_table_privilege(current_user, 'changes', 'DELETE')",
    ))
    .get_result(&mut connection)
    .await
}
