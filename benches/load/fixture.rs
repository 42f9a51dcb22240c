//! The database of a run: Sumenep's regions and accounts as the demo makes them, workers through the bulk path of
//! imports, and what the measured operations do not write (verifications, coverages) by plain SQL.

mod fill;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use payung::platform::db::Connector;
use payung::platform::db::connect::Role;
use payung::platform::db::embedded::{Embedded, Options, default_data_dir};

use super::operations::OperationKind;
use super::{Outcome, people};

const DATABASE: &str = "payung";

/// A running Postgres with its data, and what is needed to use it.
pub struct Fixture {
    postgres: Option<Embedded>,
    owner: Connector,
    keep: bool,
    /// Where everything lies.
    pub dir: PathBuf,
    /// The keys of the service.
    pub keyring: PathBuf,
    /// The database for the service.
    pub service_url: String,
    /// The database for pgbench, whose rights are not what is measured.
    pub owner_url: String,
    /// User name and password.
    pub officer: (String, String),
    /// The same of the second person.
    pub approver: (String, String),
    /// Sumenep's id in this database.
    pub regency_id: i32,
    /// The codes of the villages.
    pub villages: Vec<String>,
    /// How many workers there are.
    pub workers: u32,
}

impl Fixture {
    /// Starts Postgres and enters what is missing.
    pub async fn prepare(kept: Option<PathBuf>, workers: u32) -> Outcome<Self> {
        let keep = kept.is_some();
        let dir = match kept {
            Some(dir) => dir,
            None => default_data_dir()?.with_file_name(format!("payung-bench-{}", std::process::id())),
        };
        let options = Options {
            dir,
            supervisor: env!("CARGO_BIN_EXE_payung").into(),
            linger: Duration::ZERO,
            durable: true,
            max_connections: 60,
        };
        let postgres = tokio::task::spawn_blocking(move || Embedded::start(&options)).await??;
        let dir = postgres.dir().to_owned();
        let owner_url = postgres.owner_url(DATABASE);
        let mut fixture = Self {
            owner: Connector::parse(&owner_url, Role::Login)?,
            keyring: dir.join("keyring.json"),
            service_url: postgres.service_url(DATABASE),
            owner_url,
            officer: Default::default(),
            approver: Default::default(),
            regency_id: 0,
            villages: payung::register::regions::sumenep::villages()?
                .iter()
                .map(ToString::to_string)
                .collect(),
            workers,
            postgres: Some(postgres),
            keep,
            dir,
        };
        fixture.fill().await?;
        Ok(fixture)
    }

    /// Before a half of a pair: what writes left is removed, and what they made Postgres owe is paid.
    pub async fn settle(&self, kind: OperationKind) -> Outcome<()> {
        if !kind.writes() {
            return Ok(());
        }
        let admin = self.admin().await?;
        let made = format!(
            "DELETE FROM unsequenced_changes WHERE subject_id > '{0}'; \
             DELETE FROM change_positions WHERE change_id IN (SELECT id FROM changes WHERE subject_id > '{0}' AND subject = 'worker'); \
             DELETE FROM changes WHERE subject_id > '{0}' AND subject = 'worker'; \
             UPDATE persons SET open_worker_id = NULL, open_regency_id = NULL WHERE open_worker_id > '{0}'; \
             DELETE FROM workers WHERE id > '{0}'; \
             DELETE FROM persons WHERE id > '{0}' AND open_worker_id IS NULL",
            people::AFTER_ALL_IDS
        );
        admin.batch_execute(&made).await?;
        for statement in
            ["VACUUM changes, change_positions, unsequenced_changes, workers, persons", "CHECKPOINT"]
        {
            admin.batch_execute(statement).await?;
        }
        Ok(())
    }

    /// Stops Postgres, and throws the data away unless they were to be kept.
    pub fn end(mut self) -> Outcome<()> {
        if let Some(postgres) = self.postgres.take() {
            postgres.stop()?;
        }
        if !self.keep {
            fs::remove_dir_all(&self.dir)?;
        }
        Ok(())
    }

    /// A connection of the schema's owner.
    pub async fn owner(&self) -> Outcome<tokio_postgres::Client> {
        Ok(self.owner.client().await?)
    }

    /// A connection that may also vacuum, and delete where the service may only append.
    pub async fn admin(&self) -> Outcome<tokio_postgres::Client> {
        let postgres = self.postgres.as_ref().ok_or("Postgres is not running")?;
        Ok(Connector::parse(&postgres.admin_url(DATABASE), Role::Login)?.client().await?)
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        // After a failure: Postgres ends when nobody holds it any more, and the folder is of no use.
        if self.postgres.take().is_some_and(|postgres| postgres.stop().is_ok()) && !self.keep {
            remove(&self.dir);
        }
    }
}

fn remove(dir: &Path) {
    if let Err(error) = fs::remove_dir_all(dir) {
        tracing::warn!(%error, dir = %dir.display(), "the bench's data could not be removed");
    }
}
