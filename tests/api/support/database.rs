//! A database of its own for each test, copied from the template and dropped in the end.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{OnceLock, mpsc};

use payung::platform::db::connect::{Connector, Role};

use super::cluster::{self, cluster};

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// Lives as long as the test.
pub struct TestDatabase {
    pub name: String,
}

impl TestDatabase {
    /// A migrated database with nothing in it.
    pub async fn migrated() -> Self {
        Self::create(&format!("TEMPLATE {}", cluster().bare)).await
    }

    /// A migrated database with the regions of Sumenep and two regencies: see `regions.rs`.
    pub async fn with_regions() -> Self {
        Self::create(&format!("TEMPLATE {}", cluster().with_regions)).await
    }

    /// A database with nothing in it.
    pub async fn empty() -> Self {
        Self::create("").await
    }

    async fn create(options: &str) -> Self {
        let name = format!("test_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
        let admin = cluster::admin(&cluster().postgres).await;
        let statement = format!("CREATE DATABASE {name} OWNER payung_owner {options}");
        admin.batch_execute(&statement).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
        Self { name }
    }

    /// Opens connections as the schema's owner, who may look at everything and arrange anything.
    pub fn owner(&self) -> Connector {
        Connector::parse(&cluster().postgres.owner_url(&self.name), Role::Login).unwrap()
    }

    /// What the service is given as `DATABASE_URL`.
    pub fn service_url(&self) -> String {
        cluster().postgres.service_url(&self.name)
    }

    /// Opens connections as the service.
    pub fn service(&self) -> Connector {
        Connector::parse(&self.service_url(), Role::Service).unwrap()
    }

    /// Ends all connections and refuses new ones, as a database that is being restored does.
    pub async fn take_away(&self) {
        let admin = cluster::admin(&cluster().postgres).await;
        let name = &self.name;
        admin.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await.unwrap();
        let everybody = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1";
        admin.execute(everybody, &[name]).await.unwrap();
    }

    /// Lets everybody in again.
    pub async fn give_back(&self) {
        let admin = cluster::admin(&cluster().postgres).await;
        let name = &self.name;
        admin.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await.unwrap();
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // When the process ends before the cleaner comes to it, the next run sweeps it away.
        cleaner().send(std::mem::take(&mut self.name)).expect("the cleaner lives as long as the process");
    }
}

/// One thread drops databases, so that no test waits for it.
fn cleaner() -> &'static mpsc::Sender<String> {
    static CLEANER: OnceLock<mpsc::Sender<String>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let (sender, receiver) = mpsc::channel::<String>();
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            let admin = runtime.block_on(cluster::admin(&cluster().postgres));
            while let Ok(name) = receiver.recv() {
                let statement = format!("DROP DATABASE {name} WITH (FORCE)");
                if let Err(error) = runtime.block_on(admin.batch_execute(&statement)) {
                    // The next run sweeps it away; a test that has passed does not fail by this.
                    tracing::warn!(%error, name, "a test's database could not be dropped");
                }
            }
        });
        sender
    })
}
