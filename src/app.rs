//! What every request can reach, the one place where routes are registered, and the running service.

mod server;
mod tasks;

use std::sync::{Arc, OnceLock};

use crate::access::{self, Access};
use crate::casework;
use crate::claims;
use crate::cover;
use crate::exchange;
use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::db::connect::Role;
use crate::platform::db::{ConnectError, Connector, Db, roles};
use crate::platform::http::{self, Problem, Routes, openapi::Document};
use crate::platform::storage::{Storage, StorageError};
use crate::platform::vault::{Keyring, KeyringError, Vault, VaultError};
use crate::register;
use crate::register::persons::opens::Opens;
use crate::register::workers::expand::Expander;
use crate::register::workers::watch::DeathWatcher;

pub use server::{Running, start};

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Something is not configured.
    #[error("set {0}")]
    Missing(&'static str),
    /// The database URL or its certificates are wrong.
    #[error("the database cannot be set up")]
    Database(#[from] ConnectError),
    /// The key file cannot be used.
    #[error("the key file cannot be used")]
    Keyring(#[from] KeyringError),
    /// The keys cannot be used.
    #[error("the keys cannot be used")]
    Vault(#[from] VaultError),
    /// The place of the documents cannot be used.
    #[error("the store of documents cannot be used")]
    Storage(#[from] StorageError),
    /// The OpenAPI document cannot be made.
    #[error("the OpenAPI document cannot be made")]
    Document(#[from] serde_json::Error),
    /// A port or thread cannot be had.
    #[error("the server cannot be started")]
    Io(#[from] std::io::Error),
}

/// The state of the process; a copy is cheap.
#[derive(Clone)]
pub struct AppState {
    /// What was configured.
    pub config: Arc<Config>,
    /// The database.
    pub db: Db,
    /// Seals and opens identifiers.
    pub vault: Arc<Vault>,
    /// Scanned documents.
    pub storage: Storage,
    /// Signing keys, revocations, password hashing.
    pub access: Access,
    /// Opened records that are not in the access log yet.
    pub opens: Arc<Opens>,
    /// What time it is.
    pub clock: Clock,
}

impl AppState {
    /// Makes the state from the configuration and the keys. Connects to nothing yet.
    pub fn new(config: Config, keyring: &Keyring) -> Result<Self, StartError> {
        let url = config.database_url.as_ref().ok_or(StartError::Missing("DATABASE_URL"))?;
        let connector = Connector::parse(url.expose(), Role::Service)?;
        let vault = Arc::new(Vault::new(keyring)?);
        Ok(Self {
            db: Db::new(connector, config.pool),
            access: Access::new(config.public_url.clone(), Arc::clone(&vault)),
            storage: Storage::new(&config, Arc::clone(&vault))?,
            vault,
            opens: Arc::default(),
            clock: Clock::default(),
            config: Arc::new(config),
        })
    }

    /// Makes the first signing key where there is none, records the rules that migrations brought, and reads keys and
    /// revocations, so that the first request finds them. The background task goes on from there.
    pub async fn prepare(&self) -> Result<(), Problem> {
        let mut connection = self.db.write().await?;
        let now = self.clock.now();
        if roles::oversteps(&connection).await? {
            tracing::warn!(
                "this login may change and delete what must stay: give the service one that is a member of \
                 payung_service and not of payung_owner (README, Deployment)"
            );
        }
        access::ensure_key(&mut connection, &self.vault, now).await?;
        cover::rules::seeds::record(&mut connection, now).await?;
        self.access.trust.refresh(&mut connection, now).await.map_err(Problem::internal)
    }

    /// The same state with connections of its own.
    fn with_connections(&self, size: usize) -> Self {
        Self { db: self.db.sibling(size), ..self.clone() }
    }
}

/// What later wings add to a worker's page.
const WORKER_EXPANDERS: &[Expander] =
    &[register::warungs::WARUNGS, cover::expanders::MEMBERSHIP, cover::expanders::STANDING];

/// What follows in later wings when the register learns of a death.
const DEATH_WATCHERS: &[DeathWatcher] = &[cover::deaths::watch];

/// Registers every route. The server and the OpenAPI document both come from here, so that what is not in the document
/// does not exist.
pub fn routes(config: &mut Routes<'_>) {
    config
        // A request is compared with one address after the other: the ones that are asked most come first.
        .scope("/v1", |config| {
            config
                .configure(register::workers::configure(WORKER_EXPANDERS, DEATH_WATCHERS))
                .configure(cover::configure)
                .configure(claims::configure)
                .configure(casework::configure)
                .configure(register::warungs::configure)
                .configure(register::regions::configure)
                .configure(register::regencies::configure)
                .configure(register::reference::configure)
                .configure(exchange::imports::configure)
                .configure(access::configure);
        })
        .configure(http::configure)
        .configure(access::configure_root);
}

/// The OpenAPI document of exactly the routes that are served. It depends on the code alone, so that a process makes it once
/// however many servers it starts.
pub fn document() -> Result<Document, serde_json::Error> {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    if let Some(document) = DOCUMENT.get() {
        return Ok(document.clone());
    }
    let document = Document::assemble(&Routes::collect(routes))?;
    Ok(DOCUMENT.get_or_init(|| document).clone())
}
