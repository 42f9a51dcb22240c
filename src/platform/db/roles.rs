//! The two database roles: `payung_owner` owns the schema, `payung_service` works in it.
//!
//! Roles belong to a whole cluster, so several databases of one cluster share them; what they may do is granted per
//! database by the first migration. The service can neither alter a table nor touch what is append-only.

use diesel::QueryResult;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};

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

pub(super) async fn become_service(connection: &AsyncPgConnection) -> QueryResult<()> {
    let mut connection = connection;
    connection.batch_execute(BECOME_SERVICE).await
}
