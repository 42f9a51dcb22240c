//! The process between us and Postgres: it stops Postgres when nobody uses the cluster any more, also after a SIGKILL.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

/// How long Postgres has for each way of stopping before the next, harder one.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// What the supervisor must do; the arguments of the hidden subcommand `supervise`.
#[derive(Debug, clap::Args)]
pub struct Supervise {
    /// The server program.
    #[arg(long)]
    pub postgres: PathBuf,
    /// Its data directory.
    #[arg(long)]
    pub data: PathBuf,
    /// Held shared by everybody who uses the cluster.
    #[arg(long)]
    pub users_lock: PathBuf,
    /// Held by the supervisor.
    #[arg(long)]
    pub supervisor_lock: PathBuf,
    /// Where Postgres's messages go.
    #[arg(long)]
    pub log: PathBuf,
    /// How long to wait for another user after the last one.
    #[arg(long)]
    pub linger_ms: u64,
    /// The user to run Postgres as.
    #[arg(long)]
    pub uid: Option<u32>,
    /// The group to run Postgres as.
    #[arg(long)]
    pub gid: Option<u32>,
    /// Postgres settings, `name=value`.
    #[arg(long = "setting")]
    pub settings: Vec<String>,
}

impl Supervise {
    pub(super) fn arguments(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = Vec::new();
        for (name, path) in [
            ("--postgres", &self.postgres),
            ("--data", &self.data),
            ("--users-lock", &self.users_lock),
            ("--supervisor-lock", &self.supervisor_lock),
            ("--log", &self.log),
        ] {
            arguments.extend([name.into(), path.into()]);
        }
        arguments.extend(["--linger-ms".into(), self.linger_ms.to_string().into()]);
        for (name, id) in [("--uid", self.uid), ("--gid", self.gid)] {
            if let Some(id) = id {
                arguments.extend([name.into(), id.to_string().into()]);
            }
        }
        for setting in &self.settings {
            arguments.extend(["--setting".into(), setting.into()]);
        }
        arguments
    }

    /// Runs Postgres until nobody needs it.
    pub async fn run(self) -> io::Result<()> {
        let guard = OpenOptions::new().write(true).open(&self.supervisor_lock)?;
        if guard.try_lock().is_err() {
            return Err(io::Error::other("another supervisor watches this cluster"));
        }
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        let mut postgres = self.spawn()?;
        let linger = Duration::from_millis(self.linger_ms);
        let unused = wait_until_unused(&self.users_lock, linger);
        let alone = tokio::select! {
            exit = postgres.wait() => {
                return Err(io::Error::other(format!("Postgres ended by itself: {}", exit?)));
            }
            lock = unused => Some(lock?),
            _ = terminate.recv() => None,
            _ = interrupt.recv() => None,
            _ = hang_up.recv() => None,
        };
        // While the users' lock is held alone, whoever comes now waits until Postgres is down, and then finds no supervisor.
        let stopped = stop(&mut postgres).await;
        drop(guard);
        drop(alone);
        stopped
    }

    fn spawn(&self) -> io::Result<Child> {
        let log = OpenOptions::new().append(true).open(&self.log)?;
        let mut command = Command::new(&self.postgres);
        command.arg("-D").arg(&self.data).env_clear().env("LC_ALL", "C");
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        for setting in &self.settings {
            command.arg("-c").arg(setting);
        }
        if let (Some(uid), Some(gid)) = (self.uid, self.gid) {
            command.uid(uid).gid(gid);
        }
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()
    }
}

/// Returns holding the lock alone, once it stayed free for the whole linger time.
async fn wait_until_unused(path: &Path, linger: Duration) -> io::Result<File> {
    let path = path.to_owned();
    loop {
        let probe = open(&path)?;
        let alone = tokio::task::spawn_blocking(move || probe.lock().map(|()| probe)).await??;
        if linger.is_zero() {
            return Ok(alone);
        }
        drop(alone);
        tokio::time::sleep(linger).await;
        let again = open(&path)?;
        match again.try_lock() {
            Ok(()) => return Ok(again),
            Err(fs::TryLockError::WouldBlock) => {}
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open(path)
}

async fn stop(postgres: &mut Child) -> io::Result<()> {
    let pid = postgres.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    let Some(pid) = pid else { return Ok(()) };
    // SIGINT: end sessions and write everything; SIGQUIT: at once, recovering at the next start.
    for signal in [Signal::INT, Signal::QUIT, Signal::KILL] {
        kill_process(pid, signal)?;
        if let Ok(exit) = tokio::time::timeout(PATIENCE, postgres.wait()).await {
            return exit.map(|_| ());
        }
    }
    Err(io::Error::other("Postgres does not stop"))
}
