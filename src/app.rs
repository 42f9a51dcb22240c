//! What every request can reach, and the one place where routes are registered.

use std::sync::Arc;

use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::db::Db;
use crate::platform::vault::Vault;
use crate::register;

/// The state of the process; a copy is cheap.
#[derive(Clone)]
pub struct AppState {
    /// What was configured.
    pub config: Arc<Config>,
    /// The database.
    pub db: Db,
    /// Seals and opens identifiers.
    pub vault: Arc<Vault>,
    /// What time it is.
    pub clock: Clock,
}

/// Registers every route. The server and the OpenAPI document both come from here, so that what is not in the document
/// does not exist.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(
        scope("/v1")
            .configure(register::reference::configure)
            .configure(register::regions::configure)
            .configure(register::regencies::configure),
    );
}
