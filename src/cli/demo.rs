//! `payung demo`: everything from one command, and nothing left running behind it.

use std::fs::{File, OpenOptions};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use super::serve::{Signals, start};
use super::{CommandError, say};
use crate::app::{AppState, Running};
use crate::demo::{self, Credentials};
use crate::platform::config::{Config, Secret};
use crate::platform::db::Connector;
use crate::platform::db::connect::Role;
use crate::platform::db::embedded::{self, Embedded, Options};
use crate::platform::db::migrate;
use crate::platform::telemetry;
use crate::platform::vault::Keyring;

const DATABASE: &str = "payung";

/// In the data directory: the keys, and scanned documents.
const KEYRING: &str = "keyring.json";
const FILES: &str = "files";

/// How to demonstrate.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address and port of the API [default: 127.0.0.1:8080]
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Where the data are kept between starts [default: /var/lib/payung as root, else ~/.local/share/payung]
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// Size of the made-up roster
    #[arg(long, default_value_t = 6_000)]
    workers: u32,
    /// Deletes the data of earlier starts first
    #[arg(long)]
    fresh: bool,
}

impl Demo {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let mut config = self.config()?;
        telemetry::init(&config.log);
        let dir = match self.data_dir {
            Some(dir) => dir,
            None => embedded::default_data_dir().map_err(|error| CommandError::from_chain(&error))?,
        };
        let postgres = start_postgres(&dir, self.fresh).await?;
        let dir = postgres.dir().to_owned();
        let _alone = only_demo_of(&dir)?;

        let outcome = async {
            let seeded = Credentials::read(&dir.join(Credentials::FILE))
                .map_err(|error| CommandError::from_chain(&error))?;
            prepare_database(&postgres, seeded.is_none()).await?;
            config.database_url = Some(Secret::new(postgres.service_url(DATABASE)));
            config.files_dir = dir.join(FILES);
            let keyring = Keyring::load_or_create(&dir.join(KEYRING))
                .map_err(|error| CommandError::from_chain(&error))?;
            let state = AppState::new(config, &keyring).map_err(|error| CommandError::from_chain(&error))?;
            state.prepare().await.map_err(|error| CommandError::from_chain(&error))?;
            let credentials = match seeded {
                Some(credentials) => credentials,
                None => seed(&state, self.workers).await?,
            };
            let signals = Signals::listen()?;
            let running = start(state)?;
            introduce(&running, credentials, &dir)?;
            signals.wait().await;
            let told = say("Stopping.");
            running.stop().await;
            told
        }
        .await;
        // Also after a failure: nothing that was started stays behind.
        let stopped = tokio::task::spawn_blocking(move || postgres.stop()).await;
        outcome.and(match stopped {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(CommandError::from_chain(&error)),
            Err(error) => Err(CommandError::from_chain(&error)),
        })
    }

    /// The environment counts here, too, except for the database.
    fn config(&self) -> Result<Config, CommandError> {
        if std::env::var_os("DATABASE_URL").is_some() || std::env::var_os("DATABASE_URL_FILE").is_some() {
            return Err(CommandError(
                "DATABASE_URL is set, but demo keeps its made-up data to a Postgres of its own; unset it, \
                 or use `payung serve --migrate` for that database"
                    .into(),
            ));
        }
        let mut variables: Vec<(String, String)> = std::env::vars().collect();
        for (name, value) in [("PAYUNG_LOG", "warn"), ("PAYUNG_LOG_FORMAT", "human")] {
            if !variables.iter().any(|(set, _)| set == name) {
                variables.push((name.to_owned(), value.to_owned()));
            }
        }
        let mut config = Config::read(variables).map_err(|error| CommandError::from_chain(&error))?;
        if let Some(listen) = self.listen {
            config.listen = listen;
            config.public_url = format!("http://{listen}");
        }
        Ok(config)
    }
}

async fn start_postgres(dir: &Path, fresh: bool) -> Result<Embedded, CommandError> {
    let options = Options {
        dir: dir.to_owned(),
        supervisor: std::env::current_exe().map_err(|error| CommandError::from_chain(&error))?,
        linger: Duration::ZERO,
        durable: true,
        max_connections: 50,
    };
    let started = tokio::task::spawn_blocking(move || {
        if fresh {
            embedded::erase(&options.dir, &[Credentials::FILE, KEYRING, FILES])?;
        }
        Embedded::start(&options)
    });
    match started.await {
        Ok(Ok(postgres)) => Ok(postgres),
        Ok(Err(error)) => Err(CommandError::from_chain(&error)),
        Err(error) => Err(CommandError::from_chain(&error)),
    }
}

/// Two demos in one folder would write over each other's credentials.
fn only_demo_of(dir: &Path) -> Result<File, CommandError> {
    let path = dir.join("demo.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| CommandError(format!("{}: {error}", path.display())))?;
    file.try_lock().map_err(|_| {
        CommandError(format!("another demo runs in {}; stop it, or give --data-dir", dir.display()))
    })?;
    Ok(file)
}

/// Seeding is not one transaction. The credentials are written when it is complete; without them the database is begun
/// anew.
async fn prepare_database(postgres: &Embedded, anew: bool) -> Result<(), CommandError> {
    let chain = |error: &dyn std::error::Error| CommandError::from_chain(error);
    if anew {
        let admin =
            Connector::parse(&postgres.admin_url("postgres"), Role::Login).map_err(|error| chain(&error))?;
        let admin = admin.client().await.map_err(|error| chain(&error))?;
        let drop = format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)");
        admin.batch_execute(&drop).await.map_err(|error| chain(&error))?;
    }
    postgres.create_database(DATABASE).await.map_err(|error| chain(&error))?;
    let owner =
        Connector::parse(&postgres.owner_url(DATABASE), Role::Login).map_err(|error| chain(&error))?;
    migrate::run(&owner).await.map_err(|error| chain(&error))?;
    Ok(())
}

async fn seed(state: &AppState, workers: u32) -> Result<Credentials, CommandError> {
    let started = Instant::now();
    say(&format!("Making up a roster of {workers} workers."))?;
    let credentials = demo::seed(state, workers).await.map_err(|error| CommandError::from_chain(&error))?;
    say(&format!("Done in {:.1} s.", started.elapsed().as_secs_f32()))?;
    Ok(credentials)
}

fn introduce(running: &Running, mut credentials: Credentials, dir: &Path) -> Result<(), CommandError> {
    credentials.base_url = format!("http://{}", running.address);
    let file = dir.join(Credentials::FILE);
    credentials.write(&file).map_err(|error| CommandError::from_chain(&error))?;
    say(&credentials.introduction(&file))?;
    if let Some(metrics) = running.metrics_address {
        say(&format!("Metrics: http://{metrics}/metrics"))?;
    }
    say("Ctrl-C stops it; the data stay. --fresh begins anew.")
}
