//! The database: pooled connections that never make a caller wait without end, COPY connections,
//! roles, migrations and the private Postgres of `demo` and the tests.

pub mod columns;
pub mod connect;
pub mod constraints;
pub mod embedded;
pub mod migrate;
pub mod roles;
pub mod schema;
mod shared;
mod tls;
pub mod transaction;

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{Object, Pool, PoolError};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use futures_util::FutureExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::platform::http::Problem;
use shared::Shared;

pub use connect::{ConnectError, Connector};
pub use shared::{CONNECTIONS as SHARED_CONNECTIONS, TERMINATED};

/// A connection borrowed from the pool; it goes back when dropped, unless it broke.
pub type Connection = Object<AsyncPgConnection>;

/// Why no connection could be had. The edge answers 503 `database_unavailable` with `Retry-After`.
#[derive(Debug, thiserror::Error)]
pub enum Unavailable {
    /// Every connection stayed busy for the whole waiting time.
    #[error("no database connection became free within {0:?}")]
    TimedOut(Duration),
    /// So many callers wait already that one more would only time out later.
    #[error("{0} callers already wait for a database connection")]
    QueueFull(usize),
    /// Postgres could not be reached or refused the login.
    #[error("could not connect to the database")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// How many connections there are and how long callers may wait for one.
#[derive(Debug, Clone, Copy)]
pub struct PoolSettings {
    /// Connections of the whole process.
    pub size: usize,
    /// Longest wait for a free connection.
    pub wait: Duration,
    /// Callers that may wait for each connection before the next one is refused at once.
    pub waiting_per_connection: usize,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self { size: 16, wait: Duration::from_secs(3), waiting_per_connection: 16 }
    }
}

/// Long COPY streams have connections of their own, so that an import cannot starve requests.
const COPY_CONNECTIONS: usize = 2;

/// Hands out database connections. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pool: Pool<AsyncPgConnection>,
    settings: PoolSettings,
    connector: Connector,
    copies: Arc<Semaphore>,
    shared: Arc<Shared>,
    /// All pools of the process and what they share, for the metrics.
    family: Arc<Mutex<Vec<Member>>>,
}

type Member = (Pool<AsyncPgConnection>, Arc<Shared>);

impl Db {
    /// A pool over the connector's database. Connects to nothing yet.
    pub fn new(connector: Connector, settings: PoolSettings) -> Self {
        let pool = build_pool(&connector, settings.size);
        let copies = Arc::new(Semaphore::new(COPY_CONNECTIONS));
        let shared = Arc::new(Shared::new(connector.clone(), settings));
        let family = Arc::new(Mutex::new(vec![(pool.clone(), Arc::clone(&shared))]));
        Self { pool, settings, connector, copies, shared, family }
    }

    /// A sibling with a pool of its own. Each HTTP worker has one: a connection driven by the thread that uses it spares a
    /// wake-up across threads for every query.
    pub fn sibling(&self, size: usize) -> Self {
        let settings = PoolSettings { size, ..self.settings };
        let pool = build_pool(&self.connector, size);
        let shared = Arc::new(Shared::new(self.connector.clone(), settings));
        self.family.lock().unwrap_or_else(PoisonError::into_inner).push((pool.clone(), Arc::clone(&shared)));
        Self { pool, settings, shared, ..self.clone() }
    }

    /// What was configured for this pool.
    pub fn settings(&self) -> PoolSettings {
        self.settings
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Connection, Unavailable> {
        self.acquire().await
    }

    /// Runs a read of one statement that touches few rows, beside those of other callers on the same connection. It may run
    /// twice, should the connection be gone.
    pub async fn read_shared<R>(
        &self,
        read: impl AsyncFn(&AsyncPgConnection) -> QueryResult<R>,
    ) -> Result<R, Problem> {
        self.shared.read(read).await
    }

    /// A connection for a writing transaction.
    pub async fn write(&self) -> Result<Connection, Unavailable> {
        self.acquire().await
    }

    /// A bare client for COPY, which diesel-async lacks. Waits its turn like any other caller.
    pub async fn copy_client(&self) -> Result<CopyClient, Unavailable> {
        let permit = tokio::time::timeout(self.settings.wait, Arc::clone(&self.copies).acquire_owned())
            .await
            .map_err(|_| Unavailable::TimedOut(self.settings.wait))?
            .map_err(|error| Unavailable::Refused(error.into()))?;
        let client = self.connector.client().await.map_err(|error| Unavailable::Refused(error.into()))?;
        Ok(CopyClient { client, _permit: permit })
    }

    /// How busy this pool and its siblings are together, for the metrics.
    pub fn usage(&self) -> PoolUsage {
        let family = self.family.lock().unwrap_or_else(PoisonError::into_inner);
        family.iter().fold(PoolUsage::default(), |sum, (pool, shared)| {
            let status = pool.status();
            PoolUsage {
                open: sum.open + status.size + shared.open(),
                idle: sum.idle + status.available,
                waiting: sum.waiting + status.waiting,
            }
        })
    }

    async fn acquire(&self) -> Result<Connection, Unavailable> {
        let waiting = self.pool.status().waiting;
        if waiting >= self.settings.size.saturating_mul(self.settings.waiting_per_connection) {
            return Err(Unavailable::QueueFull(waiting));
        }
        match tokio::time::timeout(self.settings.wait, self.pool.get()).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(refused(error)),
            Err(_) => Err(Unavailable::TimedOut(self.settings.wait)),
        }
    }
}

/// How busy the connections are.
#[derive(Debug, Clone, Copy, Default)]
pub struct PoolUsage {
    /// Connections that exist.
    pub open: usize,
    /// Connections that nobody uses.
    pub idle: usize,
    /// Callers in the queue.
    pub waiting: usize,
}

/// A client for COPY; its place is free again when it is dropped.
pub struct CopyClient {
    client: tokio_postgres::Client,
    _permit: OwnedSemaphorePermit,
}

impl Deref for CopyClient {
    type Target = tokio_postgres::Client;

    fn deref(&self) -> &Self::Target {
        &self.client
    }
}

impl std::ops::DerefMut for CopyClient {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.client
    }
}

fn build_pool(connector: &Connector, size: usize) -> Pool<AsyncPgConnection> {
    let mut manager = ManagerConfig::default();
    // A query before each use would double the round trips. A connection whose socket closed is noticed without one:
    // the pool drops it when it comes back or is taken out.
    manager.recycling_method = RecyclingMethod::Fast;
    let connector = connector.clone();
    manager.custom_setup = Box::new(move |_| {
        let connector = connector.clone();
        async move {
            connector
                .connection()
                .await
                .map_err(|error| diesel::ConnectionError::BadConnection(error_chain(&error)))
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::new_with_config("", manager);
    // Deadpool's builder fails only when its own timeouts are set, and ours are not.
    match Pool::builder(manager).max_size(size).build() {
        Ok(pool) => pool,
        Err(error) => unreachable!("a pool without timeouts can be built: {error}"),
    }
}

fn refused(error: PoolError) -> Unavailable {
    Unavailable::Refused(error.into())
}

/// The error and its causes in one line, for messages that can carry no source.
pub(crate) fn error_chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line
}
