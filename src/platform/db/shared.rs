//! Short reads of one statement share a connection of their HTTP worker instead of borrowing one each.
//!
//! The statements of many callers travel together and their answers come back together, which spares most of the wake-ups
//! that a connection for each caller costs. It is for reads that touch few rows: a slow one holds up those behind it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::QueryResult;
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::AsyncPgConnection;
use tokio::sync::Semaphore;

use super::{Connector, PoolSettings, Unavailable};
use crate::platform::http::Problem;

/// How many connections the readers of a pool share. A second one was measured and made the reads slower: half as many
/// statements travel together.
pub const CONNECTIONS: usize = 1;

/// How Postgres begins what it says to a connection that it ends. Diesel hands on the message but not the SQLSTATE.
pub const TERMINATED: &str = "terminating connection due to";

/// The connection that readers share. It is opened when first needed, and again after it broke.
pub(super) struct Shared {
    connector: Connector,
    held: Mutex<Option<Arc<AsyncPgConnection>>>,
    /// Whoever opens the connection; the others wait for it instead of opening more.
    opening: tokio::sync::Mutex<()>,
    /// Statements that may be under way at once; one more is refused.
    limit: usize,
    places: Semaphore,
    /// Longest wait for the connection to be opened.
    wait: Duration,
}

impl Shared {
    /// Connects to nothing yet.
    pub(super) fn new(connector: Connector, settings: PoolSettings) -> Self {
        // As many as may have or wait for a connection of the pool.
        let limit = settings.size.saturating_mul(settings.waiting_per_connection.saturating_add(1));
        let limit = limit.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            connector,
            held: Mutex::default(),
            opening: tokio::sync::Mutex::default(),
            limit,
            places: Semaphore::new(limit),
            wait: settings.wait,
        }
    }

    /// How many connections are open.
    pub(super) fn open(&self) -> usize {
        usize::from(self.current().is_some())
    }

    /// Runs the read, and once more on a new connection if the one it had is gone.
    pub(super) async fn read<R>(
        &self,
        read: impl AsyncFn(&AsyncPgConnection) -> QueryResult<R>,
    ) -> Result<R, Problem> {
        let _place = self.places.try_acquire().map_err(|_| Unavailable::QueueFull(self.limit))?;
        match self.attempt(&self.connection().await?, &read).await {
            Err(error) if is_lost(&error) => Ok(self.attempt(&self.connection().await?, &read).await?),
            answer => Ok(answer?),
        }
    }

    /// Runs the read; a connection that turns out to be gone is not handed out again.
    async fn attempt<R>(
        &self,
        conn: &Arc<AsyncPgConnection>,
        read: &impl AsyncFn(&AsyncPgConnection) -> QueryResult<R>,
    ) -> QueryResult<R> {
        let answer = read(conn).await;
        if answer.as_ref().is_err_and(is_lost) {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            // Another reader may have replaced it already.
            if held.as_ref().is_some_and(|held| Arc::ptr_eq(held, conn)) {
                *held = None;
            }
        }
        answer
    }

    async fn connection(&self) -> Result<Arc<AsyncPgConnection>, Unavailable> {
        match self.current() {
            Some(conn) => Ok(conn),
            None => tokio::time::timeout(self.wait, self.connect())
                .await
                .map_err(|_| Unavailable::TimedOut(self.wait))?,
        }
    }

    fn current(&self) -> Option<Arc<AsyncPgConnection>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens the connection, or waits for whoever does.
    async fn connect(&self) -> Result<Arc<AsyncPgConnection>, Unavailable> {
        let _turn = self.opening.lock().await;
        if let Some(conn) = self.current() {
            return Ok(conn);
        }
        let conn = self.connector.connection().await.map_err(|error| Unavailable::Refused(error.into()))?;
        let conn = Arc::new(conn);
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&conn));
        Ok(conn)
    }
}

/// Whether the connection is gone, rather than the statement refused.
fn is_lost(error: &Error) -> bool {
    match error {
        Error::DatabaseError(
            DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection,
            _,
        ) => true,
        Error::DatabaseError(_, info) => info.message().starts_with(TERMINATED),
        _ => false,
    }
}
