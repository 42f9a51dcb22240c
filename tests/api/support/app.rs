//! The real server on a port of its own, with a database of its own.

use std::net::{SocketAddr, TcpListener};
use std::sync::OnceLock;

use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::app::{self, AppState, Running};
use payung::domain::{RegionCode, new_id};
use payung::platform::config::{Config, Secret};
use payung::platform::vault::Keyring;
use reqwest::{Client, Method};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::TestDatabase;
use super::regions::{PAMEKASAN, SUMENEP};
use super::request::Request;

/// Someone who can ask.
pub struct Account {
    pub id: Uuid,
    pub token: String,
}

pub struct TestApp {
    pub address: SocketAddr,
    pub metrics_address: SocketAddr,
    /// What the server was made from: its clock can be moved, its vault seals what a test puts into the database.
    pub state: AppState,
    database: Option<TestDatabase>,
    client: Client,
    running: Option<Running>,
}

/// The servers outlive the runtimes of their tests for as long as they take to stop.
fn servers() -> &'static Runtime {
    static SERVERS: OnceLock<Runtime> = OnceLock::new();
    SERVERS.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
    })
}

impl TestApp {
    /// The service as it is configured by default, with the regions of Sumenep and its neighbour.
    pub async fn start() -> Self {
        Self::configured(|_| {}).await
    }

    /// The service with other settings.
    pub async fn configured(change: impl FnOnce(&mut Config)) -> Self {
        Self::on(TestDatabase::with_regions().await, change).await
    }

    /// The service on a database of the test's own choice.
    pub async fn on(database: TestDatabase, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::read(Vec::new()).unwrap();
        config.database_url = Some(Secret::new(database.service_url()));
        config.workers = 1;
        config.pool.size = 8;
        config.public_url = "http://payung.test".to_owned();
        config.files_dir = std::env::temp_dir().join("payung-test-files").join(&database.name);
        change(&mut config);
        let state = AppState::new(config, &Keyring::generate().unwrap()).unwrap();
        state.prepare().await.unwrap();
        let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
        let running = {
            let _inside = servers().enter();
            app::start(state.clone(), listen(), Some(listen())).unwrap()
        };
        Self {
            address: running.address,
            metrics_address: running.metrics_address.unwrap(),
            state,
            database: Some(database),
            client: Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
            running: Some(running),
        }
    }

    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    pub fn patch(&self, path: &str) -> Request {
        self.request(Method::PATCH, path)
    }

    pub fn request(&self, method: Method, path: &str) -> Request {
        Request(self.client.request(method, format!("http://{}{path}", self.address)))
    }

    /// Somebody of this role in these regions, with a valid token; the account itself stands in no table.
    pub fn account(&self, role: Role, regions: &[&str]) -> Account {
        let regions: Vec<RegionCode> = regions.iter().map(|code| RegionCode::parse(code).unwrap()).collect();
        let regency_id = regions.first().map(|code| match code.as_str().get(..5) {
            Some("35.29") => SUMENEP,
            Some("35.28") => PAMEKASAN,
            _ => panic!("{code:?} is in no regency of the tests"),
        });
        self.sign(Grant {
            account_id: new_id(self.state.clock.now()),
            kind: AccountKind::User,
            role: Some(role),
            scopes: ScopeSet::of_role(role),
            regions,
            regency_id,
            session_id: Some(new_id(self.state.clock.now())),
            version: 1,
        })
    }

    /// An officer of Sumenep.
    pub fn officer(&self) -> Account {
        self.account(Role::Officer, &["35.29"])
    }

    /// Another system with scopes in a region of Sumenep.
    pub fn system(&self, scopes: &[&str], region: &str) -> Account {
        self.sign(Grant {
            account_id: new_id(self.state.clock.now()),
            kind: AccountKind::Client,
            role: None,
            scopes: ScopeSet::parse_for_client(scopes.iter().copied()).unwrap(),
            regions: vec![RegionCode::parse(region).unwrap()],
            regency_id: Some(SUMENEP),
            session_id: None,
            version: 1,
        })
    }

    /// Signs a token for anybody.
    pub fn sign(&self, grant: Grant) -> Account {
        let id = grant.account_id;
        let token = self.state.access.trust.sign(grant, self.state.clock.now()).unwrap().token;
        Account { id, token }
    }

    /// The app's database, to arrange things and to see their effect.
    pub fn database(&self) -> &TestDatabase {
        self.database.as_ref().expect("there until the app is dropped")
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let (running, database) = (self.running.take(), self.database.take());
        servers().spawn(async move {
            if let Some(running) = running {
                running.abort().await;
            }
            drop(database);
        });
    }
}
