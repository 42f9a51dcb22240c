//! `payung serve`, and what `demo` shares with it.

use std::net::{SocketAddr, TcpListener};

use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{CommandError, migrate};
use crate::app::{self, AppState, Running};
use crate::platform::config::Config;
use crate::platform::telemetry;
use crate::platform::vault::Keyring;

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Brings the schema up to date first
    #[arg(long)]
    migrate: bool,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let config = Config::from_env().map_err(|error| CommandError::from_chain(&error))?;
        telemetry::init(&config.log);
        if self.migrate {
            migrate::run_with(&config).await?;
        }
        let file = config.key_file.as_ref().ok_or_else(|| {
            CommandError("set PAYUNG_KEY_FILE; `payung keys create <file>` makes a new one".into())
        })?;
        let keyring = Keyring::load(file).map_err(|error| CommandError::from_chain(&error))?;
        let state = AppState::new(config, &keyring).map_err(|error| CommandError::from_chain(&error))?;
        if let Err(problem) = state.prepare().await {
            // Readiness says so, too, and the background task keeps trying: the database may come later than we.
            tracing::warn!(error = %problem, cause = %problem.source_chain(), "not ready yet");
        }
        let signals = Signals::listen()?;
        let running = start(state)?;
        tracing::info!(address = %running.address, "serving");
        signals.wait().await;
        tracing::info!("stopping");
        running.stop().await;
        Ok(())
    }
}

/// Binds the configured addresses and starts.
pub(super) fn start(state: AppState) -> Result<Running, CommandError> {
    let listener = bind(state.config.listen, "PAYUNG_LISTEN (or --listen)")?;
    let metrics =
        state.config.metrics_listen.map(|address| bind(address, "PAYUNG_METRICS_LISTEN")).transpose()?;
    app::start(state, listener, metrics).map_err(|error| CommandError::from_chain(&error))
}

fn bind(address: SocketAddr, name: &str) -> Result<TcpListener, CommandError> {
    TcpListener::bind(address).map_err(|error| {
        CommandError(format!("cannot listen on {address} ({error}); choose another with {name}"))
    })
}

/// The signals that ask the process to end. From its making on none of them kills the process unheard.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(super) fn listen() -> Result<Self, CommandError> {
        let listen = |kind| signal(kind).map_err(|error| CommandError::from_chain(&error));
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    /// Returns when the process is asked to end. Whoever asks again while it drains ends it at once.
    pub(super) async fn wait(mut self) {
        self.next().await;
        tokio::spawn(async move {
            self.next().await;
            std::process::exit(130);
        });
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
