//! `payung migrate`

use super::CommandError;
use crate::platform::config::Config;
use crate::platform::db::connect::Role;
use crate::platform::db::{Connector, migrate};
use crate::platform::telemetry;

pub(super) async fn run() -> Result<(), CommandError> {
    let config = Config::from_env().map_err(|error| CommandError::from_chain(&error))?;
    telemetry::init(&config.log);
    run_with(&config).await
}

/// Uses the owner's login where there is one.
pub(super) async fn run_with(config: &Config) -> Result<(), CommandError> {
    let url = config
        .migration_database_url
        .as_ref()
        .or(config.database_url.as_ref())
        .ok_or_else(|| CommandError("set DATABASE_URL (or DATABASE_URL_FILE)".into()))?;
    let connector =
        Connector::parse(url.expose(), Role::Login).map_err(|error| CommandError::from_chain(&error))?;
    let done = migrate::run(&connector).await.map_err(|error| CommandError::from_chain(&error))?;
    tracing::info!(count = done.len(), newest = done.last(), "migrated");
    Ok(())
}
