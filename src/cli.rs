//! The command line.

mod demo;
mod doctor;
mod import;
mod keys;
mod migrate;
mod serve;
mod user;

use std::io::Write;

use clap::{Parser, Subcommand};

use crate::platform::db::embedded::supervisor::Supervise;
use crate::platform::db::error_chain;

/// Why a command failed, in words for the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CommandError(String);

impl CommandError {
    /// The error with all its causes.
    fn from_chain(error: &dyn std::error::Error) -> Self {
        Self(error_chain(error))
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
    /// Starts the service on a private Postgres with made-up data, to try it
    Demo(demo::Demo),
    /// Starts the service on the database of DATABASE_URL
    Serve(serve::Serve),
    /// Brings the database's schema up to date
    Migrate,
    /// Brings in data that others publish
    #[command(subcommand)]
    Import(import::Import),
    /// Makes the accounts with which a deployment begins
    #[command(subcommand)]
    User(user::UserCommand),
    /// Makes the secret keys of a deployment, and gives them successors
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Looks for what is wrong with the configuration and the database
    Doctor,
    /// Prints the OpenAPI document
    Openapi,
    #[command(hide = true)]
    Supervise(Supervise),
}

impl Cli {
    /// Runs the command.
    pub async fn run(self) -> Result<(), CommandError> {
        match self.command {
            Command::Demo(demo) => demo.run().await,
            Command::Serve(serve) => serve.run().await,
            Command::Migrate => migrate::run().await,
            Command::Import(what) => what.run().await,
            Command::User(user) => user.run().await,
            Command::Keys(keys) => keys.run().await,
            Command::Doctor => doctor::run().await,
            Command::Openapi => openapi(),
            Command::Supervise(order) => order.run().await.map_err(|error| CommandError::from_chain(&error)),
        }
    }
}

fn openapi() -> Result<(), CommandError> {
    let document = crate::app::document().map_err(|error| CommandError::from_chain(&error))?;
    let mut output = std::io::stdout();
    output.write_all(&document.json()).map_err(|error| CommandError::from_chain(&error))
}

/// Writes lines for the person at the terminal.
fn say(text: &str) -> Result<(), CommandError> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{text}").and_then(|()| output.flush()).map_err(|error| CommandError::from_chain(&error))
}
