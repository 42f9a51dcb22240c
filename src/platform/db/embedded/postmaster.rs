//! What `postmaster.pid` says, and what to do when it says it of a Postgres that nobody watches.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::{EmbeddedError, supervisor};

/// The running server according to its own file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Postmaster {
    pub(super) pid: i32,
    pub(super) port: u16,
    /// Accepts connections.
    pub(super) ready: bool,
}

impl Postmaster {
    /// `None` when there is no complete file: Postgres writes it line by line while it starts.
    pub(super) fn read(data: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(data.join("postmaster.pid")).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        // Lines: pid, data directory, start time, port, socket directory, address, shared memory, state.
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        let port = lines.nth(2)?.trim().parse().ok()?;
        let ready = lines.nth(3).is_some_and(|state| state.trim() == "ready");
        Some(Self { pid, port, ready })
    }
}

/// Stops a Postgres whose supervisor is gone, and removes the file of one that died with the machine. The latter
/// matters in containers, where another process soon has the same number and Postgres would refuse to start.
pub(super) fn clear_orphan(data: &Path) -> Result<(), EmbeddedError> {
    let path = data.join("postmaster.pid");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(EmbeddedError::io(format!("reading {}", path.display()))(error)),
    };
    let pid = text.lines().next().and_then(|line| line.trim().parse().ok()).and_then(Pid::from_raw);
    if let Some(pid) = pid.filter(|pid| is_postgres_of(*pid, data)) {
        stop(pid)?;
    }
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(EmbeddedError::io(format!("removing {}", path.display()))(error))
        }
        _ => Ok(()),
    }
}

fn stop(pid: Pid) -> Result<(), EmbeddedError> {
    // SIGINT: end sessions and write everything; SIGQUIT: at once, recovering at the next start.
    for signal in [Signal::INT, Signal::QUIT, Signal::KILL] {
        if kill_process(pid, signal).is_err() {
            return Ok(());
        }
        let deadline = Instant::now() + supervisor::PATIENCE;
        while Instant::now() < deadline {
            if test_kill_process(pid).is_err() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    Err(EmbeddedError::Words(format!("process {pid:?}, a Postgres left behind, cannot be stopped")))
}

fn is_postgres_of(pid: Pid, data: &Path) -> bool {
    let command = match fs::read(format!("/proc/{}/cmdline", pid.as_raw_nonzero())) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).replace('\0', " "),
        Err(_) => {
            let listed =
                Command::new("ps").args(["-o", "command=", "-p", &pid.as_raw_nonzero().to_string()]).output();
            listed
                .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
                .unwrap_or_else(|_| String::new())
        }
    };
    command.contains("postgres") && command.contains(&data.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_ready_only_when_its_file_says_so() {
        let starting = "712\n/data\n1763900000\n40123\n\n127.0.0.1\n  5432001 3\nstarting\n";
        assert_eq!(Postmaster::parse(starting), Some(Postmaster { pid: 712, port: 40123, ready: false }));
        let ready = starting.replace("starting", "ready   ");
        assert_eq!(Postmaster::parse(&ready), Some(Postmaster { pid: 712, port: 40123, ready: true }));
        assert_eq!(Postmaster::parse("712\n/data\n"), None);
    }
}
