//! The database of a run: Sumenep's regions and accounts as the demo makes them, workers through the bulk path of
//! imports, and what the measured operations do not write (verifications, coverages) by plain SQL.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::Utc;
use payung::app::AppState;
use payung::demo;
use payung::domain::new_id;
use payung::platform::changes::{Actor, Origin};
use payung::platform::config::{Config, Secret};
use payung::platform::db::connect::Role;
use payung::platform::db::embedded::{Embedded, Options, default_data_dir};
use payung::platform::db::{Connector, migrate, transaction};
use payung::platform::http::{Field, Issues};
use payung::platform::vault::{Keyring, LookupHash};
use payung::register::workers::bulk::{self, Load, Stage, StagedRow, StagedWorker};
use payung::register::workers::fields::{self, Entry, Standing, WorkerFields};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;

use super::operations::{self, OperationKind};
use super::{Outcome, people};

const DATABASE: &str = "payung";

/// Rows of one load; each is one transaction.
const CHUNK: u32 = 50_000;

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

    async fn fill(&mut self) -> Outcome<()> {
        let postgres = self.postgres.as_ref().ok_or("Postgres is not running")?;
        postgres.create_database(DATABASE).await?;
        migrate::run(&self.owner).await?;
        let keyring = Keyring::load_or_create(&self.keyring)?;
        let mut config = Config::read(Vec::new())?;
        config.database_url = Some(Secret::new(self.service_url.clone()));
        let state = AppState::new(config, &keyring)?;
        state.prepare().await?;
        let credentials = match demo::Credentials::read(&self.dir.join(demo::Credentials::FILE))? {
            Some(credentials) => credentials,
            None => {
                let credentials = demo::seed(&state, 0).await?;
                credentials.write(&self.dir.join(demo::Credentials::FILE))?;
                credentials
            }
        };
        let officer = credentials.accounts.into_iter().find(|account| account.role == "officer");
        let officer = officer.ok_or("the demo has no officer")?;
        self.officer = (officer.username, officer.password);

        let owner = self.owner.client().await?;
        let regency = "SELECT id FROM regencies WHERE region_code = '35.29'";
        self.regency_id = owner.query_one(regency, &[]).await?.try_get(0)?;
        let there: i64 = owner.query_one("SELECT count(*) FROM workers", &[]).await?.try_get(0)?;
        if there == i64::from(self.workers) {
            return Ok(());
        }
        if there != 0 {
            let told = format!("{} holds {there} workers; choose another folder", self.dir.display());
            return Err(told.into());
        }
        self.enter_workers(&state).await?;
        owner.batch_execute(&operations::templates()).await?;
        owner.batch_execute(&self.verifications_and_coverages()).await?;
        self.admin().await?.batch_execute("VACUUM ANALYZE").await?;
        Ok(())
    }

    async fn enter_workers(&self, state: &AppState) -> Outcome<()> {
        self.note_niks(state).await?;
        let mut first = 0;
        while first < self.workers {
            let last = self.workers.min(first + CHUNK);
            let now = Utc::now();
            let load = Load {
                id: new_id(now),
                regency_id: self.regency_id,
                patterns: vec!["35.29.%".into()],
                origin: Origin { actor: Actor::System, request_id: None, import_id: None, now },
                today: now.date_naive(),
            };
            let mut client = state.db.copy_client().await?;
            let transaction = client.transaction().await?;
            let mut stage = Stage::open(&transaction, load.id, load.regency_id).await?;
            for (row_number, number) in (1..).zip(first..last) {
                let worker = Box::new(self.worker(state, &load, number)?);
                stage
                    .push(&StagedRow { row_number, content: Ok(StagedWorker { worker, warung: None }) })
                    .await?;
            }
            stage.finish(&transaction).await?;
            transaction.commit().await?;
            let mut conn = state.db.write().await?;
            transaction::transact(&mut conn, async |conn| {
                bulk::merge(conn, &load).await?;
                bulk::clear(conn, &load).await?;
                Ok(())
            })
            .await?;
            first = last;
        }
        Ok(())
    }

    /// The village of a worker: people of a village are entered together.
    fn village(&self, number: u32) -> Outcome<&str> {
        let villages = u64::try_from(self.villages.len())?;
        let place = usize::try_from(u64::from(number) * villages / u64::from(self.workers))?;
        Ok(self.villages.get(place).ok_or("there are fewer villages")?)
    }

    fn worker(
        &self,
        state: &AppState,
        load: &Load,
        number: u32,
    ) -> Outcome<payung::register::workers::model::WorkerRow> {
        let mut row = fields::blank(Entry {
            id: people::worker_id(number),
            regency_id: load.regency_id,
            entered_by: None,
            import_id: Some(load.id),
            now: load.origin.now,
            today: load.today,
        });
        let written = WorkerFields {
            village_code: Field::Value(self.village(number)?.to_owned()),
            name: Field::Value(people::name(number)),
            nik: Field::Value(people::nik(number)),
            phone: Field::Value(format!("0812{number:08}")),
            occupation: Field::Value("warung_keeper".into()),
            occupation_source: Field::Value("village_enumeration".into()),
            ..WorkerFields::default()
        };
        let mut issues = Issues::new();
        let parsed = written.parse(Standing::default(), load.today, &mut issues);
        issues.finish()?;
        fields::apply(parsed, &mut row, &state.vault, load.today)?;
        Ok(row)
    }

    /// pgbench cannot make keyed hashes, so it finds them under the person's number.
    async fn note_niks(&self, state: &AppState) -> Outcome<()> {
        let mut owner = self.owner.client().await?;
        let transaction = owner.transaction().await?;
        transaction
            .batch_execute("CREATE TABLE bench_niks (n int PRIMARY KEY, nik_hash bytea NOT NULL)")
            .await?;
        let sink = transaction.copy_in("COPY bench_niks FROM STDIN (FORMAT binary)").await?;
        let mut writer = std::pin::pin!(BinaryCopyInWriter::new(sink, &[Type::INT4, Type::BYTEA]));
        for number in 0..self.workers {
            let nik = payung::domain::Nik::parse(&people::nik(number))?;
            let hash: LookupHash<_> = state.vault.lookup_hash(&nik)?;
            writer.as_mut().write(&[&i32::try_from(number)?, &hash.as_bytes()]).await?;
        }
        writer.as_mut().finish().await?;
        transaction.commit().await?;
        Ok(())
    }

    fn verifications_and_coverages(&self) -> String {
        let regency = self.regency_id;
        format!(
            "UPDATE workers SET status = 'verified', version = 2; \
             INSERT INTO funding_sources (id, regency_id, name, payer_kind, region_code, fiscal_year, from_month, \
               until_month, budget_idr, relief_eligible, status, version, created_at, updated_at) \
             VALUES ('01900000-0000-7000-9000-000000000001', {regency}, 'Bench', 'apbd', '35.29', 2026, '2026-01-01', \
               '2026-12-01', 1000000000000, false, 'active', 1, now(), now()); \
             INSERT INTO coverages (id, regency_id, worker_id, person_id, funding_source_id, programmes, wage_base_idr, \
               from_month, until_month, last_month, status, approved_by, approved_at, decree_number, decree_on, \
               member_number_sealed, member_number_mask, member_number_hash, effective_on, activated_on, version, \
               created_at, updated_at, proposed_by) \
             SELECT gen_random_uuid(), regency_id, id, person_id, '01900000-0000-7000-9000-000000000001', '{{jkk,jkm}}', \
               1000000, '2026-01-01', '2026-12-01', '2026-12-01', 'active', gen_random_uuid(), now(), '1/2026', \
               '2026-01-05', decode(md5(id::text), 'hex'), '240********', \
               decode(md5(id::text) || md5(id::text || 'x'), 'hex'), '2026-01-15', '2026-01-15', 3, now(), now(), \
               gen_random_uuid() FROM workers"
        )
    }

    async fn admin(&self) -> Outcome<tokio_postgres::Client> {
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
