//! One data directory: making it, and starting Postgres on it.

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::account::Account;
use super::binaries::Binaries;
use super::passwords::{Passwords, write_private};
use super::supervisor::Supervise;
use super::{EmbeddedError, Lock, Options, lock_path};

pub(super) const SUPERUSER: &str = "payung_admin";

/// Longest path of a Unix socket, less the name of Postgres's file in it.
const LONGEST_SOCKET_DIR: usize = 107 - "/.s.PGSQL.65535".len();

/// A log larger than this starts anew.
const LOG_LIMIT: u64 = 10 * 1024 * 1024;

/// What a cluster consists of in its directory, besides the locks, which others may be waiting for.
pub(super) const FILES: [&str; 6] = [
    "postgres",
    "postgres-unfinished",
    "postgres-passwords.json",
    "postgres.log",
    "initdb-password",
    "sockets",
];

pub(super) struct Cluster<'a> {
    pub(super) dir: &'a Path,
    pub(super) account: &'a Account,
    pub(super) options: &'a Options,
}

/// Where Postgres keeps its files.
pub(super) fn data_dir(dir: &Path) -> PathBuf {
    dir.join("postgres")
}

impl Cluster<'_> {
    pub(super) fn data(&self) -> PathBuf {
        data_dir(self.dir)
    }

    pub(super) fn log(&self) -> PathBuf {
        self.dir.join("postgres.log")
    }

    /// Which version made the data, if there are any.
    pub(super) fn major_version(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// Runs `initdb` when there are no data yet.
    pub(super) fn create(&self, binaries: &Binaries) -> Result<Passwords, EmbeddedError> {
        if self.major_version().is_some() {
            return Passwords::read(self.dir);
        }
        let passwords = Passwords::create(self.dir)?;
        // An interrupted initdb leaves half a cluster, so it works beside the final place.
        let stage = self.dir.join("postgres-unfinished");
        if stage.exists() {
            fs::remove_dir_all(&stage).map_err(EmbeddedError::io(format!("removing {}", stage.display())))?;
        }
        self.account.private_dir(&stage)?;
        let password_file = self.dir.join("initdb-password");
        write_private(&password_file, passwords.superuser.as_bytes())?;
        self.account.give(&password_file)?;
        let mut command = self.command(&binaries.program("initdb"));
        command
            .arg("--pgdata")
            .arg(&stage)
            .arg(format!("--username={SUPERUSER}"))
            .arg(format!("--pwfile={}", password_file.display()))
            // The C locale sorts the same on every machine and survives an upgrade of the C library.
            .args(["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"]);
        if !self.options.durable {
            command.arg("--no-sync");
        }
        let output = command.output().map_err(EmbeddedError::io("running initdb"))?;
        fs::remove_file(&password_file).map_err(EmbeddedError::io("removing initdb's password file"))?;
        if !output.status.success() {
            return Err(EmbeddedError::Words(format!(
                "initdb failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )));
        }
        fs::rename(&stage, self.data()).map_err(EmbeddedError::io("moving the new cluster to its place"))?;
        Ok(passwords)
    }

    /// Starts our own program as the supervisor, which starts Postgres.
    pub(super) fn spawn_supervisor(&self, binaries: &Binaries) -> Result<Child, EmbeddedError> {
        let sockets = self.dir.join("sockets");
        self.account.private_dir(&sockets)?;
        let sockets = Some(sockets).filter(|path| path.as_os_str().len() < LONGEST_SOCKET_DIR);
        let order = Supervise {
            postgres: binaries.program("postgres"),
            data: self.data(),
            users_lock: lock_path(self.dir, Lock::Users),
            supervisor_lock: lock_path(self.dir, Lock::Supervisor),
            log: self.log(),
            linger_ms: u64::try_from(self.options.linger.as_millis()).unwrap_or(u64::MAX),
            uid: self.account.other.map(|(uid, _)| uid),
            gid: self.account.other.map(|(_, gid)| gid),
            settings: self.settings(free_port()?, sockets.as_deref()),
        };
        if fs::metadata(self.log()).is_ok_and(|metadata| metadata.len() > LOG_LIMIT) {
            fs::remove_file(self.log()).map_err(EmbeddedError::io("removing the old log"))?;
        }
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(self.log())
            .map_err(EmbeddedError::io(format!("opening {}", self.log().display())))?;
        Command::new(&self.options.supervisor)
            .arg("supervise")
            .args(order.arguments())
            .current_dir(self.dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            // A process group of its own: ctrl-C reaches the service, which drains first.
            .process_group(0)
            .spawn()
            .map_err(EmbeddedError::io(format!("starting {}", self.options.supervisor.display())))
    }

    fn settings(&self, port: u16, sockets: Option<&Path>) -> Vec<String> {
        // An empty setting means no socket at all.
        let sockets = sockets.map_or_else(String::new, |path| path.display().to_string());
        let mut settings = vec![
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={port}"),
            format!("unix_socket_directories={sockets}"),
            format!("max_connections={}", self.options.max_connections),
            "shared_buffers=128MB".to_owned(),
            "max_wal_size=1GB".to_owned(),
            // Statements and key values hold personal data, and a log is no place for them.
            "log_min_error_statement=panic".to_owned(),
            "log_error_verbosity=terse".to_owned(),
            "log_parameter_max_length=0".to_owned(),
            "log_parameter_max_length_on_error=0".to_owned(),
        ];
        if self.options.durable {
            // What is fed in seconds is asked for at once, and without statistics of it the planner joins row by row.
            settings.push("autovacuum_naptime=1s".to_owned());
        } else {
            settings
                .extend(["fsync=off", "full_page_writes=off", "synchronous_commit=off"].map(str::to_owned));
        }
        settings
    }

    /// A program run as Postgres's user, with nothing of our environment but the path and the time zone rules.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").current_dir(self.dir).stdin(Stdio::null());
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if let Some((uid, gid)) = self.account.other {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// The last lines of the log, for an error message.
    pub(super) fn log_tail(&self) -> String {
        let read = || -> std::io::Result<String> {
            let mut file = fs::File::open(self.log())?;
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(length.saturating_sub(2000)))?;
            let mut tail = Vec::new();
            file.read_to_end(&mut tail)?;
            Ok(String::from_utf8_lossy(&tail).into_owned())
        };
        read().unwrap_or_else(|error| format!("(it cannot be read: {error})"))
    }
}

/// A port that was free a moment ago. Should another program take it meanwhile, Postgres fails to start and says so.
fn free_port() -> Result<u16, EmbeddedError> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(EmbeddedError::io("looking for a free port"))
}
