//! Three families, from the death to the money, with everybody who has a part in it.
//!
//! The days of the events are fixed; what is sent and decided happens today, since instants cannot be moved.

mod accident;
mod counterparts;
mod minor;
mod sunday;

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::claims::stage::{Held, Stage, strings};
use crate::support::app::Account;
use crate::support::request::Answer;

/// Everybody who has a part in a story, or must have none.
pub struct Scene {
    pub stage: Stage,
    /// The operator of another village, to whom nothing of this one exists.
    pub next_door: Account,
    /// An officer of the next regency.
    pub abroad: Account,
    pub viewer: Account,
    pub auditor: Account,
    pub admin: Account,
    /// Another system with every scope of claims that systems can have.
    pub system: Account,
}

impl Scene {
    pub async fn set() -> Self {
        let stage = Stage::set().await;
        let app = &stage.app;
        Self {
            next_door: app.account(Role::VillageOperator, &["35.29.01.2006"]),
            abroad: app.account(Role::Officer, &["35.28"]),
            viewer: app.account(Role::DistrictViewer, &["35.29.01"]),
            auditor: app.account(Role::Auditor, &["35.29"]),
            admin: app.account(Role::Admin, &["35.29"]),
            system: app.system(&["claims:read", "claims:file", "claims:handle", "claims:decide"], "35.29"),
            stage,
        }
    }

    /// What the insurer's list says of a worker: a member from a day on, paid until a month.
    pub async fn member(&self, worker: Uuid, since_on: &str, paid_until: &str) {
        let fact = json!({
            "worker_id": worker, "state": "active", "programmes": ["jkk", "jkm"], "since_on": since_on,
            "paid_until": paid_until, "as_of": "2026-11-01", "evidence": "Daftar peserta BPU",
        });
        let request = self.stage.app.post("/v1/memberships").as_(&self.stage.officer).json(&fact);
        request.send().await.expect(201);
    }

    /// The kinds of daily work that stand open in the regency, in the order of their letters. What families are told in
    /// writing meanwhile is made beside it, at its own pace.
    pub async fn work(&self) -> Vec<String> {
        let request = self.stage.app.get("/v1/work-items?limit=500").as_(&self.stage.officer);
        let shown = request.send().await.expect(200);
        let items = shown["data"].as_array().unwrap();
        let kinds = items.iter().map(|item| item["kind"].as_str().unwrap().to_owned());
        let mut kinds: Vec<String> = kinds.filter(|kind| kind != "letters_to_print").collect();
        kinds.sort_unstable();
        kinds
    }

    /// The story of a claim as its timeline tells it.
    pub async fn told(&self, held: &Held) -> Vec<Value> {
        let request = self.stage.app.get(&held.action("timeline?limit=500")).as_(&self.auditor);
        let shown = request.header("accept-language", "en").send().await.expect(200);
        shown["data"].as_array().unwrap().clone()
    }

    /// Nobody from elsewhere sees the claim, the keeper of accounts has nothing to do with it, and readers only read.
    pub async fn keeps_to_itself(&self, held: &Held) {
        let read = async |by| self.stage.app.get(&held.path()).as_(by).send().await;
        for stranger in [&self.next_door, &self.abroad] {
            read(stranger).await.expect_problem(404, "not_found");
        }
        read(&self.admin).await.expect_problem(403, "forbidden");
        let changes = json!({"circumstances": "Lain."});
        for reader in [&self.viewer, &self.auditor] {
            let shown = read(reader).await.expect(200);
            assert_eq!(shown["allowed_actions"], json!([]));
            let answer =
                self.stage.send(Method::PATCH, &held.path(), reader, Some(&held.etag), &changes).await;
            answer.expect_problem(403, "forbidden");
        }
        let stranger =
            self.stage.send(Method::PATCH, &held.path(), &self.next_door, Some(&held.etag), &changes).await;
        stranger.expect_problem(404, "not_found");
    }

    /// Nobody but a second person confirms.
    pub async fn only_a_second_person_verifies(&self, held: &Held) {
        let stage = &self.stage;
        for by in [&stage.operator, &stage.insurer, &self.viewer, &self.auditor, &self.admin, &self.system] {
            stage.try_step(held, by, "verify", &json!({})).await.expect_problem(403, "forbidden");
        }
        stage.try_step(held, &self.next_door, "verify", &json!({})).await.expect_problem(403, "forbidden");
        stage.try_step(held, &self.abroad, "verify", &json!({})).await.expect_problem(404, "not_found");
    }

    /// The claim as the village corrects it.
    pub async fn patch(&self, held: &Held, changes: Value) -> Held {
        let stage = &self.stage;
        let answer =
            stage.send(Method::PATCH, &held.path(), &stage.operator, Some(&held.etag), &changes).await;
        answer.expect(200);
        stage.read(held).await
    }

    /// The papers that a claim still misses.
    pub async fn missing(&self, held: &Held) -> Vec<String> {
        let request = self.stage.app.get(&held.action("checklist")).as_(&self.stage.operator);
        let list = request.send().await.expect(200);
        strings(&list["missing"]).into_iter().map(str::to_owned).collect()
    }

    /// The village sends what the checklist asks for, but for some papers.
    pub async fn send_papers(&self, held: &Held, but: &[&str]) -> Held {
        for kind in self.missing(held).await {
            if !but.contains(&kind.as_str()) {
                self.stage.send_paper(held, &kind).await;
            }
        }
        self.stage.read(held).await
    }

    /// What the dated rules come to, on the cover sheet.
    pub async fn estimate(&self, held: &Held) -> Value {
        let request = self.stage.app.get(&held.action("cover-sheet")).as_(&self.stage.officer);
        request.header("accept", "application/json").send().await.expect(200)["estimate"].clone()
    }

    /// States the account of the first beneficiary.
    pub async fn account(&self, held: &Held, by: &Account, account: &Value) -> Answer {
        let path = format!("{}/payout-account", held.beneficiary(0));
        self.stage.send(Method::PUT, &path, by, Some(&held.etag), account).await
    }

    /// Takes a step with the real papers, not with those of the stage.
    pub async fn act(&self, held: &Held, by: &Account, action: &str, body: Value) -> Held {
        self.stage.try_step(held, by, action, &body).await.expect(200);
        self.stage.read(held).await
    }
}

/// The codes of what was told.
pub fn actions(told: &[Value]) -> Vec<&str> {
    told.iter().map(|event| event["action"].as_str().unwrap()).collect()
}
