//! Who calls: nine callers at home and nine abroad.

use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::{RegionCode, new_id};
use uuid::Uuid;

use super::document::Operation;
use super::samples::{Content, Sample};
use super::table::CALLERS;
use crate::access;
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::regions::{PAMEKASAN, SUMENEP};
use crate::support::request::Answer;

/// The village of every subject, the one next door, its district and the next, its regency and the next.
pub const VILLAGE: &str = "35.29.01.1015";
const NEXT_VILLAGE: &str = "35.29.01.1016";
const DISTRICT: &str = "35.29.01";
const NEXT_DISTRICT: &str = "35.29.02";
pub const REGENCY: &str = "35.29";
const NEXT_REGENCY: &str = "35.28";

/// Somebody who calls.
pub struct Actor {
    pub name: String,
    grant: Grant,
}

/// The server and everybody who calls it.
pub struct Cast {
    pub app: TestApp,
    people: Vec<Actor>,
    client_ids: [Uuid; 2],
}

impl Cast {
    /// Starts the service and makes the accounts.
    pub async fn assemble() -> Self {
        let app = TestApp::configured(|config| config.rate_limits.address = None).await;
        let mut people = Vec::new();
        for foreign in [false, true] {
            for role in Role::ALL {
                let regions: &[&str] = match (role, foreign) {
                    (Role::PlatformAdmin, _) => &[],
                    (Role::VillageOperator, false) => &[VILLAGE],
                    (Role::VillageOperator, true) => &[NEXT_VILLAGE],
                    (Role::DistrictViewer, false) => &[DISTRICT],
                    (Role::DistrictViewer, true) => &[NEXT_DISTRICT],
                    (_, false) => &[REGENCY],
                    (_, true) => &[NEXT_REGENCY],
                };
                let place = if foreign { "foreign" } else { "own" };
                let username = format!("{role}.{place}").replace('_', "-");
                let user = access::person(&app, &username, *role, regions).await;
                people.push(Actor {
                    name: format!("{place} {role}"),
                    grant: user.grant(new_id(app.state.clock.now())),
                });
            }
        }
        let home = access::oauth::client(&app, &["regions:read"]).await.account.id;
        let abroad = access::oauth::client_of(&app, NEXT_REGENCY, &["regions:read"]).await.account.id;
        Cast { app, people, client_ids: [home, abroad] }
    }

    /// Everybody in the order of the table.
    pub fn actors(&self, operation: &Operation) -> Vec<Actor> {
        let mut actors = Vec::with_capacity(CALLERS * 2);
        for (foreign, people) in self.people.chunks(CALLERS - 1).enumerate() {
            actors.extend(
                people.iter().map(|actor| Actor { name: actor.name.clone(), grant: actor.grant.clone() }),
            );
            let scopes = operation.client_scopes.clone().unwrap_or_default();
            actors.push(self.client(foreign == 1, &scopes));
        }
        actors
    }

    /// A system that may do nothing.
    pub fn scopeless_client(&self) -> Actor {
        self.client(false, &[])
    }

    /// Somebody at home, to prepare a subject.
    pub fn at_home(&self, role: Role) -> Account {
        let name = format!("own {role}");
        let actor = self.people.iter().find(|actor| actor.name == name).expect("everybody is there");
        self.sign(actor)
    }

    /// Sends the sample as somebody or without a token.
    pub async fn call(&self, operation: &Operation, sample: &Sample, actor: Option<&Actor>) -> Answer {
        let mut path = operation.path.clone();
        for (name, value) in &sample.path {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(!path.contains('{'), "the sample of {} lacks a parameter: {path}", operation.id);
        let mut request = self.app.request(operation.method.clone(), &format!("{path}{}", sample.query));
        if let Some(actor) = actor {
            request = request.as_(&self.sign(actor));
        }
        if let Some(purpose) = sample.purpose {
            request = request.header("X-Purpose", purpose);
        }
        if let Some(etag) = &sample.if_match {
            request = request.header("if-match", etag);
        }
        request = match &sample.content {
            Content::Nothing => request,
            Content::Json(body) => request.json(body),
            Content::Text(kind, text) => {
                let mut request = request.header("content-type", kind);
                request.0 = request.0.body(text.clone());
                request
            }
        };
        request.send().await
    }

    fn client(&self, foreign: bool, scopes: &[String]) -> Actor {
        let region = if foreign { NEXT_REGENCY } else { REGENCY };
        let grant = Grant {
            account_id: self.client_ids[usize::from(foreign)],
            kind: AccountKind::Client,
            role: None,
            scopes: ScopeSet::parse_for_client(scopes.iter().map(String::as_str)).unwrap(),
            regions: vec![RegionCode::parse(region).unwrap()],
            regency_id: Some(if foreign { PAMEKASAN } else { SUMENEP }),
            session_id: None,
            version: 1,
        };
        Actor { name: format!("{} client", if foreign { "foreign" } else { "own" }), grant }
    }

    /// A token of its own for each call: some operations end the session that calls.
    fn sign(&self, actor: &Actor) -> Account {
        let mut grant = actor.grant.clone();
        grant.session_id = grant.session_id.map(|_| new_id(self.app.state.clock.now()));
        self.app.sign(grant)
    }
}
