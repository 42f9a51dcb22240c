//! A private Postgres for `demo` and the tests, run from the server programs of this machine or a pinned npm package.
//!
//! A data directory holds the cluster, its passwords, its log and three locks:
//! - `users`: shared by every process that uses the cluster. The kernel lets go of it when a process dies, however it
//!   dies, and the supervisor stops Postgres when nobody holds it any more;
//! - `start`: one process at a time looks whether the cluster runs, and starts it;
//! - `supervisor`: held as long as a supervisor watches, so that a Postgres without one is recognised as an orphan.
//!
//! The stock crate for this cannot run as root, and `prctl` would need unsafe code; hence this module.

mod account;
mod binaries;
mod cluster;
mod npm;
mod passwords;
mod postmaster;
pub mod supervisor;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use super::connect::{ConnectError, Connector, Role};
use super::roles;
pub use account::default_data_dir;
use cluster::Cluster;
use passwords::Passwords;
use postmaster::Postmaster;

/// Why the private Postgres could not be had, in words for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// A message that says what to do.
    #[error("{0}")]
    Words(String),
    /// A file or process operation failed.
    #[error("{what}: {source}")]
    Io {
        /// What was attempted, with the path.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// The cluster runs but cannot be reached.
    #[error("the private Postgres could not be reached")]
    Connect(#[from] ConnectError),
    /// The cluster runs but refused a statement.
    #[error("the private Postgres refused a statement")]
    Statement(#[from] tokio_postgres::Error),
}

impl EmbeddedError {
    fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// How to run the cluster.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where everything lives; made when missing.
    pub dir: PathBuf,
    /// The `payung` program, which is run again as the supervisor.
    pub supervisor: PathBuf,
    /// How long Postgres stays after its last user went, in case another comes.
    pub linger: Duration,
    /// `false` trades safety for speed: for tests, whose data nobody misses after a power cut.
    pub durable: bool,
    /// Postgres's `max_connections`.
    pub max_connections: u16,
}

/// A running private Postgres; it is stopped when every process that holds one of these is gone.
pub struct Embedded {
    dir: PathBuf,
    port: u16,
    passwords: Passwords,
    users: File,
    supervisor: Option<Child>,
    started_here: bool,
    linger: Duration,
}

impl Embedded {
    /// Joins the cluster that runs in the directory, or starts it. Blocks until it accepts connections.
    pub fn start(options: &Options) -> Result<Self, EmbeddedError> {
        let account = account::Account::choose()?;
        let dir = account.prepare(&options.dir)?;
        let users = open_lock(&dir, Lock::Users)?;
        // Waits while a supervisor, which holds it alone, is stopping Postgres.
        users.lock_shared().map_err(EmbeddedError::io("waiting for the previous Postgres to stop"))?;
        let start = open_lock(&dir, Lock::Start)?;
        start.lock().map_err(EmbeddedError::io("waiting for another process to start Postgres"))?;

        let cluster = Cluster { dir: &dir, account: &account, options };
        // A supervisor that was told to stop may go while we wait for it: then there is nobody to join.
        if is_supervised(&dir)?
            && let Some(postmaster) = wait_until_ready(&cluster, None)?
        {
            let passwords = Passwords::read(&dir)?;
            return Ok(Self {
                port: postmaster.port,
                dir,
                passwords,
                users,
                supervisor: None,
                started_here: false,
                linger: options.linger,
            });
        }
        postmaster::clear_orphan(&cluster.data())?;
        let binaries = binaries::find(&dir, cluster.major_version())?;
        let passwords = cluster.create(&binaries)?;
        let mut supervisor = cluster.spawn_supervisor(&binaries)?;
        let postmaster =
            wait_until_ready(&cluster, Some(&mut supervisor))?.ok_or_else(|| did_not_start(&cluster))?;
        Ok(Self {
            port: postmaster.port,
            dir,
            passwords,
            users,
            supervisor: Some(supervisor),
            started_here: true,
            linger: options.linger,
        })
    }

    /// Whether this process started the cluster, rather than joining it.
    pub fn started_here(&self) -> bool {
        self.started_here
    }

    /// The directory given, in its absolute form.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// URL of a database for its administrator, the cluster's superuser.
    pub fn admin_url(&self, database: &str) -> String {
        self.url(cluster::SUPERUSER, &self.passwords.superuser, database)
    }

    /// URL of a database for migrations.
    pub fn owner_url(&self, database: &str) -> String {
        self.url(roles::OWNER, &self.passwords.owner, database)
    }

    /// URL of a database for the service.
    pub fn service_url(&self, database: &str) -> String {
        self.url(roles::SERVICE, &self.passwords.service, database)
    }

    /// Makes the two roles with their logins, and the database when it is missing.
    pub async fn create_database(&self, name: &str) -> Result<(), EmbeddedError> {
        let admin = Connector::parse(&self.admin_url("postgres"), Role::Login)?.client().await?;
        for (role, password) in
            [(roles::OWNER, &self.passwords.owner), (roles::SERVICE, &self.passwords.service)]
        {
            // Passwords are hexadecimal, so nothing needs escaping.
            let exists =
                admin.query_opt("SELECT FROM pg_roles WHERE rolname = $1", &[&role]).await?.is_some();
            let verb = if exists { "ALTER" } else { "CREATE" };
            admin.batch_execute(&format!("{verb} ROLE {role} LOGIN PASSWORD '{password}'")).await?;
        }
        if admin.query_opt("SELECT FROM pg_database WHERE datname = $1", &[&name]).await?.is_none() {
            admin.batch_execute(&format!("CREATE DATABASE {name} OWNER {}", roles::OWNER)).await?;
        }
        Ok(())
    }

    /// Lets go of the cluster. Where this process started it and it does not linger, returns once Postgres is down.
    pub fn stop(self) -> Result<(), EmbeddedError> {
        drop(self.users);
        let Some(mut supervisor) = self.supervisor.filter(|_| self.linger.is_zero()) else { return Ok(()) };
        let deadline = Instant::now() + supervisor::PATIENCE * 3;
        while Instant::now() < deadline {
            if supervisor.try_wait().map_err(EmbeddedError::io("waiting for the supervisor"))?.is_some() {
                // A supervisor that was killed leaves Postgres behind.
                return postmaster::clear_orphan(&cluster::data_dir(&self.dir));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(EmbeddedError::Words("Postgres is still stopping".into()))
    }

    fn url(&self, user: &str, password: &str, database: &str) -> String {
        format!("postgres://{user}:{password}@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }
}

/// Deletes the cluster and whatever else is named, and nothing beside: the directory may be somebody's home. Refuses
/// while a process uses the cluster.
pub fn erase(dir: &Path, more: &[&str]) -> Result<(), EmbeddedError> {
    if !dir.exists() {
        return Ok(());
    }
    let users = open_lock(dir, Lock::Users)?;
    users.try_lock().map_err(|_| {
        EmbeddedError::Words(format!("{} is in use by another payung; stop that first", dir.display()))
    })?;
    postmaster::clear_orphan(&cluster::data_dir(dir))?;
    for name in cluster::FILES.iter().chain(more) {
        let path = dir.join(name);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(EmbeddedError::io(format!("deleting {}", path.display()))(error));
            }
            _ => {}
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Lock {
    Users,
    Start,
    Supervisor,
}

fn lock_path(dir: &Path, lock: Lock) -> PathBuf {
    dir.join(match lock {
        Lock::Users => "users.lock",
        Lock::Start => "start.lock",
        Lock::Supervisor => "supervisor.lock",
    })
}

fn open_lock(dir: &Path, lock: Lock) -> Result<File, EmbeddedError> {
    let path = lock_path(dir, lock);
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .read(true)
        .mode(0o600)
        .open(&path)
        .map_err(EmbeddedError::io(format!("opening {}", path.display())))
}

fn is_supervised(dir: &Path) -> Result<bool, EmbeddedError> {
    let lock = open_lock(dir, Lock::Supervisor)?;
    match lock.try_lock() {
        Ok(()) => Ok(false),
        Err(fs::TryLockError::WouldBlock) => Ok(true),
        Err(fs::TryLockError::Error(error)) => Err(EmbeddedError::io("looking for a supervisor")(error)),
    }
}

/// Crash recovery of a large cluster can take a while; a minute without an answer is a failure.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// The cluster's Postgres once it accepts connections; `None` where whoever watches it, our own child or another
/// process's, is gone before.
fn wait_until_ready(
    cluster: &Cluster<'_>,
    mut supervisor: Option<&mut Child>,
) -> Result<Option<Postmaster>, EmbeddedError> {
    let deadline = Instant::now() + START_TIMEOUT;
    loop {
        if let Some(postmaster) = Postmaster::read(&cluster.data()).filter(|found| found.ready) {
            return Ok(Some(postmaster));
        }
        let gone = match supervisor.as_deref_mut() {
            Some(child) => child.try_wait().map_err(EmbeddedError::io("watching the supervisor"))?.is_some(),
            None => !is_supervised(cluster.dir)?,
        };
        if gone {
            return Ok(None);
        }
        if Instant::now() > deadline {
            return Err(did_not_start(cluster));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn did_not_start(cluster: &Cluster<'_>) -> EmbeddedError {
    EmbeddedError::Words(format!(
        "Postgres did not start; the end of {}:\n{}",
        cluster.log().display(),
        cluster.log_tail()
    ))
}
