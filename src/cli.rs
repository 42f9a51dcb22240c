//! The command line.

mod import;
mod migrate;

use clap::{Parser, Subcommand};

use crate::platform::db::embedded::supervisor::Supervise;

/// Why a command failed, in words for the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CommandError(String);

impl CommandError {
    /// The error with all its causes.
    fn from_chain(error: &dyn std::error::Error) -> Self {
        Self(crate::platform::db::error_chain(error))
    }
}

/// Payung brings informal workers under the national employment insurance.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Brings the database's schema up to date
    Migrate,
    /// Brings in data that others publish
    #[command(subcommand)]
    Import(import::Import),
    #[command(hide = true)]
    Supervise(Supervise),
}

impl Cli {
    /// Runs the command.
    pub async fn run(self) -> Result<(), CommandError> {
        match self.command {
            Command::Migrate => migrate::run().await,
            Command::Import(what) => what.run().await,
            Command::Supervise(order) => order.run().await.map_err(|error| CommandError::from_chain(&error)),
        }
    }
}
