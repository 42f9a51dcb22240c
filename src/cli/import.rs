//! `payung import`

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::Subcommand;

use super::CommandError;
use crate::platform::config::Config;
use crate::platform::db::Connector;
use crate::platform::db::connect::Role;
use crate::platform::telemetry;
use crate::register::regions::import::{Imported, import_folder};

/// What to bring in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The Interior Ministry's list of regions, or a part of it; may be repeated
    Regions {
        /// Folder with provinces.csv, regencies.csv, districts.csv and villages.csv as in the npm package
        /// idn-area-data 4.0.1
        folder: PathBuf,
    },
}

impl Import {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let config = Config::from_env().map_err(|error| CommandError::from_chain(&error))?;
        telemetry::init(&config.log);
        match self {
            Self::Regions { folder } => regions(&config, &folder).await,
        }
    }
}

async fn regions(config: &Config, folder: &std::path::Path) -> Result<(), CommandError> {
    let url = config
        .database_url
        .as_ref()
        .ok_or_else(|| CommandError("set DATABASE_URL (or DATABASE_URL_FILE)".into()))?;
    let connector =
        Connector::parse(url.expose(), Role::Service).map_err(|error| CommandError::from_chain(&error))?;
    let mut client = connector.client().await.map_err(|error| CommandError::from_chain(&error))?;
    let started = Instant::now();
    let Imported { listed, added, renamed } =
        import_folder(&mut client, folder).await.map_err(|error| CommandError::from_chain(&error))?;
    let seconds = started.elapsed().as_secs_f32();
    let told =
        format!("{listed} regions: {added} new, {renamed} renamed, the rest as before ({seconds:.1} s)\n");
    std::io::stdout().write_all(told.as_bytes()).map_err(|error| CommandError::from_chain(&error))
}
