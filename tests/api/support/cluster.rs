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
use tokio_postgres::Client;

use super::regions;

pub struct Cluster {
    pub postgres: Embedded,
    /// A migrated database with nothing in it.
    pub bare: String,
    /// The same with the regions of Sumenep and two regencies.
    pub with_regions: String,
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
    let hash = templates_hash();
    let (bare, with_regions) = (format!("template_bare_{hash}"), format!("template_regions_{hash}"));
    sweep(&admin, postgres.started_here(), [&bare, &with_regions]).await;
    let known = "SELECT count(*) = 2 FROM pg_database WHERE datname IN ($1, $2)";
    if !admin.query_one(known, &[&bare, &with_regions]).await.unwrap().get::<_, bool>(0) {
        build_templates(&postgres, &admin, &bare, &with_regions).await;
    }
    drop(lock);
    Cluster { postgres, bare, with_regions }
}

/// Outside the target folder, which Postgres's user may not be able to enter when we are root.
fn directory() -> PathBuf {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_MANIFEST_DIR").hash(&mut hasher);
    let base = default_data_dir().unwrap_or_else(|_| std::env::temp_dir().join("payung"));
    base.with_file_name("payung-tests").join(format!("{:016x}", hasher.finish()))
}

pub async fn admin(postgres: &Embedded) -> Client {
    Connector::parse(&postgres.admin_url("scratch"), Role::Login).unwrap().client().await.unwrap()
}

/// The second template is renamed last: when it is there, both are.
async fn build_templates(postgres: &Embedded, admin: &Client, bare: &str, with_regions: &str) {
    for name in [bare, with_regions, UNFINISHED] {
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    }
    postgres.create_database(UNFINISHED).await.unwrap();
    let owner = Connector::parse(&postgres.owner_url(UNFINISHED), Role::Login).unwrap();
    migrate::run(&owner).await.unwrap_or_else(|error| panic!("{error}"));
    disconnect(admin).await;
    admin
        .batch_execute(&format!("CREATE DATABASE {bare} OWNER payung_owner TEMPLATE {UNFINISHED}"))
        .await
        .unwrap();
    regions::seed(&owner.client().await.unwrap()).await;
    disconnect(admin).await;
    admin.batch_execute(&format!("ALTER DATABASE {UNFINISHED} RENAME TO {with_regions}")).await.unwrap();
}

const UNFINISHED: &str = "template_unfinished";

/// A database that somebody is connected to can be neither copied nor renamed, and closing takes a moment.
async fn disconnect(admin: &Client) {
    let others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1";
    admin.execute(others, &[&UNFINISHED]).await.unwrap();
}

/// Drops what dead test processes left: everything when the cluster has just been started, else what carries the
/// number of a process that is no more.
async fn sweep(admin: &Client, just_started: bool, templates: [&String; 2]) {
    let names = admin.query("SELECT datname FROM pg_database WHERE NOT datistemplate", &[]).await.unwrap();
    for name in names.iter().map(|row| row.get::<_, String>(0)) {
        let left_over = match name.strip_prefix("test_").and_then(|rest| rest.split('_').next()) {
            Some(pid) => just_started || is_gone(pid),
            None => just_started && name.starts_with("template_") && !templates.contains(&&name),
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

fn templates_hash() -> String {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = std::fs::read_dir(home.join("migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files.push(home.join("tests/api/support/regions.rs"));
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
