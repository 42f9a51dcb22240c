//! The HTTP server and everything that runs beside it.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use tokio::task::JoinHandle;

use super::{AppState, StartError, document, routes, tasks};
use crate::platform::background::Background;
use crate::platform::db::{SHARED_CONNECTIONS, migrate};
use crate::platform::http::health::Readiness;
use crate::platform::http::metrics::{self, Metrics};
use crate::platform::http::{Edge, EdgeSettings, Routes, wrap};
use crate::platform::i18n::Text;

/// The running service.
pub struct Running {
    /// Where the API listens.
    pub address: SocketAddr,
    /// Where the metrics are, if anywhere.
    pub metrics_address: Option<SocketAddr>,
    servers: Vec<(ServerHandle, JoinHandle<std::io::Result<()>>)>,
    background: Background,
    state: AppState,
}

/// Idle connections delay a graceful stop by this at the most; proxies open new ones soon enough.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Connections of the background tasks and the readiness checks.
const BACKGROUND_CONNECTIONS: usize = 3;

/// Starts answering on the listeners, and the background tasks. Needs a tokio runtime around it.
pub fn start(
    state: AppState,
    listener: TcpListener,
    metrics_listener: Option<TcpListener>,
) -> Result<Running, StartError> {
    let address = listener.local_addr()?;
    let background_state = state.with_connections(BACKGROUND_CONNECTIONS);
    let edge = Edge::new(edge_settings(&state), document()?, metrics(&state), state.clock.clone());
    let background = Background::start(tasks::all(&background_state))?;
    let metrics_address = metrics_listener.as_ref().map(TcpListener::local_addr).transpose()?;
    let mut servers = Vec::new();
    if let Some(listener) = metrics_listener {
        let server = metrics::serve(listener, edge.clone())?;
        servers.push((server.handle(), tokio::spawn(server)));
    }

    let readiness = Data::new(readiness(&background_state));
    let config = Arc::clone(&state.config);
    let workers = config.workers;
    let connections = (config.pool.size.saturating_sub(BACKGROUND_CONNECTIONS) / workers)
        .saturating_sub(SHARED_CONNECTIONS)
        .max(2);
    let server = HttpServer::new(move || {
        let state = state.with_connections(connections);
        let authenticator = state.access.authenticator();
        let app = App::new().configure(|config| routes(&mut Routes::of(config)));
        let app =
            app.app_data(Data::new(state)).app_data(Data::new(authenticator)).app_data(readiness.clone());
        wrap(app, edge.clone())
    })
    .workers(workers)
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(config.drain.as_secs())
    .disable_signals()
    .listen(listener)?
    .run();
    servers.push((server.handle(), tokio::spawn(server)));
    Ok(Running { address, metrics_address, servers, background, state: background_state })
}

impl Running {
    /// Takes no new connection, lets running requests finish within the configured time, then stops the tasks.
    pub async fn stop(self) {
        self.end(true).await;
    }

    /// Stops without waiting for anybody: for tests.
    pub async fn abort(self) {
        self.end(false).await;
    }

    async fn end(self, graceful: bool) {
        for (handle, server) in self.servers {
            handle.stop(graceful).await;
            match server.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "the server ended with an error"),
                Err(error) => tracing::error!(%error, "the server panicked"),
            }
        }
        self.background.stop(self.state.config.drain).await;
        if let Err(problem) = self.state.opens.flush(&self.state.db).await {
            tracing::error!(
                cause = problem.source_chain(),
                "the last opened records are not in the access log"
            );
        }
    }
}

fn edge_settings(state: &AppState) -> EdgeSettings {
    let config = &state.config;
    EdgeSettings {
        public_url: config.public_url.clone(),
        cors_origins: config.cors_origins.clone(),
        body_limit: config.body_limit,
        behind_proxy: config.behind_proxy,
        caller_limit: config.rate_limits.caller,
        address_limit: config.rate_limits.address,
        sign_in_limit: config.rate_limits.sign_in,
        lookup_limit: config.rate_limits.lookup,
        check_limit: config.rate_limits.check,
    }
}

fn metrics(state: &AppState) -> Metrics {
    let gauge = |read: fn(crate::platform::db::PoolUsage) -> usize| {
        let db = state.db.clone();
        move || i64::try_from(read(db.usage())).unwrap_or(i64::MAX)
    };
    Metrics::new()
        .with_gauge("database_connections_open", "Open database connections", gauge(|usage| usage.open))
        .with_gauge("database_connections_idle", "Idle database connections", gauge(|usage| usage.idle))
        .with_gauge("database_waiting", "Callers that wait for a connection", gauge(|usage| usage.waiting))
}

fn readiness(state: &AppState) -> Readiness {
    let db = state.db.clone();
    let schema = state.db.clone();
    let trust = Arc::clone(&state.access.trust);
    Readiness::default()
        .with("database", move || {
            let db = db.clone();
            async move { db.read().await.map(drop).map_err(|_| UNREACHABLE) }
        })
        .with("schema", move || {
            let db = schema.clone();
            async move {
                let mut connection = db.read().await.map_err(|_| UNREACHABLE)?;
                match migrate::pending(&mut connection).await {
                    Ok(pending) if pending.is_empty() => Ok(()),
                    Ok(_) => Err(OUTDATED),
                    Err(_) => Err(UNREACHABLE),
                }
            }
        })
        .with("tokens", move || {
            let fresh = trust.is_fresh();
            async move { if fresh { Ok(()) } else { Err(UNTRUSTED) } }
        })
}

const UNREACHABLE: Text = Text::fixed("Basis data tidak menjawab.", "The database does not answer.");
const OUTDATED: Text =
    Text::fixed("Skema basis data belum dimigrasikan.", "The database's schema has not been migrated.");
const UNTRUSTED: Text = Text::fixed(
    "Kunci dan pencabutan belum dapat dibaca.",
    "The signing keys and revocations have not been read lately.",
);
