//! `payung demo` as people run it, killed in every way that leaves something behind.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use payung::platform::db::embedded::{Embedded, Options, default_data_dir};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

struct Demo {
    process: Child,
    /// What it printed until it said how to stop it.
    said: String,
    /// Kept open: what it says at the end must not fail.
    _output: BufReader<ChildStdout>,
}

impl Demo {
    fn start(dir: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_payung"))
            .args(["demo", "--listen", "127.0.0.1:0", "--workers", "60", "--data-dir"])
            .arg(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        while !said.contains("Ctrl-C") {
            let read = lines.read_line(&mut said).unwrap();
            assert!(read > 0, "demo ended early: {said}");
        }
        Self { process, said, _output: lines }
    }

    fn signal(&mut self, signal: Signal) -> std::process::ExitStatus {
        kill_process(Pid::from_child(&self.process), signal).unwrap();
        self.process.wait().unwrap()
    }
}

/// A folder that Postgres's user can enter also when we are root.
fn scratch(name: &str) -> PathBuf {
    let base = default_data_dir().unwrap_or_else(|_| std::env::temp_dir().join("payung"));
    base.with_file_name("payung-tests").join(format!("{name}-{}", std::process::id()))
}

fn credentials(dir: &Path) -> Value {
    serde_json::from_slice(&fs::read(dir.join("credentials.json")).unwrap()).unwrap()
}

/// Processes whose command line names the folder.
fn kill_all_of(dir: &Path, program: &str) {
    for entry in fs::read_dir("/proc").unwrap() {
        let path = entry.unwrap().path();
        let Some(pid) = path.file_name().and_then(|name| name.to_str()?.parse().ok()).and_then(Pid::from_raw)
        else {
            continue;
        };
        // A process may end while we look at it.
        let command = fs::read(path.join("cmdline")).unwrap_or_else(|_| Vec::new());
        let command = String::from_utf8_lossy(&command).into_owned();
        if command.contains(program) && command.contains(dir.to_str().unwrap()) {
            kill_process(pid, Signal::KILL).unwrap();
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_demo_starts_again_however_it_ended_and_leaves_nothing_running() {
    use std::os::unix::fs::PermissionsExt;

    let dir = scratch("demo");
    let mut demo = Demo::start(&dir);
    let first = credentials(&dir);
    let mode = fs::metadata(dir.join("credentials.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(demo.said.contains(first["base_url"].as_str().unwrap()), "{}", demo.said);

    // Killed: the supervisor stops Postgres, and the next start waits for that.
    demo.signal(Signal::KILL);
    let mut demo = Demo::start(&dir);
    assert_eq!(credentials(&dir)["accounts"], first["accounts"]);

    // Killed together with its supervisor: Postgres is an orphan, which the next start recognises.
    kill_all_of(&dir, "supervise");
    demo.signal(Signal::KILL);
    assert!(dir.join("postgres/postmaster.pid").exists());
    let mut demo = Demo::start(&dir);
    assert_eq!(credentials(&dir)["accounts"], first["accounts"]);

    // Asked to stop: everything it started is gone when it is.
    let end = demo.signal(Signal::INT);
    assert!(end.success(), "{end}");
    assert!(!dir.join("postgres/postmaster.pid").exists());
    fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn a_file_of_a_postgres_that_died_with_its_machine_does_not_prevent_the_start() {
    let dir = scratch("stale");
    let options = Options {
        dir: dir.clone(),
        supervisor: PathBuf::from(env!("CARGO_BIN_EXE_payung")),
        linger: std::time::Duration::ZERO,
        durable: false,
        max_connections: 20,
    };
    let postgres = Embedded::start(&options).unwrap();
    assert!(postgres.started_here());
    postgres.stop().unwrap();
    // In a container our own number may well be the one that Postgres had before.
    let stale = format!(
        "{}\n{}/postgres\n1763900000\n54321\n\n127.0.0.1\n 1 2\nready\n",
        std::process::id(),
        dir.display()
    );
    fs::write(dir.join("postgres/postmaster.pid"), stale).unwrap();

    let postgres = Embedded::start(&options).unwrap();
    let joined = Embedded::start(&options).unwrap();
    assert!(postgres.started_here() && !joined.started_here());
    assert_eq!(joined.admin_url("postgres"), postgres.admin_url("postgres"));
    drop(joined);
    postgres.stop().unwrap();
    fs::remove_dir_all(&dir).unwrap();
}
