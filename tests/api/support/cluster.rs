//! The one Postgres of a test run, shared by all test processes and threads.
//!
//! Whoever comes first starts it; it stops a few seconds after the last test process went, also when that was killed.

use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use payung::platform::db::connect::{Connector, Role};
use payung::platform::db::embedded::{Embedded, Options, default_data_dir};
use payung::platform::db::migrate;

pub struct Cluster {
    pub postgres: Embedded,
    /// The migrated database that every test's database is a copy of.
    pub template: String,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();

/// The running cluster with its template.
pub fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(|| {
        // Migrating needs a runtime of several threads, which a test's own is not.
        std::thread::spawn(|| {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            runtime.block_on(start())
        })
        .join()
        .expect("the test cluster starts")
    })
}

async fn start() -> Cluster {
    let options = Options {
        dir: directory(),
        supervisor: PathBuf::from(env!("CARGO_BIN_EXE_payung")),
        linger: Duration::from_secs(10),
        durable: false,
        max_connections: 300,
    };
    let postgres = Embedded::start(&options).unwrap_or_else(|error| panic!("{error}"));
    let lock = lock(&postgres.dir().join("template.lock"));
    postgres.create_database("scratch").await.unwrap();
    let admin = admin(&postgres).await;
    let template = format!("template_{}", migrations_hash());
    sweep(&admin, postgres.started_here(), &template).await;
    let known = "SELECT FROM pg_database WHERE datname = $1";
    if admin.query_opt(known, &[&template]).await.unwrap().is_none() {
        build_template(&postgres, &admin, &template).await;
    }
    drop(lock);
    Cluster { postgres, template }
}

/// Outside the target folder, which Postgres's user may not be able to enter when we are root.
fn directory() -> PathBuf {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_MANIFEST_DIR").hash(&mut hasher);
    let base = default_data_dir().unwrap_or_else(|_| std::env::temp_dir().join("payung"));
    base.with_file_name("payung-tests").join(format!("{:016x}", hasher.finish()))
}

pub async fn admin(postgres: &Embedded) -> tokio_postgres::Client {
    Connector::parse(&postgres.admin_url("scratch"), Role::Login).unwrap().client().await.unwrap()
}

async fn build_template(postgres: &Embedded, admin: &tokio_postgres::Client, template: &str) {
    admin.batch_execute("DROP DATABASE IF EXISTS template_unfinished WITH (FORCE)").await.unwrap();
    postgres.create_database("template_unfinished").await.unwrap();
    let owner = Connector::parse(&postgres.owner_url("template_unfinished"), Role::Login).unwrap();
    migrate::run(&owner).await.unwrap_or_else(|error| panic!("{error}"));
    // The migration's connection may take a moment to close, and a connected database cannot be renamed.
    let others =
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'template_unfinished'";
    admin.execute(others, &[]).await.unwrap();
    let rename = format!("ALTER DATABASE template_unfinished RENAME TO {template}");
    admin.batch_execute(&rename).await.unwrap();
}

/// Drops what dead test processes left: everything when the cluster has just been started, else what carries the
/// number of a process that is no more.
async fn sweep(admin: &tokio_postgres::Client, just_started: bool, template: &str) {
    let names = admin.query("SELECT datname FROM pg_database WHERE NOT datistemplate", &[]).await.unwrap();
    for name in names.iter().map(|row| row.get::<_, String>(0)) {
        let left_over = match name.strip_prefix("test_").and_then(|rest| rest.split('_').next()) {
            Some(pid) => just_started || is_gone(pid),
            None => just_started && name.starts_with("template_") && name != template,
        };
        if left_over {
            admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
        }
    }
}

/// Where there is no `/proc`, nobody is known to be gone, and the next start of the cluster sweeps.
fn is_gone(pid: &str) -> bool {
    Path::new("/proc/self").exists() && !Path::new("/proc").join(pid).exists()
}

fn migrations_hash() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        std::fs::read(&file).unwrap().hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// Waits for the lock; dropping the file lets go of it.
fn lock(path: &Path) -> File {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).unwrap();
    file.lock().unwrap();
    file
}
