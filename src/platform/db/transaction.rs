//! One use case, one transaction, one connection.

use diesel::sql_query;
use diesel_async::{AsyncPgConnection, RunQueryDsl as _, TransactionManager};

use crate::platform::http::problem::Problem;

type Manager = <AsyncPgConnection as diesel_async::AsyncConnection>::TransactionManager;

/// Runs a use case in a transaction: committed when it answers, rolled back when it has a problem.
///
/// Unlike diesel-async's own `transaction` the work need not be `Send`, since a request stays on its
/// thread. A future that is dropped halfway leaves the connection in a transaction; the pool then
/// throws the connection away, which rolls back.
pub async fn transact<R>(
    conn: &mut AsyncPgConnection,
    work: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<R, Problem>,
) -> Result<R, Problem> {
    Manager::begin_transaction(conn).await?;
    match work(conn).await {
        Ok(answer) => {
            Manager::commit_transaction(conn).await?;
            Ok(answer)
        }
        Err(problem) => {
            roll_back(conn).await;
            Err(problem)
        }
    }
}

/// Runs work in a transaction that is always rolled back: it answers what would be so if it were committed. All of it sees one
/// moment, so that figures before and after differ by the work alone; and it may take its time.
pub async fn rehearse<R>(
    conn: &mut AsyncPgConnection,
    work: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<R, Problem>,
) -> Result<R, Problem> {
    Manager::begin_transaction(conn).await?;
    let answer = match see_one_moment(conn).await {
        Ok(()) => work(conn).await,
        Err(problem) => Err(problem),
    };
    roll_back(conn).await;
    answer
}

async fn see_one_moment(conn: &mut AsyncPgConnection) -> Result<(), Problem> {
    sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(conn).await?;
    take_time(conn).await
}

/// Lets the statements of this transaction run as long as they need: those that work on a regency as a whole. How long one
/// waits for a lock stays bounded.
pub async fn take_time(conn: &mut AsyncPgConnection) -> Result<(), Problem> {
    sql_query("SET LOCAL statement_timeout = 0").execute(conn).await?;
    Ok(())
}

/// Begins a snapshot: whatever is read until [`end_snapshot`] is as it is now. For answers that leave piece by piece with the
/// connection; one that is dropped before its end is thrown away by the pool.
pub async fn begin_snapshot(conn: &mut AsyncPgConnection) -> Result<(), Problem> {
    Manager::begin_transaction(conn).await?;
    sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(conn).await?;
    Ok(())
}

/// Ends a snapshot.
pub async fn end_snapshot(conn: &mut AsyncPgConnection) -> Result<(), Problem> {
    Ok(Manager::commit_transaction(conn).await?)
}

/// What the work said is what the caller must hear; a connection that cannot roll back is broken and leaves the pool.
async fn roll_back(conn: &mut AsyncPgConnection) {
    if let Err(error) = Manager::rollback_transaction(conn).await {
        tracing::warn!(%error, "a transaction could not be rolled back");
    }
}
